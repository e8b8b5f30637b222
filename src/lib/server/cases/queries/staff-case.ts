import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as v from 'valibot';
import type { CaseNumber } from '../../../domain/case-number.ts';
import { ladderSteps } from '../../../domain/deadline.ts';
import { isWatchDuty } from '../../../domain/duty.ts';
import { fits, turnOf, type Act } from '../../../domain/lifecycle.ts';
import {
	actsFor,
	isConduct,
	isOwner,
	may,
	seesAttachment,
	seesOriginal,
	type StaffActor,
	standsNear
} from '../../../domain/permissions.ts';
import { latestExtension, mostExtensions } from '../../../domain/extension.ts';
import { mayBeProposed, type ProposalKind } from '../../../domain/proposal.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { contacts } from '../../db/schema/contacts.ts';
import { alarms } from '../../db/schema/duty-roster.ts';
import { exclusions } from '../../db/schema/exclusions.ts';
import { answerDrafts, duties } from '../../db/schema/handling.ts';
import { staff } from '../../db/schema/staff.ts';
import { texts } from '../../db/schema/texts.ts';
import { units } from '../../db/schema/units.ts';
import { listAttachments } from '../../attachments/photos.ts';
import { watchedAs } from '../duties.ts';
import { livePublication, readSummary, whyUnpublishable } from '../publication.ts';
import { followUpFor } from '../follow-up-task.ts';
import { standInOf } from '../../auth/stand-ins.ts';
import { mayAnswerOnTheSpot } from '../answer-on-the-spot.ts';
import { handledFirst } from '../handled-first.ts';
import { listTasks } from './tasks.ts';
import { lengthOf } from '../request-extension.ts';
import { readPlan, readProposal } from './proposal-view.ts';
import { readGroup } from './group.ts';
import { listSimilar } from './similar.ts';
import { readTimeline } from './timeline.ts';
import { unitNames } from './unit-names.ts';
import { visibleTo } from './visible-to.ts';

const fillers = alias(staff, 'fillers');
type StaffContext = Context<StaffActor>;
const nobody: number[] = [];
const partsSchema = v.record(v.string(), v.string());

/** Forms that are named by what is asked for, while the act is 提出申请, and the one page of a decision. */
type ProposalForm = 'propose-transfer' | 'propose-redirect' | 'propose-long-term' | 'decide-proposal';

/** Acts a member of staff may be offered, in the order the page shows them; some forms stand for acts of another name. */
export const offered = [
	'answer-alarm',
	'decide-proposal',
	'accept',
	'check-clues',
	'assign',
	'sign',
	'draft-answer',
	'publish',
	'finish-phase',
	'report-progress',
	'log-contact',
	'request-info',
	'request-extension',
	'propose-long-term',
	'propose-transfer',
	'propose-redirect',
	'withdraw-proposal',
	'take-off-list',
	'answer-on-the-spot',
	'reject',
	'redirect',
	'return-assignment',
	'designate',
	'reassign',
	'arrange-joint',
	'answer-task',
	'end-task',
	'note-external',
	'classify',
	'exclude',
	'lift-exclusion',
	'draft-summary',
	'publish-summary',
	'unpublish-summary',
	'follow-up',
	'merge',
	'un-merge',
	'split',
	'supervise',
	'add-note',
	'hold',
	'lift-hold'
] as const satisfies readonly (Act | ProposalForm)[];
export type OfferedAct = (typeof offered)[number];

/**
 * Everything the case page shows a member of staff, and no field more: of a confidential case a unit gets the checked
 * text, place and title and released photos, never the original and never the sound (ruling 8, ASVS 8.2.3). Contact
 * is only said to be there. Throws `case.not-found`.
 */
