import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mostViews } from '#lib/domain/shared-tools.ts';
import { countMatching, listQueue } from '#lib/server/cases/queries/queue.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { savedViews } from '#lib/server/db/schema/queue-tools.ts';
import { queryOf, readFilter } from '#lib/server/http/queue-filter.ts';
import { deleteView, listViews, renameView, saveView } from '#lib/server/office/save-view.ts';
import { carrier } from '../../../support/carry.ts';
import { hours, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	await world.db.delete(savedViews);
});

const lamps = 'view=unit&category=03';
const save = async (username: string, name: string, isOfUnit = false, query = lamps) =>
	saveView(await world.as(username), { name, query, isOfUnit });
const namesOf = async (username: string) => (await listViews(await world.as(username))).map(({ name }) => name);

describe('a saved view', () => {
	it('is one’s own, or the whole unit’s where a head, dispatcher or supervisor makes it', async () => {
		await save('chengban', '路灯');
		await save('shenhe', '本办的路灯', true);
		expect(await namesOf('chengban')).toEqual(['本办的路灯', '路灯']);
		expect(await namesOf('chengban2')).toEqual(['本办的路灯']);
		expect(await namesOf('bianmin-cb')).toEqual([]);
		expect(await refusalOf(save('chengban', '大家的', true).then(() => {}))).toBe('case.not-yours');
	});

	it('is renamed and deleted by whose it is, and is nowhere to be found for others', async () => {
		await save('chengban', '路灯');
		await save('shenhe', '本办的路灯', true);
		const [ofUnit, own] = await listViews(await world.as('chengban'));
		expect([ofUnit?.mayChange, own?.mayChange]).toEqual([false, true]);
		for (const [username, id] of [
			['chengban', ofUnit?.id],
			['chengban2', own?.id],
			['shenhe', own?.id],
			['bianmin-fz', ofUnit?.id]
		] as const) {
			expect(await refusalOf(renameView(await world.as(username), id ?? 0, '改')), username).toBe('case.not-found');
			expect(await refusalOf(deleteView(await world.as(username), id ?? 0)), username).toBe('case.not-found');
		}
		await renameView(await world.as('chengban'), own?.id ?? 0, '坏路灯');
		await deleteView(await world.as('shenhe'), ofUnit?.id ?? 0);
		expect(await namesOf('chengban')).toEqual(['坏路灯']);
	});

	it('there are never more of than a list may count, even when two are saved at once', async () => {
		for (let nth = 1; nth < mostViews.own; nth++) await save('chengban', `视图 ${nth}`);
		const outcomes = await Promise.allSettled([save('chengban', '一'), save('chengban', '二')]);
		expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await refusalOf(save('chengban', '再一个'))).toBe('view.too-many');
		for (let nth = 0; nth < mostViews.unit; nth++) await save('shenhe', `单位 ${nth}`, true);
		expect(await refusalOf(save('shenhe', '再一个', true))).toBe('view.too-many');
		expect(await namesOf('chengban')).toHaveLength(12);
	});

	it('acceptance 12: counts what its reader may find, and nothing of what they are excluded from', async () => {
		const carry = carrier(world);
		const [one, avoided] = [await carry.processing(), await carry.processing()];
		await carry.processing({ categoryCode: '0101' });
		const counted = async (username: string) => {
			const context = await world.as(username, hours(4));
			const filter = readFilter(context.actor, new URLSearchParams(lamps));
			const { rows } = await listQueue(context, filter);
			const count = await countMatching(context, filter);
			expect(count).toBe(rows.length);
			return count;
		};
		expect(await counted('chengban2')).toBe(2);
		const excluded = { unitId: null, staffId: await world.staffId('chengban2') };
		const version = await carry.version(avoided.number);
		await excludeFromCase(await world.as('duban', hours(3)), avoided.number, { version, excluded });
		expect(await counted('chengban2')).toBe(1);
		expect(await counted('bianmin-cb')).toBe(0);
		expect((await world.look(one.number)).categoryCode).toBe('0302');
	});
});

it('a filter is read from an address and written back, without what is not known or not theirs', async () => {
	const { actor } = await world.as('chengban');
	const again = (query: string) => queryOf(readFilter(actor, new URLSearchParams(query)));
	expect(again('q=路灯&state=processing&view=unit&category=03&area=2&channel=kiosk&after=5-6')).toBe(
		new URLSearchParams('view=unit&q=路灯&state=processing&category=03&area=2&channel=kiosk').toString()
	);
	expect(again('view=watch&state=lost&category=x&area=-1&channel=pigeon')).toBe('view=mine');
	expect(again('')).toBe('view=mine');
});
