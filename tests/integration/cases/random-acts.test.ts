import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseNumber } from '../../../src/lib/domain/case-number.ts';
import { addDays, dayOf } from '../../../src/lib/domain/clock.ts';
import { acts, type CaseState, caseStates, isOpen, openStates } from '../../../src/lib/domain/lifecycle.ts';
import { answerTask } from '../../../src/lib/server/cases/answer-task.ts';
import { arrangeJoint } from '../../../src/lib/server/cases/arrange-joint.ts';
import { mayBeProposed } from '../../../src/lib/domain/proposal.ts';
import { acceptCase } from '../../../src/lib/server/cases/accept.ts';
import { acceptProposal } from '../../../src/lib/server/cases/accept-proposal.ts';
import { assignCase } from '../../../src/lib/server/cases/assign.ts';
import { makeConfidential } from '../../../src/lib/server/cases/change-contact.ts';
import { checkClues } from '../../../src/lib/server/cases/check-clues.ts';
import { classifyCase } from '../../../src/lib/server/cases/classify.ts';
import { closeUnrated } from '../../../src/lib/server/cases/close-unrated.ts';
import { findLiveDraft, submitDraft } from '../../../src/lib/server/cases/draft-answer.ts';
import { endTask } from '../../../src/lib/server/cases/end-task.ts';
import { excludeFromCase } from '../../../src/lib/server/cases/exclude.ts';
import { finishPhase } from '../../../src/lib/server/cases/finish-phase.ts';
import { handOver } from '../../../src/lib/server/cases/hand-over.ts';
import { liveTasks } from '../../../src/lib/server/cases/joint-tasks.ts';
import { lapseInfo } from '../../../src/lib/server/cases/lapse-info.ts';
import { findOrphans } from '../../../src/lib/server/cases/queries/orphans.ts';
import { lapseSigning } from '../../../src/lib/server/cases/lapse-signing.ts';
import { noteExternal } from '../../../src/lib/server/cases/note-external.ts';
import { findOpenProposal } from '../../../src/lib/server/cases/open-proposal.ts';
import { proposeLongTerm, proposeRedirect, proposeTransfer } from '../../../src/lib/server/cases/propose.ts';
import { publishAnswer, returnDraft } from '../../../src/lib/server/cases/publish-answer.ts';
import { rateCase, requestRework } from '../../../src/lib/server/cases/rate.ts';
import { reassignCase } from '../../../src/lib/server/cases/reassign.ts';
import { redirectCase } from '../../../src/lib/server/cases/redirect-case.ts';
import { refuseProposal } from '../../../src/lib/server/cases/refuse-proposal.ts';
import { rejectCase } from '../../../src/lib/server/cases/reject.ts';
import { reportProgress } from '../../../src/lib/server/cases/report-progress.ts';
import { requestExtension } from '../../../src/lib/server/cases/request-extension.ts';
import { requestInfo } from '../../../src/lib/server/cases/request-info.ts';
import { requestRecheck } from '../../../src/lib/server/cases/request-recheck.ts';
import { designateUnit, returnAssignment } from '../../../src/lib/server/cases/return-assignment.ts';
import { signCase } from '../../../src/lib/server/cases/sign.ts';
import { supplyInfo } from '../../../src/lib/server/cases/supply-info.ts';
import { takeOffList } from '../../../src/lib/server/cases/take-off-list.ts';
import type { Case } from '../../../src/lib/server/cases/take-case.ts';
import { withdrawProposal } from '../../../src/lib/server/cases/withdraw-proposal.ts';
import { withdrawCase } from '../../../src/lib/server/cases/withdraw.ts';
import { exclusions } from '../../../src/lib/server/db/schema/exclusions.ts';
import { staff } from '../../../src/lib/server/db/schema/staff.ts';
import { verifyLedger } from '../../../src/lib/server/events/verify.ts';
import { expectFiguresTrue, keepAllFigures } from '../../support/figures.ts';
import { goodParts } from '../../support/good-answer.ts';
import { hours, openWorld, planning, service, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const cast = ['fenpai', 'fenpai2', 'duban', 'chengban', 'chengban2', 'shenhe', 'bianmin-fz', 'bianmin-cb', 'fenguan'];
const nothing = async () => 0;
type Step = { pick: number; isLikely: boolean; who: string; other: string; unit: string; stars: number; wait: number };
type Scene = { number: CaseNumber; caseId: number; at: Date; step: Step };

/** Every act of this release, tried by anybody at any moment; what may not be is refused, and nothing else may happen. */
const tries: Record<string, (scene: Scene, version: number) => Promise<unknown>> = {
	accept: async ({ number, at, step }, version) => acceptCase(await world.as(step.who, at), number, version),
	checkClues: async ({ number, at, step }, version) =>
		checkClues(await world.as(step.who, at), number, {
			version,
			title: '路灯不亮',
			text: '有居民反映路灯不亮。',
			place: '',
			releasedIds: []
		}),
	assign: async ({ number, at, step }, version) =>
		assignCase(await world.as(step.who, at), number, { version, unitId: world.unitId(step.unit), instruction: '' }),
	sign: async ({ number, at, step }, version) => signCase(await world.as(step.who, at), number, version),
	returnAssignment: async ({ number, at, step }, version) =>
		returnAssignment(await world.as(step.who, at), number, { version, reason: '不归我办管' }),
	designate: async ({ number, at, step }, version) =>
		designateUnit(await world.as(step.who, at), number, { version, reason: '按职责' }),
	reassign: async ({ number, at, step }, version) =>
		reassignCase(await world.as(step.who, at), number, {
			version,
			ownerId: await world.staffId(step.other),
			reason: '换人'
		}),
	requestInfo: async ({ number, at, step }, version) =>
		requestInfo(await world.as(step.who, at), number, { version, ask: '请补充具体位置', asksIdentity: false }),
	supply: ({ number, caseId, at }) => supplyInfo(world.resident(caseId, at), number, { text: '在桥头东边。' }),
	lapse: ({ number, at }) => lapseInfo(world.system(at), number),
	reject: async ({ number, at, step }, version) =>
		rejectCase(await world.as(step.who, at), number, {
			version,
			reason: 'not-local',
			words: '不归本乡管。',
			route: '打 12345。'
		}),
	recheck: ({ number, caseId, at }) => requestRecheck(world.resident(caseId, at), number),
	redirect: async ({ number, at, step }, version) =>
		redirectCase(await world.as(step.who, at), number, {
			version,
			body: '供电所',
			phone: '95598',
			how: '直接打电话。'
		}),
	classify: async ({ number, at, step }, version) =>
		classifyCase(await world.as(step.who, at), number, {
			version,
			type: step.stars > 3 ? 'help' : 'question',
			class: step.stars > 4 ? 'important' : 'ordinary',
			categoryCode: step.stars === 1 ? '1801' : '0302',
			areaId: null,
			reason: '核对后更正'
		}),
	exclude: async ({ number, at, step }, version) =>
		excludeFromCase(await world.as(step.who, at), number, {
			version,
			excluded: { unitId: null, staffId: await world.staffId(step.other) }
		}),
	progress: async ({ number, at, step }, version) =>
		reportProgress(
			await world.as(step.who, at),
			number,
			{ version, text: '看过现场。', next: '处理', nextOn: '2026-11-20' },
			nothing
		),
	submitDraft: async ({ number, at, step }, version) =>
		submitDraft(
			await world.as(step.who, at),
			number,
			{ version, result: 'explained', parts: goodParts, officeNumbers: ['00008600133'] },
			nothing
		),
	returnDraft: async ({ number, caseId, at, step }, version) =>
		returnDraft(await world.as(step.who, at), number, {
			version,
			draftId: (await findLiveDraft(world.system(), caseId))?.id ?? 0,
			reason: '写清'
		}),
	publish: async ({ number, caseId, at, step }, version) =>
		publishAnswer(await world.as(step.who, at), number, {
			version,
			draftId: (await findLiveDraft(world.system(), caseId))?.id ?? 0
		}),
	rate: ({ number, caseId, at, step }) =>
		rateCase(world.resident(caseId, at), number, { stars: step.stars, solved: 'partly', tags: [], words: '' }),
	requestRework: ({ number, caseId, at }) => requestRework(world.resident(caseId, at), number, { reason: '' }),
	closeUnrated: ({ number, at }) => closeUnrated(world.system(at), number),
	withdraw: ({ number, caseId, at }) => withdrawCase(world.resident(caseId, at), number, { reason: '' }),
	confide: ({ number, caseId, at }) => makeConfidential(world.resident(caseId, at), number),
	arrangeJoint: async ({ number, at, step }, version) =>
		arrangeJoint(await world.as(step.who, at), number, {
			version,
			asked: [
				{
					unitId: world.unitId(step.other.startsWith('bianmin') ? '卫生院' : step.unit),
					task: '查一查',
					dueOn: dayOf(at)
				}
			],
			promisedOn: addDays(dayOf(at), step.stars),
			promise: '查清楚后告诉您。'
		}),
	answerTask: async ({ number, caseId, at, step }, version) =>
		answerTask(
			await world.as(step.who, at),
			number,
			{ version, taskId: (await liveTasks(world, caseId))[0]?.id ?? 0, text: '查过了，不归我们管。' },
			nothing
		),
	endTask: async ({ number, caseId, at, step }, version) =>
		endTask(await world.as(step.who, at), number, {
			version,
			taskId: (await liveTasks(world, caseId))[0]?.id ?? 0,
			reason: '不用查了'
		}),
	noteExternal: async ({ number, at, step }, version) =>
		noteExternal(await world.as(step.who, at), number, {
			version,
			external: { source: '12345', number: `SP-${step.pick}`, dueOn: dayOf(at) }
		}),
	lapseSigning: ({ number, at }) => lapseSigning(world.system(at), number),
	requestExtension: async ({ number, at, step }, version) =>
		requestExtension(await world.as(step.who, at), number, {
			version,
			reason: '要等供电所停电后才能换线，已约好。',
			progress: '已到现场看过，灯头和电线都备好了。',
			newDueOn: addDays(dayOf(at), 6 + step.stars)
		}),
	proposeTransfer: async ({ number, at, step }, version) =>
		proposeTransfer(await world.as(step.who, at), number, {
			version,
			unitId: world.unitId(step.unit),
			reason: '由对方办更快。'
		}),
	proposeRedirect: async ({ number, at, step }, version) =>
		proposeRedirect(await world.as(step.who, at), number, {
			version,
			body: '供电所',
			phone: '95598',
			how: '直接打电话。'
		}),
	proposeLongTerm: async ({ number, at, step }, version) =>
		proposeLongTerm(await world.as(step.who, at), number, {
			version,
			reason: '要改造管网，一时办不完。',
			phases: [10, 20].map((days) => ({ text: '改造管网', dueOn: addDays(dayOf(at), days * step.stars) })),
			cycleDays: 30
		}),
	acceptProposal: async ({ number, caseId, at, step }, version) =>
		acceptProposal(await world.as(step.who, at), number, { version, proposalId: await openProposalOf(caseId) }),
	refuseProposal: async ({ number, caseId, at, step }, version) =>
		refuseProposal(await world.as(step.who, at), number, {
			version,
			proposalId: await openProposalOf(caseId),
			reason: '按时办完。'
		}),
	withdrawProposal: async ({ number, caseId, at, step }, version) =>
		withdrawProposal(await world.as(step.who, at), number, { version, proposalId: await openProposalOf(caseId) }),
	finishPhase: async ({ number, at, step }, version) =>
		finishPhase(await world.as(step.who, at), number, { version, text: '这一阶段已经完成。' }),
	takeOffList: async ({ number, at, step }, version) =>
		takeOffList(await world.as(step.who, at), number, {
			version,
			reason: '接着办。',
			dueOn: addDays(dayOf(at), step.stars * 5)
		}),
	handOver: async ({ at, step }) =>
		handOver(await world.as('guanli', at), {
			fromId: await world.staffId(step.who),
			toId: await world.staffId(step.other)
		})
};
const names = Object.keys(tries);
/** What usually comes next, so that stories get far; every third step is anything at all by anybody. */
const likely: Partial<Record<CaseState, readonly string[]>> = {
	submitted: [...['accept', 'accept', 'accept', 'accept', 'accept'], 'reject', 'redirect'],
	accepted: ['assign', 'assign', 'assign', 'checkClues', 'requestInfo'],
	assigned: ['sign', 'sign', 'returnAssignment', 'lapseSigning'],
	return_requested: ['designate', 'assign'],
	processing: [
		...['submitDraft', 'submitDraft', 'submitDraft', 'requestInfo', 'progress', 'arrangeJoint', 'endTask'],
		...[
			'requestExtension',
			'requestExtension',
			'requestExtension',
			'proposeLongTerm',
			'proposeLongTerm',
			'proposeTransfer',
			'proposeRedirect'
		],
		...['acceptProposal', 'acceptProposal', 'acceptProposal']
	],
	extension_pending: ['acceptProposal', 'acceptProposal', 'refuseProposal', 'withdrawProposal'],
	long_term: ['finishPhase', 'submitDraft', 'takeOffList', 'proposeTransfer', 'acceptProposal'],
	need_info: ['supply', 'lapse'],
	review: ['publish', 'publish', 'returnDraft'],
	answered: ['rate', 'rate', 'rate', 'requestRework', 'closeUnrated'],
	rework: ['reassign', 'submitDraft'],
	closed: ['rate', 'requestRework'],
	rejected: ['recheck']
};

const steps = fc.array(
	fc.record({
		pick: fc.nat(1000),
		isLikely: fc.constantFrom(true, true, false),
		who: fc.constantFrom(...cast),
		other: fc.constantFrom(...cast),
		unit: fc.constantFrom(planning, service),
		stars: fc.integer({ min: 1, max: 5 }),
		wait: fc.constantFrom(...[0.1, 0.1, 0.1, 1, 1, 5, 5, 30, 30, 200])
	}),
	{ minLength: 25, maxLength: 45, size: 'max' }
);

/** Which next states the source's table allows; an act of ours may never leave it. */
const reachable = new Map(caseStates.map((state) => [state, new Set<string>()]));
for (const { from, to } of Object.values(acts))
	for (const state of from) if (to !== 'same') reachable.get(state)?.add(to);

it('acceptance 7: keeps one owner, one due date, a state from the table and a valid ledger, whatever anybody tries', async () => {
	const seen = new Set<string>();
	await fc.assert(
		fc.asyncProperty(steps, async (story) => {
			const filed = await world.aCase({ identity: 'contact', contact: { name: '', phone: '13800138000', email: '' } });
			let at = hours(0);
			for (const step of story) {
				at = hours(step.wait, at);
				const before = await world.look(filed.number);
				const usual = likely[before.state];
				const isUsual = step.isLikely && usual !== undefined;
				const choices = isUsual ? usual : names;
				const act = choices[step.pick % choices.length] ?? 'progress';
				const who = isUsual ? await actorFor(before, act) : step.who;
				const scene = { number: filed.number, caseId: filed.caseId, at, step: { ...step, who } };
				await tries[act]?.(scene, before.version).catch((fault: unknown) => {
					if (!(fault instanceof Error) || fault.name !== 'Refusal') throw fault;
				});
				const after = await world.look(filed.number);
				if (after.state !== before.state) {
					const next = reachable.get(before.state);
					expect(next?.has(after.state) || next?.has('back')).toBe(true);
					seen.add(after.state);
				}
				expect(after.firstDueAt).toEqual(before.firstDueAt);
				await expectSound(after);
				await expectProposalsSound(after);
			}
			// heard in the middle of many stories, as a house hears them
			await keepAllFigures(world);
		}),
		{ numRuns: 50, seed: 20261103, endOnFailure: true }
	);
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	await expectFiguresTrue(world);
	expect(await findOrphans(world.system(hours(24 * 400)))).toEqual({ found: 0, some: [] });
	// a walk that never gets far proves little: every state whose acts are tried here was reached
	const untried = ['submitted'];
	for (const state of [
		...openStates.filter((state) => !untried.includes(state)),
		'closed',
		'rejected',
		'redirected',
		'withdrawn'
	])
		expect([...seen]).toContain(state);
}, 180_000);

/** Who would do it: a handler of the unit signs, a head reviews, otherwise the person in charge. */
async function actorFor(one: Case, act: string): Promise<string> {
	if (act === 'sign') return one.unitId === world.unitId(planning) ? 'chengban' : 'bianmin-cb';
	if (act === 'publish' || act === 'returnDraft')
		return one.unitId === world.unitId(planning) ? 'shenhe' : 'bianmin-fz';
	const open = await findOpenProposal(world.system(), one.id);
	const isDecided = act === 'acceptProposal' || act === 'refuseProposal';
	const id = open && isDecided ? open.deciderId : open && act === 'withdrawProposal' ? open.proposedById : one.ownerId;
	const [person] = await world.db.select().from(staff).where(eq(staff.id, id));
	return person?.username ?? 'fenpai';
}

async function openProposalOf(caseId: number): Promise<number> {
	return (await findOpenProposal(world.system(), caseId))?.id ?? 0;
}

/** 延期审核 is a proposal waiting, and no proposal outlives the state it was made in. */
async function expectProposalsSound(one: Case): Promise<void> {
	const open = await findOpenProposal(world.system(), one.id);
	expect(open?.kind === 'extension').toBe(one.state === 'extension_pending');
	if (open && open.kind !== 'extension') expect(mayBeProposed(open.kind, one.state)).toBe(true);
	expect(one.extensions).toBeLessThanOrEqual(2);
	if (one.state === 'long_term') expect(one.longTermSince).not.toBeNull();
}

async function expectSound(one: Case): Promise<void> {
	expect(caseStates).toContain(one.state);
	expect(one.dueAt !== null).toBe(isOpen(one.state));
	expect(one.round).toBeLessThanOrEqual(2);
	const [owner] = await world.db.select().from(staff).where(eq(staff.id, one.ownerId));
	expect(owner?.isActive).toBe(true);
	// 会办: the unit that leads assists itself never, and nobody assists where nothing is owed any more
	const tasks = await liveTasks(world, one.id);
	expect(tasks.map(({ unitId }) => unitId)).not.toContain(one.unitId);
	if (!isOpen(one.state) || one.state === 'answered') expect(tasks).toEqual([]);
	if (one.state === 'review') expect(tasks.filter(({ answeredAt }) => answeredAt === null)).toEqual([]);
	if (!isOpen(one.state)) return;
	const excluded = await world.db.select().from(exclusions).where(eq(exclusions.caseId, one.id));
	expect(excluded.map(({ staffId }) => staffId)).not.toContain(one.ownerId);
}