export async function findStaffCase(context: StaffContext, number: CaseNumber) {
	const { db, actor } = context;
	const [found] = await db
		.select({
			subject: cases,
			owner: staff.name,
			filledBy: fillers.name,
			unit: units.name,
			unitPhone: units.phone,
			category: categories.name,
			categoryEn: categories.nameEn,
			suggestedUnitId: categories.unitId,
			area: areas.name,
			hours: contacts.hours
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.leftJoin(fillers, eq(fillers.id, cases.filedById))
		.leftJoin(units, eq(units.id, cases.unitId))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.leftJoin(contacts, eq(contacts.caseId, cases.id))
		.where(and(eq(cases.number, number), visibleTo(context)))
		.limit(1);
	if (!found) throw new Refusal('case.not-found');
	const { subject } = found;
	const isOriginal = seesOriginal(actor, subject);
	const [matter, timeline, attached, open, draft, excluded, onTheSpot, tasks, task, ringing, first, standIn, proposal, plan, group, publication] = await Promise.all([
		readMatter(context, subject, isOriginal),
		readTimeline(context, subject),
		listAttachments(context, subject.id),
		db
			.select()
			.from(duties)
			.where(and(eq(duties.caseId, subject.id), isNull(duties.doneAt)))
			.limit(10),
		latestDraft(context, subject.id),
		listExclusions(context, subject.id),
		mayAnswerOnTheSpot(context, subject),
		listTasks(context, subject.id),
		followUpFor(context, subject),
		db.$count(alarms, and(eq(alarms.caseId, subject.id), isNull(alarms.answeredAt))),
		subject.state === 'rework' ? handledFirst(context, subject) : nobody,
		standInOf(context, subject.ownerId),
		readProposal(context, subject),
		readPlan(context, subject),
		readGroup(context, subject),
		readPublication(context, subject.id)
	]);
	const isSecret = (await whyUnpublishable(context, subject)) !== null;
	const shown = attached.filter((attachment) => seesAttachment(actor, subject, attachment));
	const toUnit = await unitNames(context, timeline);
	const isNear = standsNear(actor, subject);
	const isReviewer = draft?.state === 'submitted' && actsFor(actor, draft.reviewerId);
	const isDrafter = draft?.drafterId === actor.id;
	const owedTo: readonly string[] = watchedAs(actor);
	const mayDo = (act: OfferedAct) => {
		if (act === 'decide-proposal') return proposal?.mayDecide ?? false;
		if (act === 'withdraw-proposal') return proposal?.mayWithdraw ?? false;
		if (isProposing(act))
			return !proposal && mayBeProposed(proposedBy[act], subject.state) && may(actor, 'propose', subject);
		if (!fits(act, subject.state)) return false;
		if (act === 'request-extension' && (proposal || subject.extensions >= mostExtensions)) return false;
		// an overdue case does not ask for an extension
		if (act === 'request-extension' && subject.dueAt && context.now >= subject.dueAt) return false;
		if (act === 'redirect' && subject.state === 'processing') return false;
		if (act === 'finish-phase' && plan.every(({ doneAt }) => doneAt)) return false;
		if (act === 'publish') return !isDrafter && (isReviewer || may(actor, act, subject));
		if (act === 'answer-alarm' && ringing === 0) return false;
		if (act === 'answer-on-the-spot' && !onTheSpot) return false;
		if (act === 'check-clues' && subject.identity !== 'confidential') return false;
		if (act === 'return-assignment' && subject.isDesignated) return false;
		if (act === 'answer-task' && !tasks.some(({ isOwn, answeredAt }) => isOwn && !answeredAt)) return false;
		if (act === 'end-task' && tasks.length === 0) return false;
		if (act === 'draft-summary' && (isSecret || publication?.state === 'published')) return false;
		if (act === 'publish-summary' && (publication?.state !== 'drafted' || publication.isOwn)) return false;
		if (act === 'unpublish-summary' && publication?.state !== 'published') return false;
		if (act === 'follow-up') return task !== undefined;
		if (act === 'hold' && subject.isHeld) return false;
		if (act === 'lift-hold' && !subject.isHeld) return false;
		if (act === 'split' && (subject.splitFromId !== null || group.letter.length > 0 || !subject.hasText)) return false;
		if (act === 'lift-exclusion' && excluded.length === 0) return false;
		if (act === 'supervise' && !open.some(({ kind, owedBy }) => isWatchDuty(kind) && owedTo.includes(owedBy)))
			return false;
		if (act === 'draft-answer' && first.includes(actor.id)) return false;
		return may(actor, act, subject);
	};
	const alikeId = timeline[0]?.data.alikeId;
	const similar = mayDo('merge')
		? await listSimilar(context, subject, matter?.text ?? '', typeof alikeId === 'number' ? alikeId : null)
		: [];
	const readsAvoid = actor.roles.includes('supervisor') || (actor.roles.includes('dispatcher') && !isConduct(subject));
	return {
		id: subject.id,
		number: subject.number,
		version: subject.version,
		state: subject.state,
		turn: turnOf(subject.state),
		type: subject.type,
		class: subject.class,
		channel: subject.channel,
		filledBy: isOriginal ? found.filledBy : null,
		identity: subject.identity,
		round: subject.round,
		categoryCode: subject.categoryCode,
		areaId: subject.areaId,
		unitId: subject.unitId,
		ownerId: subject.ownerId,
		submittedAt: subject.submittedAt,
		dueAt: subject.dueAt,
		stepDueAt: subject.stepDueAt,
		firstDueAt: subject.firstDueAt,
		isPaused: subject.pausedAt !== null,
		isHeld: subject.isHeld,
		archivedAt: subject.archivedAt,
		/** Who is only asked for a part of the work learns nothing of how the resident is reached. */
		isNear,
		wantsCall: isNear && subject.wantsCall,
		hours: isNear ? found.hours : null,
		hasContact: isNear && found.hours !== null,
		title: isOriginal ? subject.title : (subject.checkedTitle ?? ''),
		isOriginal,
		isSpoken: isOriginal && !subject.hasText,
		isChecked: subject.checkedTextId !== null,
		matter,
		owner: found.owner,
		/** AB岗: who acts for the person in charge today. */
		standIn,
		unit: found.unit,
		unitPhone: found.unitPhone,
		category: found.category,
		categoryEn: found.categoryEn,
		suggestedUnitId: found.suggestedUnitId,
		area: found.area,
		tasks,
		promisedOn: tasks.length > 0 ? subject.promisedOn : null,
		external: subject.externalNumber
			? {
					source: subject.externalSource ?? 'other',
					number: subject.externalNumber,
					dueAt: subject.externalDueAt
				}
			: null,
		duties: (isNear ? open : []).map(({ kind, tries, dueAt }) => ({ kind, tries, dueAt })),
		followUp: task ? { cause: task.cause, attempts: task.attempts, dueAt: task.dueAt } : null,
		publication: publication ?? null,
		exclusions: readsAvoid ? excluded : [],
		photos: shown.flatMap(({ id, textId, uploadedById, isReleased, seconds }) =>
			seconds === null ? [{ id, textId, isOfStaff: uploadedById !== null, isReleased }] : []
		),
		recordings: shown.flatMap(({ id, textId, seconds }) => (seconds === null ? [] : [{ id, textId, seconds }])),
		draft:
			draft && (isDrafter || isReviewer || may(actor, 'publish', subject) || isOwner(actor, subject))
				? draftView(draft)
				: null,
		proposal,
		plan,
		isListed: subject.state === 'long_term' || subject.resumesTo === 'long_term',
		longTermSince: subject.longTermSince,
		noticeDueAt: subject.noticeDueAt,
		latestExtension:
			subject.dueAt && subject.state === 'processing'
				? latestExtension(subject.dueAt, await lengthOf(context, subject))
				: null,
		timeline: timeline.map(({ data, ...entry }) => ({
			...entry,
			unit: toUnit.get(entry.id) ?? '',
			reason: typeof data.reason === 'string' ? data.reason : '',
			stars: typeof data.stars === 'number' ? data.stars : null,
			step: ladderSteps.find((step) => step === data.step) ?? null,
			outcome: typeof data.outcome === 'string' ? data.outcome : '',
			solved: typeof data.solved === 'string' ? data.solved : ''
		})),
		group,
		similar,
		can: offered.filter(mayDo),
		mayReveal:
			found.hours !== null &&
			(task !== undefined || (fits('reveal-contact', subject.state) && may(actor, 'reveal-contact', subject)))
	};
}
const proposedBy = {
	'propose-transfer': 'transfer',
	'propose-redirect': 'redirect',
	'propose-long-term': 'long-term'
} as const satisfies Record<Exclude<ProposalForm, 'decide-proposal'>, ProposalKind>;

function isProposing(act: OfferedAct): act is keyof typeof proposedBy {
	return act in proposedBy;
}

export type StaffCase = Awaited<ReturnType<typeof findStaffCase>>;

async function readMatter({ db }: Context, subject: typeof cases.$inferSelect, isOriginal: boolean) {
	const wanted = isOriginal
		? and(eq(texts.caseId, subject.id), eq(texts.kind, 'matter'))
		: and(eq(texts.caseId, subject.id), eq(texts.id, subject.checkedTextId ?? 0));
	const [row] = await db.select({ body: texts.body }).from(texts).where(wanted).orderBy(asc(texts.id)).limit(1);
	return row?.body ? v.parse(partsSchema, JSON.parse(row.body)) : null;
}

async function latestDraft({ db }: Context, caseId: number) {
	const [draft] = await db
		.select({
			id: answerDrafts.id,
			state: answerDrafts.state,
			result: answerDrafts.result,
			parts: answerDrafts.parts,
			savedAt: answerDrafts.savedAt,
			textId: answerDrafts.textId,
			drafterId: answerDrafts.drafterId,
			reviewerId: answerDrafts.reviewerId,
			drafter: staff.name
		})
		.from(answerDrafts)
		.innerJoin(staff, eq(staff.id, answerDrafts.drafterId))
		.where(eq(answerDrafts.caseId, caseId))
		.orderBy(desc(answerDrafts.id))
		.limit(1);
	return draft;
}

function draftView(draft: NonNullable<Awaited<ReturnType<typeof latestDraft>>>) {
	const { id, state, result, savedAt, drafter, textId } = draft;
	return state === 'published'
		? null
		: { id, state, result, savedAt, drafter, textId, parts: v.parse(partsSchema, JSON.parse(draft.parts)) };
}

async function readPublication(context: StaffContext, caseId: number) {
	const live = await livePublication(context, caseId);
	if (!live) return null;
	const [{ summary }, [drafter]] = await Promise.all([
		readSummary(context, live.textId),
		context.db.select({ name: staff.name }).from(staff).where(eq(staff.id, live.draftedById))
	]);
	const { id, state, draftedAt, draftedById } = live;
	return { id, state, summary, draftedAt, drafter: drafter?.name ?? '', isOwn: draftedById === context.actor.id };
}

function listExclusions({ db }: Context, caseId: number) {
	return db
		.select({ id: exclusions.id, unit: units.name, person: staff.name })
		.from(exclusions)
		.leftJoin(units, eq(units.id, exclusions.unitId))
		.leftJoin(staff, eq(staff.id, exclusions.staffId))
		.where(and(eq(exclusions.caseId, caseId), isNull(exclusions.liftedAt)))
		.orderBy(asc(exclusions.id))
		.limit(50);
}
