import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { addDays, dayOf } from '../../src/lib/domain/clock.ts';
import {
	act,
	carryToAnswer,
	fileCase,
	goodAnswer,
	goodSummary,
	openCase,
	planning,
	press,
	staffPage
} from './browser.ts';

import { audit } from './stops/audit.ts';
import { figures } from './stops/figures.ts';
import { knowledge } from './stops/knowledge.ts';
import { matters } from './stops/matters.ts';
import { oversight } from './stops/oversight.ts';
import { queueTools } from './stops/queue-tools.ts';
import { register } from './stops/register.ts';
import { reports } from './stops/reports.ts';
import { rules } from './stops/rules.ts';
import { at, type StaffVisitor, staffVisitors, type Stop } from './stops/stop.ts';

export { staffVisitors, type Stop };

const subjects = [queueTools, register, figures, reports, rules, oversight, audit, knowledge, matters];

/** Pages anybody may open. */
export const openStops: readonly Stop[] = [
	at('/(public)', '/'),
	at('/(public)/track'),
	at('/(public)/privacy'),
	at('/(public)/accessibility'),
	at('/(public)/scope'),
	at('/(public)/long-term'),
	at('/(public)/photos'),
	at('/(public)/public'),
	at('/+error', '/nowhere'),
	at('/(public)/submit/what'),
	at('/(staff)/staff/sign-in'),
	at('/(staff)/staff/renew'),
	...subjects.flatMap(({ open = [] }) => open)
];

/** Filing pages past the first: for a browser with a draft. */
export const filingStops: readonly Stop[] = ['where', 'contact', 'check'].map((name) => at(`/(public)/submit/${name}`));

/** For the browser that has just filed. */
export const receiptStop = at('/(public)/receipt');

/** For a phone that opened a kiosk's photo ticket. */
export const phoneStops: readonly Stop[] = ['', '?done'].map((query) => at('/(public)/photos', `/photos${query}`));

/** For a resident whose case was answered. */
export const answeredStops: readonly Stop[] = [
	at('/(public)/track'),
	...['supplement', 'contact', 'confidential', 'code', 'record', 'rework', 'rate'].map((name) =>
		at(`/(public)/track/${name}`)
	)
];

/** For a confidential resident who was asked to be known to the handler. */
export const askedStops: readonly Stop[] = ['', '/release', '/withdraw'].map((name) => at(`/(public)/track${name}`));

/** For a resident whose case was extended and then listed as long-running, and the list it stands on. */
export const listedStops: readonly Stop[] = [at('/(public)/track'), at('/(public)/long-term')];

/** A case in each of the states that staff pages need. */
export type CaseNumbers = Record<
	| ('submitted' | 'question' | 'secret' | 'assigned' | 'returned' | 'processing' | 'reviewed' | 'watched')
	| ('atTheDesk' | 'extending' | 'listed' | 'merged' | 'main' | 'joint')
	| ('called' | 'consented' | 'drafted' | 'published'),
	string
>;
export const casesFile = 'test-results/cases.json';

/** What `cases.setup.ts` prepared. */
export function preparedCases(): CaseNumbers {
	return JSON.parse(readFileSync(casesFile, 'utf8'));
}

