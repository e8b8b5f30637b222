import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as v from 'valibot';
import type { CaseNumber } from '../../../domain/case-number.ts';
import { ladderSteps } from '../../../domain/deadline.ts';
import { fits, turnOf } from '../../../domain/lifecycle.ts';
import {
	actsFor,
	isConduct,
	isOwner,
	may,
	seesAttachment,
	seesOriginal,
	type StaffActor,
	standsNear,
	titleFor
} from '../../../domain/permissions.ts';
import { latestExtension } from '../../../domain/extension.ts';
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
import { livePublication, readSummary, whyUnpublishable } from '../publication.ts';
import { followUpFor } from '../follow-up-task.ts';
import { rulesAt } from '../../site/clock-rules.ts';
import { standInOf } from '../../auth/stand-ins.ts';
import { mayAnswerOnTheSpot } from '../answer-on-the-spot.ts';
import { handledFirst } from '../handled-first.ts';
import { listTasks } from './tasks.ts';
import { lengthOf } from '../request-extension.ts';
import { listOffered } from './offered-acts.ts';
import { readPlan, readProposal } from './proposal-view.ts';
import { readGroup } from './group.ts';
import { listSimilar } from './similar.ts';
import { readTimeline } from './timeline.ts';
import { together } from './together.ts';
import { unitNames } from './unit-names.ts';
import { visibleTo } from './visible-to.ts';

const fillers = alias(staff, 'fillers');
type StaffContext = Context<StaffActor>;
const nobody: Promise<number[]> = Promise.resolve([]);
const partsSchema = v.record(v.string(), v.string());

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
	const { timeline, ...facts } = await together({
		matter: readMatter(context, subject, isOriginal),
		timeline: readTimeline(context, subject),
		attached: listAttachments(context, subject.id),
		open: listDuties(context, subject.id),
		draft: latestDraft(context, subject.id),
		excluded: listExclusions(context, subject.id),
		pauseLeft: pauseLeft(context, subject),
		onTheSpot: mayAnswerOnTheSpot(context, subject),
		tasks: listTasks(context, subject.id),
		task: followUpFor(context, subject),
		ringing: db.$count(alarms, and(eq(alarms.caseId, subject.id), isNull(alarms.answeredAt))),
		handledFirst: subject.state === 'rework' ? handledFirst(context, subject) : nobody,
		standIn: standInOf(context, subject.ownerId),
		proposal: readProposal(context, subject),
		plan: readPlan(context, subject),
		group: readGroup(context, subject),
		publication: readPublication(context, subject.id),
		whyUnpublishable: whyUnpublishable(context, subject)
	});
	const { matter, attached, open, draft, excluded, tasks, task, standIn, proposal, plan, group, publication } = facts;
	const shown = attached.filter((attachment) => seesAttachment(actor, subject, attachment));
	const toUnit = await unitNames(context, timeline);
	const isNear = standsNear(actor, subject);
	const isReviewer = draft?.state === 'submitted' && actsFor(actor, draft.reviewerId);
	const isDrafter = draft?.drafterId === actor.id;
	const can = listOffered(context, subject, { ...facts, isReviewer, isDrafter });
	const alikeId = timeline[0]?.data.alikeId;
	const similar = can.includes('merge')
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
		title: titleFor(actor, subject),
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
		publication,
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
		can,
		mayReveal:
			found.hours !== null &&
			(task !== undefined || (fits('reveal-contact', subject.state) && may(actor, 'reveal-contact', subject)))
	};
}
export type StaffCase = Awaited<ReturnType<typeof findStaffCase>>;

/** The matter's words: the original ones, or those checked for clues. */
export async function readMatter({ db }: Context, subject: typeof cases.$inferSelect, isOriginal: boolean) {
	const wanted = isOriginal
		? and(eq(texts.caseId, subject.id), eq(texts.kind, 'matter'))
		: and(eq(texts.caseId, subject.id), eq(texts.id, subject.checkedTextId ?? 0));
	const [row] = await db.select({ body: texts.body }).from(texts).where(wanted).orderBy(asc(texts.id)).limit(1);
	return row?.body ? v.parse(partsSchema, JSON.parse(row.body)) : null;
}

/** 待补充: so many days the clock may still stand; asked only where the act fits. */
async function pauseLeft({ db }: Context, subject: typeof cases.$inferSelect): Promise<number> {
	if (!fits('request-info', subject.state)) return 0;
	return (await rulesAt(db, subject.submittedAt))['deadline.pauseDays'] - subject.pausedDays;
}

function listDuties({ db }: Context, caseId: number) {
	return db
		.select()
		.from(duties)
		.where(and(eq(duties.caseId, caseId), isNull(duties.doneAt)))
		.limit(10);
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
