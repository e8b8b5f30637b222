import { globSync } from 'node:fs';
import { type CaseNumbers, openStops, staffStops, staffVisitors, type Stop } from '../support/every-page.ts';
import { at, type StaffVisitor, type SubjectStops } from '../support/stops/stop.ts';

/** A page of the back office that is measured, by whoever works with it. */
export type StaffPage = { visitor: StaffVisitor; path: string };

const queue = (query: string) => at('/(staff)/staff/queue', `/staff/queue?${query}`);
const lists = (...views: string[]) => views.map((view) => queue(`view=${view}`));
/** A key in the middle of things: what lies before it is never read again. */
const later = '1700000000000-1';

/** What only many cases make slow, beside the pages that every part names (tests/support/stops). */
const heavy: SubjectStops = {
	fenpai: [
		...lists('mine', 'accept', 'due', 'all', 'holiday'),
		...['state=processing', 'state=archived', 'category=03', 'area=2', 'channel=reception', 'q=路灯', 'q=12345']
			.concat('q=护栏&state=archived', 'category=15&channel=web&state=closed', `after=${later}`)
			.map((filter) => queue(`view=all&${filter}`))
	],
	chengban: [...lists('mine', 'due', 'unit', 'assist'), queue('view=unit&q=路灯'), at('/(staff)/staff/inbox')],
	'bianmin-cb': lists('mine', 'assist', 'due'),
	shenhe: [...lists('mine', 'unit', 'due', 'assist'), at('/(staff)/staff/inbox')],
	duban: [
		...lists('mine', 'accept', 'due', 'all', 'watch', 'silent', 'late', 'holiday'),
		...['q=路灯', 'state=archived', 'category=01', `after=${later}`].map((filter) => queue(`view=all&${filter}`)),
		...[at('/(staff)/staff/messages'), at('/(staff)/staff/inbox')]
	],
	fenguan: [...lists('mine', 'all', 'due', 'watch', 'silent', 'late'), queue('view=all&q=路灯')],
	jiedai: [...lists('mine', 'all', 'due'), queue('view=all&q=医保')],
	huifang: [...lists('mine', 'due'), at('/(staff)/staff/follow-ups')],
	gongkai: lists('mine', 'due'),
	guanli: lists('mine', 'due'),
	shenji: lists('mine', 'due')
};

/** Every page of the back office, at least once. Throws, naming it, when a page is on no list. */
export function listStaffPages(numbers: CaseNumbers): StaffPage[] {
	const usual = staffStops(numbers);
	const all = staffVisitors.flatMap((visitor) =>
		[...(heavy[visitor] ?? []), ...usual(visitor)].map((stop: Stop) => ({ visitor, ...stop }))
	);
	const listed = new Set([...openStops, ...all].map(({ route }) => route));
	const unlisted = globSync('src/routes/(staff)/**/+page.svelte')
		.map((file) => file.replace(/^src\/routes/, '').replace(/\/\+page\.svelte$/, ''))
		.filter((route) => !listed.has(route));
	if (unlisted.length > 0) throw new Error(`on no list of tests/support/stops: ${unlisted.join(', ')}`);
	const seen = new Set<string>();
	return all
		.filter(({ route }) => route.startsWith('/(staff)'))
		.filter(({ visitor, path }) => !seen.has(`${visitor} ${path}`) && seen.add(`${visitor} ${path}`))
		.map(({ visitor, path }) => ({ visitor, path }));
}