/** The back office, each page by whoever works with it. */
export function staffStops(numbers: CaseNumbers): (visitor: StaffVisitor) => readonly Stop[] {
	const one = (name: keyof CaseNumbers) => at('/(staff)/staff/cases/[number]', `/staff/cases/${numbers[name]}`);
	const acts = (name: keyof CaseNumbers, ...names: string[]) =>
		names.map((act) => at('/(staff)/staff/cases/[number]/[act]', `/staff/cases/${numbers[name]}/${act}`));
	const queue = (view: string) => at('/(staff)/staff/queue', `/staff/queue?view=${view}`);
	const own: Partial<Record<StaffVisitor, readonly Stop[]>> = {
		fenpai: [
			at('/(staff)/staff/roster'),
			...[queue('mine'), queue('all'), one('submitted'), one('secret'), at('/(staff)/staff/account')],
			...acts('submitted', 'accept-assign', 'request-info', 'reject', 'redirect', 'classify', 'exclude', 'add-note'),
			...acts('submitted', 'reveal-contact', 'merge', 'split'),
			...[one('main'), one('merged'), ...acts('merged', 'un-merge')],
			...acts('question', 'answer-on-the-spot'),
			...acts('secret', 'check-clues', 'assign'),
			...acts('returned', 'designate'),
			...acts('submitted', 'note-external'),
			...[at('/(staff)/staff/kiosks'), at('/(staff)/staff/kiosks/held'), at('/(staff)/staff/messages')]
		],
		chengban: [
			...[queue('mine'), one('processing'), one('assigned')],
			...acts('assigned', 'return-assignment'),
			...acts('processing', 'arrange-joint'),
			...[one('joint'), ...acts('joint', 'end-task')],
			...acts('processing', 'draft-answer', 'report-progress', 'log-contact', 'request-extension'),
			...acts('processing', 'propose-transfer', 'propose-redirect', 'propose-long-term'),
			...acts('extending', 'withdraw-proposal'),
			...[one('listed'), ...acts('listed', 'finish-phase', 'take-off-list')],
			...acts('consented', 'draft-summary')
		],
		'bianmin-cb': [queue('assist'), one('joint'), ...acts('joint', 'answer-task')],
		shenhe: [
			...[queue('unit'), at('/(staff)/staff/inbox'), at('/(staff)/staff/stand-ins')],
			...[at('/(staff)/staff/hand-over'), one('reviewed')],
			...acts('reviewed', 'publish'),
			...acts('processing', 'reassign'),
			...[one('extending'), ...acts('extending', 'decide-proposal')]
		],
		duban: [
			...['watch', 'silent', 'late', 'holiday'].map(queue),
			at('/(staff)/staff/roster'),
			one('watched'),
			...acts('submitted', 'lift-exclusion', 'hold'),
			...acts('watched', 'supervise', 'lift-hold')
		],
		gongkai: [
			...['', '?state=published'].map((query) => at('/(staff)/staff/publications', `/staff/publications${query}`)),
			...[one('drafted'), ...acts('drafted', 'publish-summary'), ...acts('published', 'unpublish-summary')],
			at('/(public)/public/[id]', '/public/1')
		],
		huifang: [at('/(staff)/staff/follow-ups'), one('called'), ...acts('called', 'follow-up', 'reveal-contact')],
		jiedai: [
			at('/(staff)/staff/desk'),
			at('/(staff)/staff/account'),
			at('/(staff)/staff/kiosks'),
			at('/(staff)/staff/kiosks/points/[id]', '/staff/kiosks/points/2'),
			at('/(staff)/staff/desk/filed', `/staff/desk/filed?number=${numbers.atTheDesk}`),
			at('/(staff)/staff/cases/[number]/answer-sheet', `/staff/cases/${numbers.atTheDesk}/answer-sheet`)
		],
		guanli: [
			...['staff', 'units', 'categories', 'calendar', 'texts', 'limits'].map((name) =>
				at(`/(staff)/staff/admin/${name}`)
			),
			at('/(staff)/staff/kiosks'),
			...['new', '1'].map((id) => at('/(staff)/staff/kiosks/[id]', `/staff/kiosks/${id}`)),
			...['new', '1'].map((id) => at('/(staff)/staff/kiosks/points/[id]', `/staff/kiosks/points/${id}`)),
			at('/(staff)/staff/kiosks/points/[id]/poster', '/staff/kiosks/points/1/poster'),
			at('/(staff)/staff/kiosks/points/[id]/card', '/staff/kiosks/points/1/card')
		]
	};
	return (visitor) => [own, ...subjects].flatMap((stops) => stops[visitor] ?? []);
}

/** Files a draft with a danger in it, so that every notice shows, up to the check page. */
export async function beginDraft(page: Page): Promise<void> {
	await page.goto('/submit/what');
	await page.check('input[name=type][value=help]');
	await page.check('input[name=tile][value="1"]');
	await page.click('main form[action*="next"] button.wide');
	await page.waitForURL('**/submit/where');
	await page.fill('#text', '学校后门电线垂下来了，很危险，请快来处理。');
	await page.fill('#place', '中心学校后门');
	await page.click('main button.wide');
	await page.waitForURL(/where\?warned|contact/);
	await page.goto('/submit/contact');
	await page.check('input[name=identity][value=confidential]');
	await page.fill('#phone', '13800138000');
	await page.check('#consent');
	await page.click('main button.wide');
	await page.waitForURL('**/submit/check');
}

