import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { addDays, dayOf } from '../../src/lib/domain/clock.ts';
import { arrangeJoint } from '../../src/lib/server/cases/arrange-joint.ts';
import { draftSummary } from '../../src/lib/server/cases/draft-summary.ts';
import { mergeCase } from '../../src/lib/server/cases/merge.ts';
import { proposeLongTerm } from '../../src/lib/server/cases/propose.ts';
import { publishSummary } from '../../src/lib/server/cases/publish-summary.ts';
import { requestExtension } from '../../src/lib/server/cases/request-extension.ts';
import { requestInfo } from '../../src/lib/server/cases/request-info.ts';
import { returnAssignment } from '../../src/lib/server/cases/return-assignment.ts';
import { act, fileCase, goodSummary, openCase, planning, staffPage } from './browser.ts';

import { carryToAnswer, inOffice, type Office, phone, type Told } from './office.ts';
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
			at('/(staff)/staff/cases/[number]/sheet', `/staff/cases/${numbers.processing}/sheet`),
			at('/(staff)/staff/cases/[number]/dossier', `/staff/cases/${numbers.processing}/dossier`),
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
			...acts('processing', 'urge'),
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
export async function becomeAnswered(page: Page): Promise<void> {
	const { number } = await fileCase(page, { identity: 'contact' });
	await openCase(page);
	await carryToAnswer(number);
}

/** A confidential resident's browser, asked to be known to the handler: for `askedStops`. */
export async function becomeAsked(page: Page): Promise<void> {
	const { number } = await fileCase(page, { identity: 'confidential' });
	await openCase(page);
	await inOffice(async (office) => {
		const told = await office.told(number);
		await office.accept(told.caseId, told.number, new Date());
		const checked = { title: '路灯不亮', text: '有居民反映路口的路灯不亮。' };
		await office.checkClues(told.caseId, told.number, checked, new Date());
		await office.assign(told.caseId, told.number, planning, new Date());
		await office.sign(told.caseId, told.number, 'chengban', new Date());
		const ask = '请告诉我们可以联系谁到现场指认。';
		await office.by('chengban', told, (context, number, version) =>
			requestInfo(context, number, { version, ask, asksIdentity: true })
		);
	});
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
export async function becomeListed(page: Page): Promise<void> {
	const { number } = await fileCase(page, { identity: 'contact' });
	await openCase(page);
	await inOffice(async (office) => {
		const told = await office.told(number);
		await office.accept(told.caseId, told.number, new Date());
		await office.assign(told.caseId, told.number, planning, new Date());
		await office.sign(told.caseId, told.number, 'chengban', new Date());
		await office.decide(told, await extension(office, told));
		await office.decide(told, await plan(office, told));
	});
}

const extension = (office: Office, told: Told) =>
	office.by('chengban', told, (context, number, version) => {
		const { why: reason, sofar: progress } = goodExtension;
		return requestExtension(context, number, { version, reason, progress, newDueOn: dayAhead(10) });
	});
const plan = (office: Office, told: Told) =>
	office.by('chengban', told, (context, number, version) => {
		const { why: reason, phaseText1, phaseText2, cycle } = goodPlan;
		const phases = [
			{ text: phaseText1, dueOn: dayAhead(60) },
			{ text: phaseText2, dueOn: dayAhead(200) }
		];
		return proposeLongTerm(context, number, { version, reason, phases, cycleDays: Number(cycle) });
	});

/** A case in each state of `staffStops`. */
export async function prepareCases(browser: Browser): Promise<CaseNumbers> {
	const told = await inOffice(prepareInOffice);
	const clerk = await staffPage(browser, 'jiedai');
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
	for (const one of [clerk, supervisor, caller]) await one.context().close();
	return { ...told, atTheDesk, watched, called };
}

async function prepareInOffice(office: Office): Promise<Omit<CaseNumbers, 'atTheDesk' | 'watched' | 'called'>> {
	const secret = await office.file({ ...phone, identity: 'confidential' });
	await office.accept(secret.caseId, secret.number, new Date());
	const returned = await office.assigned();
	await office.by('chengban', returned, (context, number, version) =>
		returnAssignment(context, number, { version, reason: '属于供电单位，不归我办。' })
	);
	const reviewed = await office.processing();
	await office.drafted(reviewed);
	const joint = await office.processing(phone);
	await office.by('chengban', joint, (context, number, version) =>
		arrangeJoint(context, number, {
			version,
			asked: [{ unitId: office.unitId('便民服务中心'), task: '查一查这条线归谁管。', dueOn: dayAhead(2) }],
			promisedOn: dayAhead(2),
			promise: '线路归谁管查清楚，能修的当天修好。'
		})
	);
	const extending = await office.processing();
	await extension(office, extending);
	const listed = await office.processing();
	await office.decide(listed, await plan(office, listed));
	const main = await office.processing();
	const merged = await office.file();
	await office.by('fenpai', merged, (context, number, version) =>
		mergeCase(context, number, { version, mainNumber: main.number, reason: '同一个路口的同两盏灯。' })
	);
	const consented = async () => {
		const told = await office.file({ consentsToPublish: true });
		await office.carryToAnswer(told);
		return told;
	};
	const officeNumbers: string[] = [];
	const summarise = (told: Told) =>
		office.by('chengban', told, (context, number, version) =>
			draftSummary(context, number, { version, summary: goodSummary, officeNumbers })
		);
	const published = await consented();
	const publicationId = await summarise(published);
	await office.by('gongkai', published, (context, number, version) =>
		publishSummary(context, number, { version, publicationId, officeNumbers })
	);
	const drafted = await consented();
	await summarise(drafted);
	const cases = {
		...{ secret, returned, reviewed, joint, extending, listed, main, merged, published, drafted },
		consented: await consented(),
		submitted: await office.file({ ...phone, avoidUnitIds: [office.unitId('卫生院')] }),
		question: await office.file({ type: 'question' }),
		assigned: await office.assigned(),
		processing: await office.processing(phone)
	};
	return mapNumbers(cases);
}

function mapNumbers<Name extends string>(cases: Record<Name, Told>): Record<Name, string> {
	const entries = Object.entries<Told>(cases).map(([name, { number }]) => [name, number]);
	return Object.fromEntries(entries);
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
