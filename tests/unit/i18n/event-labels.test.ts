import { expect, it } from 'vitest';
import { labels } from '#lib/i18n/labels.zh-cn.ts';
import { staff } from '#lib/i18n/staff.zh-cn.ts';
import { audienceOf } from '#lib/server/events/catalogue.ts';

it('residents have a word for what they are told, and staff for all that happens', () => {
	const told = Object.entries(audienceOf);
	const ofResidents = told.filter(([, audience]) => audience !== 'internal').map(([kind]) => kind);
	expect(ofResidents.filter((kind) => !(kind in labels.event))).toEqual([]);
	expect(told.map(([kind]) => kind).filter((kind) => !(kind in labels.event) && !(kind in staff.event))).toEqual([]);
	// what only staff see is no weight of residents' pages
	const internal = told.flatMap(([kind, audience]) => (audience === 'internal' ? [kind] : []));
	expect(internal.filter((kind) => kind in labels.event)).toEqual([]);
});
