import { type CaseNumber, readStoredNumber } from '../../../src/lib/domain/case-number.ts';
import { resultsFor } from '../../../src/lib/domain/answer-check.ts';
import { addDays, dayOf, lastDayOf } from '../../../src/lib/domain/clock.ts';
import type { StaffActor } from '../../../src/lib/domain/permissions.ts';
import { acceptProposal } from '../../../src/lib/server/cases/accept-proposal.ts';
import { acceptCase } from '../../../src/lib/server/cases/accept.ts';
import { addNote } from '../../../src/lib/server/cases/add-note.ts';
import { answerAlarm } from '../../../src/lib/server/cases/answer-alarm.ts';
import { answerOnTheSpot } from '../../../src/lib/server/cases/answer-on-the-spot.ts';
import { answerTask } from '../../../src/lib/server/cases/answer-task.ts';
import { arrangeJoint } from '../../../src/lib/server/cases/arrange-joint.ts';
import { assignCase } from '../../../src/lib/server/cases/assign.ts';
import { checkClues } from '../../../src/lib/server/cases/check-clues.ts';
import { classifyCase } from '../../../src/lib/server/cases/classify.ts';
import { findLiveDraft, submitDraft } from '../../../src/lib/server/cases/draft-answer.ts';
import { draftSummary } from '../../../src/lib/server/cases/draft-summary.ts';
import { endTask } from '../../../src/lib/server/cases/end-task.ts';
import { excludeFromCase, liftExclusion } from '../../../src/lib/server/cases/exclude.ts';
import { finishPhase } from '../../../src/lib/server/cases/finish-phase.ts';
import { followUp } from '../../../src/lib/server/cases/follow-up.ts';
import { holdCase, liftHold } from '../../../src/lib/server/cases/hold.ts';
import { listEligibleHandlers } from '../../../src/lib/server/cases/in-charge.ts';
import { liveTasks } from '../../../src/lib/server/cases/joint-tasks.ts';
import { logContact } from '../../../src/lib/server/cases/log-contact.ts';
import { mergeCase } from '../../../src/lib/server/cases/merge.ts';
import { noteExternal } from '../../../src/lib/server/cases/note-external.ts';
import { findOpenProposal } from '../../../src/lib/server/cases/open-proposal.ts';
import { proposeLongTerm, proposeRedirect, proposeTransfer } from '../../../src/lib/server/cases/propose.ts';
import { publishAnswer, returnDraft } from '../../../src/lib/server/cases/publish-answer.ts';
import { publishSummary, returnSummary, unpublishSummary } from '../../../src/lib/server/cases/publish-summary.ts';
import type { OfferedAct } from '../../../src/lib/server/cases/queries/offered-acts.ts';
import type { StaffCase } from '../../../src/lib/server/cases/queries/staff-case.ts';
import { reassignCase } from '../../../src/lib/server/cases/reassign.ts';
import { redirectCase } from '../../../src/lib/server/cases/redirect-case.ts';
import { refuseProposal } from '../../../src/lib/server/cases/refuse-proposal.ts';
import { rejectCase } from '../../../src/lib/server/cases/reject.ts';
import { reportProgress } from '../../../src/lib/server/cases/report-progress.ts';
import { requestExtension } from '../../../src/lib/server/cases/request-extension.ts';
import { requestInfo } from '../../../src/lib/server/cases/request-info.ts';
import { designateUnit, returnAssignment } from '../../../src/lib/server/cases/return-assignment.ts';
import { signCase } from '../../../src/lib/server/cases/sign.ts';
import { splitCase } from '../../../src/lib/server/cases/split.ts';
import { superviseCase } from '../../../src/lib/server/cases/supervise.ts';
import { takeOffList } from '../../../src/lib/server/cases/take-off-list.ts';
import { unMergeCase } from '../../../src/lib/server/cases/un-merge.ts';
import { urgeCase } from '../../../src/lib/server/cases/urge.ts';
import { withdrawProposal } from '../../../src/lib/server/cases/withdraw-proposal.ts';
import type { Context } from '../../../src/lib/server/context.ts';
import type { Chance } from '../hand.ts';