/** A resident's browser at an answered case: for `answeredStops`. */
export async function becomeAnswered(page: Page, browser: Browser): Promise<void> {
	const { number } = await fileCase(page, { identity: 'contact' });
	await openCase(page);
	await carryToAnswer(browser, number);
}

/** A confidential resident's browser, asked to be known to the handler: for `askedStops`. */
export async function becomeAsked(page: Page, browser: Browser): Promise<void> {
	const { number } = await fileCase(page, { identity: 'confidential' });
	await openCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await press(dispatcher, number, 'accept');
	await act(dispatcher, number, 'check-clues', { title: '路灯不亮', text: '有居民反映路口的路灯不亮。' });
	await dispatcher.waitForURL('**done=check-clues');
	await act(dispatcher, number, 'assign', { unit: planning });
	await dispatcher.waitForURL('**done=assign');
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');
	await handler.goto(`/staff/cases/${number}/request-info`);
	await handler.fill('#ask', '请告诉我们可以联系谁到现场指认。');
	await handler.check('input[name=asksIdentity]');
	await handler.click('form.stack button.button');
	await handler.waitForURL('**done=request-info');
	for (const one of [dispatcher, handler]) await one.context().close();
}

/** A day so far from today, as a field for dates takes it. */
export function dayAhead(days: number): string {
	return addDays(dayOf(new Date()), days);
}

export const goodExtension = {
	why: '要等供电所停电后才能换线，已经约好时间。',
	sofar: '已经到现场看过，灯头和电线都已备好。'
};
export const goodPlan = {
	why: '坡上比水池高，需要增建加压泵房。',
	phaseText1: '完成泵房设计',
	phaseText2: '开工建泵房',
	cycle: '30'
};

/** 延期 asked for by the handler of a case in hand. */
export async function askExtension(handler: Page, number: string): Promise<void> {
	await act(handler, number, 'request-extension', { ...goodExtension, newDueOn: dayAhead(10) });
	await handler.waitForURL('**done=request-extension');
}

/** 列入长期事项 asked for by the handler, granted by the lead official. */
export async function listLongTerm(browser: Browser, handler: Page, number: string, words = goodPlan): Promise<void> {
	const plan = { ...words, phaseOn1: dayAhead(60), phaseOn2: dayAhead(200) };
	await act(handler, number, 'propose-long-term', plan);
	await handler.waitForURL('**done=propose-long-term');
	const lead = await staffPage(browser, 'fenguan');
	await act(lead, number, 'decide-proposal');
	await lead.waitForURL('**done=decide-proposal');
	await lead.context().close();
}

/** A resident's browser at a case that was extended and then listed: for `listedStops`. */
export async function becomeListed(page: Page, browser: Browser): Promise<string> {
	const { number } = await fileCase(page, { identity: 'contact' });
	await openCase(page);
	const dispatcher = await staffPage(browser, 'fenpai');
	await act(dispatcher, number, 'accept-assign', { unit: planning });
	await dispatcher.waitForURL('**done=accept-assign');
	const handler = await staffPage(browser, 'chengban');
	await press(handler, number, 'sign');
	await askExtension(handler, number);
	const head = await staffPage(browser, 'shenhe');
	await act(head, number, 'decide-proposal');
	await head.waitForURL('**done=decide-proposal');
	await listLongTerm(browser, handler, number);
	for (const one of [dispatcher, handler, head]) await one.context().close();
	return number;
}