/** What a member of staff has before them, and what of the office they need to know. */
export type Desk = {
	context: Context<StaffActor>;
	one: StaffCase;
	number: CaseNumber;
	chance: Chance;
	unitIds: readonly number[];
	/** What the unit answers for. */
	unitOfCategory: ReadonlyMap<string, number>;
};

const nothing = async () => 0;
const summary = {
	title: '路口路灯修好了',
	matter: '有居民反映村里一个路口的路灯不亮，晚上出行不便。',
	answer: '接到反映后到现场查看，是线路接头受潮。已更换灯头，重做防水接头，当晚亮灯正常。'
};

/** Every act that staff are offered, as somebody who means well does it. */
export const doing: Record<OfferedAct, (desk: Desk) => Promise<unknown>> = {
	'answer-alarm': ({ context, number }) => answerAlarm(context, number),
	'decide-proposal': async ({ context, number, one, chance }) => {
		const proposalId = (await findOpenProposal(context, one.id))?.id ?? 0;
		const { version } = one;
		return chance() < 0.85
			? acceptProposal(context, number, { version, proposalId })
			: refuseProposal(context, number, { version, proposalId, reason: '请按原来的时间办完。' });
	},
	accept: ({ context, number, one }) => acceptCase(context, number, one.version),
	'check-clues': ({ context, number, one }) =>
		checkClues(context, number, {
			version: one.version,
			...{ title: '路灯不亮', text: '有居民反映路灯不亮。', place: '', releasedIds: [] }
		}),
	assign: ({ context, number, one, unitOfCategory, unitIds, chance }) => {
		const usual = unitOfCategory.get(one.categoryCode ?? '') ?? one.suggestedUnitId;
		// after 退单 another unit than the one that gave it back
		const others = unitIds.filter((id) => id !== one.unitId);
		const unitId = chance() < 0.1 || !usual || usual === one.unitId ? pick(others, chance) : usual;
		return assignCase(context, number, { version: one.version, unitId, instruction: '' });
	},
	sign: ({ context, number, one }) => signCase(context, number, one.version),
	'draft-answer': ({ context, number, one }) => {
		const [result = 'explained'] = resultsFor(one.type);
		return submitDraft(
			context,
			number,
			{ version: one.version, result, parts, officeNumbers: ['00008600133'] },
			nothing
		);
	},
	publish: async ({ context, number, one, chance }) => {
		const draftId = (await findLiveDraft(context, one.id))?.id ?? 0;
		const { version } = one;
		return chance() < 0.12
			? returnDraft(context, number, { version, draftId, reason: '请写清楚哪天修好。' })
			: publishAnswer(context, number, { version, draftId });
	},
	'finish-phase': ({ context, number, one }) =>
		finishPhase(context, number, { version: one.version, text: '这一阶段已经完成。' }),
	'report-progress': ({ context, number, one }) => {
		const nextOn = addDays(dayOf(context.now), 7);
		const progress = { version: one.version, text: '已到现场看过，正在处理。', next: '处理好后告诉您', nextOn };
		return reportProgress(context, number, progress, nothing);
	},
	'log-contact': ({ context, number, one, chance }) => {
		const outcome = chance() < 0.7 ? 'reached' : 'no-answer';
		return logContact(context, number, { version: one.version, outcome, words: '按留的电话打了过去。' });
	},
	'request-info': ({ context, number, one }) =>
		requestInfo(context, number, { version: one.version, ask: '请补充具体位置', asksIdentity: false }),
	'request-extension': ({ context, number, one, chance }) => {
		const due = one.dueAt ? lastDayOf(one.dueAt) : dayOf(context.now);
		const longest = one.latestExtension ?? addDays(due, 1);
		const newDueOn = addDays(due, 1 + Math.floor(chance() * 5));
		return requestExtension(context, number, {
			version: one.version,
			reason: '要等供电所停电后才能换线，已约好时间。',
			progress: '已到现场看过，灯头和电线都备好了。',
			newDueOn: newDueOn < longest ? newDueOn : longest
		});
	},
	'propose-long-term': ({ context, number, one, chance }) =>
		proposeLongTerm(context, number, {
			version: one.version,
			reason: '要改造管网，三个月内办不完。',
			phases: [1, 2].map((times) => ({
				text: '分段改造管网',
				dueOn: addDays(dayOf(context.now), times * (15 + Math.floor(chance() * 20)))
			})),
			cycleDays: 30
		}),
	'propose-transfer': ({ context, number, one, unitIds, chance }) => {
		const unitId = pick(
			unitIds.filter((id) => id !== one.unitId),
			chance
		);
		return proposeTransfer(context, number, { version: one.version, unitId, reason: '由对方办更快。' });
	},
	'propose-redirect': ({ context, number, one }) =>
		proposeRedirect(context, number, { version: one.version, ...elsewhere }),
	'withdraw-proposal': async ({ context, number, one }) => {
		const proposalId = (await findOpenProposal(context, one.id))?.id ?? 0;
		return withdrawProposal(context, number, { version: one.version, proposalId });
	},
	'take-off-list': ({ context, number, one, chance }) =>
		takeOffList(context, number, {
			version: one.version,
			reason: '提前办得了，接着办。',
			dueOn: addDays(dayOf(context.now), 5 + Math.floor(chance() * 10))
		}),
	'answer-on-the-spot': ({ context, number, one }) => {
		const [result = 'explained'] = resultsFor(one.type);
		return answerOnTheSpot(context, number, { version: one.version, result, parts });
	},
	reject: ({ context, number, one }) =>
		rejectCase(context, number, {
			version: one.version,
			...{ reason: 'not-local', words: '不归本乡管。', route: '打 12345。' }
		}),
	redirect: ({ context, number, one }) => redirectCase(context, number, { version: one.version, ...elsewhere }),
	'return-assignment': ({ context, number, one }) =>
		returnAssignment(context, number, { version: one.version, reason: '不归我办管。' }),
	designate: ({ context, number, one }) =>
		designateUnit(context, number, { version: one.version, reason: '按职责归你办。' }),
	reassign: async ({ context, number, one, chance }) => {
		const able = await listEligibleHandlers(context, one, one.unitId ?? 0);
		const others = able.map(({ id }) => id).filter((id) => id !== one.ownerId);
		if (others.length === 0) return;
		await reassignCase(context, number, { version: one.version, ownerId: pick(others, chance), reason: '换人办。' });
	},
	'arrange-joint': ({ context, number, one, unitIds, chance }) => {
		const unitId = pick(
			unitIds.filter((id) => id !== one.unitId),
			chance
		);
		const wished = addDays(dayOf(context.now), 2 + Math.floor(chance() * 3));
		const due = one.dueAt && one.dueAt > context.now ? lastDayOf(one.dueAt) : wished;
		const promisedOn = wished < due ? wished : due;
		return arrangeJoint(context, number, {
			version: one.version,
			asked: [{ unitId, task: '查一查归谁管。', dueOn: promisedOn }],
			...{ promisedOn, promise: '查清楚后告诉您。' }
		});
	},
	'answer-task': async ({ context, number, one }) => {
		const { actor } = context;
		const own = (await liveTasks(context, one.id)).find(
			({ unitId, answeredAt }) => !answeredAt && (actor.unitId === unitId || actor.unitIds.includes(unitId))
		);
		const answer = { version: one.version, taskId: own?.id ?? 0, text: '查过了，线路归供电所，已经转告。' };
		return answerTask(context, number, answer, nothing);
	},
	'end-task': async ({ context, number, one }) => {
		const [task] = await liveTasks(context, one.id);
		return endTask(context, number, { version: one.version, taskId: task?.id ?? 0, reason: '不用查了。' });
	},
	'note-external': ({ context, number, one, chance }) =>
		noteExternal(context, number, {
			version: one.version,
			external: {
				source: '12345',
				number: `SP-${Math.floor(chance() * 1e9)}`,
				dueOn: addDays(dayOf(context.now), 3 + Math.floor(chance() * 5))
			}
		}),
	classify: ({ context, number, one, chance }) =>
		classifyCase(context, number, {
			version: one.version,
			type: one.type,
			class: one.class === 'ordinary' && chance() < 0.6 ? 'important' : 'ordinary',
			categoryCode: one.categoryCode ?? '0302',
			areaId: one.areaId,
			reason: '核对后更正。'
		}),
	exclude: ({ context, number, one, unitIds, chance }) => {
		const unitId = pick(
			unitIds.filter((id) => id !== context.actor.unitId),
			chance
		);
		return excludeFromCase(context, number, { version: one.version, excluded: { unitId, staffId: null } });
	},
	'lift-exclusion': ({ context, number, one }) =>
		liftExclusion(context, number, {
			version: one.version,
			exclusionId: one.exclusions[0]?.id ?? 0,
			reason: '核实与本事项无关。'
		}),
	'draft-summary': ({ context, number, one }) =>
		draftSummary(context, number, { version: one.version, summary, officeNumbers: [] }),
	'publish-summary': ({ context, number, one, chance }) => {
		const reviewed = { version: one.version, publicationId: one.publication?.id ?? 0 };
		return chance() < 0.2
			? returnSummary(context, number, { ...reviewed, reason: '请再简短一些。' })
			: publishSummary(context, number, { ...reviewed, officeNumbers: [] });
	},
	'unpublish-summary': ({ context, number, one }) =>
		unpublishSummary(context, number, { version: one.version, reason: '当事人来电要求撤下。' }),
	'follow-up': ({ context, number, one, chance }) =>
		followUp(context, number, {
			version: one.version,
			result:
				chance() < 0.6
					? { outcome: 'reached', solved: chance() < 0.8 ? 'solved' : 'not', words: '说现在好了。' }
					: { outcome: 'no-answer' }
		}),
	merge: async ({ context, number, one }) => {
		const [main] = one.similar;
		if (!main) return;
		await mergeCase(context, number, {
			version: one.version,
			mainNumber: readStoredNumber(main.number),
			reason: '同一件事，一并办理。'
		});
	},
	'un-merge': ({ context, number, one }) =>
		unMergeCase(context, number, { version: one.version, reason: '核实是两件事，分开办理。' }),
	split: ({ context, number, one }) =>
		splitCase(context, number, {
			version: one.version,
			matters: [
				{ text: '村口的路灯不亮，请修一修。', categoryCode: '0302' },
				{ text: '另外垃圾桶三天没人清。', categoryCode: '0101' }
			],
			reason: '来信说了两件事，分开办理。'
		}),
	urge: ({ context, number, one }) => urgeCase(context, number, { version: one.version, text: '请这两天办完。' }),
	supervise: ({ context, number, one }) =>
		superviseCase(context, number, { version: one.version, text: '已督促，两天内办完。' }),
	'add-note': ({ context, number, one }) => addNote(context, number, { version: one.version, text: '已电话问过。' }),
	hold: ({ context, number, one }) =>
		holdCase(context, number, { version: one.version, reason: '有人提起诉讼，材料要留。' }),
	'lift-hold': ({ context, number, one }) =>
		liftHold(context, number, { version: one.version, reason: '诉讼已经结束。' })
};

const elsewhere = { body: '供电所', phone: '95598', how: '直接打电话。' };
const parts = {
	raised: '路灯不亮',
	found: '现场查看，线路接头受潮，两盏灯头损坏。',
	done: '已更换灯头并重做防水接头，当晚亮灯正常。',
	basis: '当晚复查亮灯。',
	contact: '规建环保办，工作电话 0000-860 0133',
	unhappy: '评价时选不满意，我们换人再办一次。'
};

/** One of some; throws where there is none. */
export function pick<T>(some: readonly T[], chance: Chance): T {
	const one = some[Math.floor(chance() * some.length)];
	if (one === undefined) throw new Error('nothing to choose from');
	return one;
}