/** Files and carries cases until there is one in each state of `staffStops`. */
export async function prepareCases(page: Page, browser: Browser): Promise<CaseNumbers> {
	const dispatcher = await staffPage(browser, 'fenpai');
	const handler = await staffPage(browser, 'chengban');
	const clerk = await staffPage(browser, 'jiedai');
	const file = async (filing = {}) => (await fileCase(page, filing)).number;
	const assign = async (number: string) => {
		await act(dispatcher, number, 'accept-assign', { unit: planning });
		await dispatcher.waitForURL('**done=accept-assign');
		return number;
	};
	const sign = async (number: string) => {
		await press(handler, await assign(number), 'sign');
		return number;
	};
	const secret = await file({ identity: 'confidential' });
	await press(dispatcher, secret, 'accept');
	const returned = await assign(await file());
	await act(handler, returned, 'return-assignment', { reason: '属于供电单位，不归我办。' });
	await handler.waitForURL('**/staff/queue');
	const reviewed = await sign(await file());
	await act(handler, reviewed, 'draft-answer', goodAnswer, 'button:has-text("提交审核")');
	await handler.waitForURL('**done=draft-answer');
	const joint = await sign(await file({ identity: 'contact' }));
	const soon = dayOf(new Date(Date.now() + 2 * 86_400_000));
	await act(handler, joint, 'arrange-joint', {
		...{ unit1: '便民服务中心', task1: '查一查这条线归谁管。', taskDue1: soon },
		...{ promisedOn: soon, promise: '线路归谁管查清楚，能修的当天修好。' }
	});
	await handler.waitForURL('**done=arrange-joint');
	const extending = await sign(await file());
	await askExtension(handler, extending);
	const listed = await sign(await file());
	await listLongTerm(browser, handler, listed);
	const main = await sign(await file());
	const merged = await file();
	await act(dispatcher, merged, 'merge', { mainNumber: main, reason: '同一个路口的同两盏灯。' });
	await dispatcher.waitForURL('**done=merge');
	const consented = async () => {
		const number = await file({ publish: true, category: '0302' });
		await carryToAnswer(browser, number);
		return number;
	};
	const summarised = async () => {
		const number = await consented();
		await act(handler, number, 'draft-summary', goodSummary);
		await handler.waitForURL('**done=draft-summary');
		return number;
	};
	const published = await summarised();
	const reviewer = await staffPage(browser, 'gongkai');
	await act(reviewer, published, 'publish-summary', {}, 'button:has-text("审核并发布")');
	await reviewer.waitForURL('**done=**');
	const atTheDesk = await fileAtTheDesk(clerk);
	await act(clerk, atTheDesk, 'note-external', { source: '12345 转来', externalNumber: 'SP2026110300123' });
	await clerk.waitForURL('**done=note-external');
	await act(clerk, atTheDesk, 'answer-on-the-spot', {
		result: '解释说明',
		done: '12 月 31 日截止，可以交现金，带社保卡到 2 号窗口。'
	});
	await clerk.waitForURL('**done=answer-on-the-spot');
	// a story of the demo: a rating that fears retaliation
	const supervisor = await staffPage(browser, 'duban');
	await supervisor.goto('/staff/queue?view=watch');
	const watched = (await supervisor.locator('.rows .num').first().innerText()).trim();
	await act(supervisor, watched, 'hold', { reason: '有人提起诉讼，材料要留。' });
	await supervisor.waitForURL('**done=hold');
	// another: who was dissatisfied and has a second answer
	const caller = await staffPage(browser, 'huifang');
	await caller.goto('/staff/follow-ups');
	const called = (await caller.locator('.rows .num').first().innerText()).trim();
	const numbers = {
		...{ secret, returned, reviewed, watched, atTheDesk, joint, extending, listed, main, merged, called, published },
		consented: await consented(),
		drafted: await summarised(),
		submitted: await file({ identity: 'contact', avoidUnit: '卫生院' }),
		question: await file({ type: 'question' }),
		assigned: await assign(await file()),
		processing: await sign(await file({ identity: 'contact' }))
	};
	for (const one of [dispatcher, handler, clerk, supervisor, caller, reviewer]) await one.context().close();
	return numbers;
}

/** 代填: a question at the reception desk; leaves the clerk's browser at the page that hands over the slip. */
export async function fileAtTheDesk(clerk: Page): Promise<string> {
	await clerk.goto('/staff/desk');
	await clerk.selectOption('#type', 'question');
	await clerk.fill('#text', '医保缴费到什么时候截止，能不能交现金？');
	await clerk.check('#readBack');
	await clerk.click('button:has-text("提交")');
	await clerk.waitForURL('**/filed?number=**');
	return (await clerk.innerText('.bignum')).trim();
}
