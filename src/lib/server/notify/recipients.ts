import { and, asc, eq, inArray, isNotNull, lte, gte } from 'drizzle-orm';
import { dayOf } from '../../domain/clock.ts';
import type { LetterKind, NoticeKind } from '../../domain/messages.ts';
import type { Role } from '../../domain/roles.ts';
import { isRatingTag, namesRetaliation } from '../../domain/rating.ts';
import { Refusal } from '../../domain/refusal.ts';
import { actorOf } from '../auth/sessions.ts';
import type { WatchRole } from '../../domain/duty.ts';
import { anotherHead, dispatcherFor, watchRoleFor } from '../cases/in-charge.ts';
import { notExcludedFrom, visibleTo } from '../cases/queries/visible-to.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { standIns } from '../db/schema/duty-roster.ts';
import { answerDrafts } from '../db/schema/handling.ts';
import { proposals } from '../db/schema/proposals.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import type { EventKind } from '../events/catalogue.ts';

/** An event of a case, as far as who is told and of what depends on it. */
export type Told = { id: number; kind: string; actorId: number | null; at: Date; data: Record<string, unknown> };
export type Subject = Pick<
	typeof cases.$inferSelect,
	'id' | 'number' | 'round' | 'ownerId' | 'unitId' | 'categoryCode' | 'areaId' | 'identity' | 'locale' | 'importedAt'
>;
type Letter = { kind: LetterKind; values: Record<string, string | number>; reachesParts: boolean };
export type Notice = { staffId: number; kind: NoticeKind; isUrgent: boolean };

type LetterRule = { kind: LetterKind; values?: readonly string[]; reachesParts?: true };

/** What a resident hears of. `reachesParts`: so do those whose case is handled with this one (并案). */
const letterRules: Partial<Record<EventKind, LetterRule>> = {
	'case.accepted': { kind: 'accepted', values: ['dueAt'] },
	'case.info-requested': { kind: 'info-requested', values: ['supplyBy'] },
	'case.rejected': { kind: 'rejected' },
	'case.redirected': { kind: 'redirected' },
	'case.joint-arranged': { kind: 'joint', values: ['promisedOn'], reachesParts: true },
	'case.extended': { kind: 'extended', values: ['oldDueAt', 'dueAt'], reachesParts: true },
	'case.listed-long-term': { kind: 'long-term', values: ['cycleDays'], reachesParts: true },
	'case.progress-reported': { kind: 'progress', reachesParts: true },
	'case.phase-finished': { kind: 'progress', reachesParts: true },
	'case.apologised': { kind: 'apology', reachesParts: true },
	'case.merged': { kind: 'merged' },
	'case.answered': { kind: 'answered' },
	'case.answered-on-the-spot': { kind: 'answered' },
	'case.answered-with-main': { kind: 'answered' },
	'case.rework-opened': { kind: 'rework', values: ['dueAt'] },
	'case.closed': { kind: 'closed' }
};
const letterRuleOf = new Map<string, LetterRule>(Object.entries(letterRules));

/** Events that somebody in the office hears of. */
const noticedKinds: ReadonlySet<string> = new Set<EventKind>([
	...(['case.assigned', 'case.designated', 'case.reassigned', 'case.handed-over', 'case.return-requested'] as const),
	...(['case.transferred', 'case.rework-opened', 'case.recheck-requested', 'case.draft-submitted'] as const),
	...(['case.draft-returned', 'case.proposed', 'case.proposal-refused', 'case.task-given'] as const),
	...(['case.task-answered', 'case.task-ended', 'case.info-supplied', 'case.supplemented', 'case.reminded'] as const),
	...([
		'case.unanswered-alarmed',
		'case.notice-owed',
		'case.laddered',
		'case.rated',
		'case.rating-changed',
		'case.closed'
	] as const),
	...(['case.message-failed', 'case.alarm-sounded', 'case.alarm-escalated', 'case.follow-up-planned'] as const),
	...(['case.summary-drafted', 'case.urged'] as const)
]);

/** Is anybody told of events of this kind? Most of what happens concerns nobody but its page. */
export function isTold(kind: string): boolean {
	return letterRuleOf.has(kind) || noticedKinds.has(kind);
}

/** What the resident is told of an event, or null. Values are dates and numbers, never words. */
export function letterFor({ kind, data }: Told, { round }: Pick<Subject, 'round'>): Letter | null {
	const rule = letterRuleOf.get(kind);
	if (!rule) return null;
	const values: Letter['values'] = {};
	for (const name of rule.values ?? []) {
		const value = data[name];
		if (typeof value === 'string' || typeof value === 'number') values[name] = value;
	}
	const closing = data.as === 'answered-twice' ? 'closed-twice' : round > 1 ? 'closed-final' : 'closed';
	return { kind: rule.kind === 'closed' ? closing : rule.kind, values, reachesParts: rule.reachesParts ?? false };
}

/** Residents whose case is handled with this one. */
export function partsOf({ db }: Context, mainId: number): Promise<Subject[]> {
	return db
		.select()
		.from(cases)
		.where(and(eq(cases.mainId, mainId), eq(cases.state, 'merged')))
		.orderBy(asc(cases.id))
		.limit(200);
}

/**
 * Who in the office is told of an event: never who did it, never who may not find the case (回避), and whoever stands
 * in for them too.
 */
export async function noticesFor(context: Context, told: Told, subject: Subject): Promise<Notice[]> {
	const named = await namedFor(context, told, subject);
	const notices: Notice[] = [];
	for (const { kind, staffIds, isUrgent = false } of named) {
		const everybody = new Set([...staffIds, ...(await standInsOf(context, staffIds))]);
		for (const staffId of everybody) {
			if (staffId === told.actorId || notices.some((one) => one.staffId === staffId)) continue;
			if (await mayHear(context, staffId, subject, isUrgent)) notices.push({ staffId, kind, isUrgent });
		}
	}
	return notices;
}

/**
 * 大量查看: the supervisors hear of it, or the lead officials where the only supervisor is who read; never who read.
 */
export async function watchersOf(context: Context, readerId: number): Promise<number[]> {
	const others = async (role: Role) => (await holdersOf(context, role)).filter((id) => id !== readerId);
	const supervisors = await others('supervisor');
	return supervisors.length > 0 ? supervisors : others('lead-official');
}

type Named = { kind: NoticeKind; staffIds: readonly number[]; isUrgent?: boolean };

async function namedFor(context: Context, told: Told, subject: Subject): Promise<Named[]> {
	const { data, kind } = told;
	const one = (notice: NoticeKind, ...ids: (number | null)[]): Named[] => [
		{ kind: notice, staffIds: ids.filter((id) => id !== null) }
	];
	const owner = numberIn(data, 'ownerId') ?? subject.ownerId;
	switch (kind) {
		case 'case.assigned':
		case 'case.designated':
		case 'case.reassigned':
		case 'case.handed-over':
			return one('assigned', owner);
		case 'case.return-requested':
			return one('returned', owner);
		case 'case.transferred':
			return one('transferred', owner);
		case 'case.rework-opened':
			return one('rework', owner);
		case 'case.recheck-requested':
			return one('recheck', owner);
		case 'case.draft-submitted':
			return one('draft', numberIn(data, 'reviewerId'));
		case 'case.draft-returned':
			return one('draft-returned', await drafterOf(context, numberIn(data, 'draftId')));
		case 'case.proposed':
			return one('proposal', ...(await decidersOf(context, told, subject)));
		case 'case.proposal-refused':
			return one('proposal-refused', await proposerOf(context, numberIn(data, 'proposalId')));
		case 'case.task-given':
			return one('task', await headOf(context, subject, numberIn(data, 'unitId'), null));
		case 'case.task-ended':
			return one('task-ended', await headOf(context, subject, numberIn(data, 'unitId'), null));
		case 'case.task-answered':
			return one('task-answered', subject.ownerId);
		case 'case.info-supplied':
		case 'case.supplemented':
			return one('info-supplied', subject.ownerId);
		case 'case.reminded':
			return one('reminded', subject.ownerId);
		case 'case.urged':
			return one('urged', subject.ownerId);
		case 'case.notice-owed':
			return one('notice-owed', subject.ownerId);
		case 'case.unanswered-alarmed':
			return one('unanswered', subject.ownerId, ...(await watching(context, subject, 'supervisor')));
		case 'case.laddered': {
			const above: WatchRole | null = data.step === 3 ? 'lead-official' : data.step === 2 ? 'supervisor' : null;
			return one('ladder', subject.ownerId, ...(above ? await watching(context, subject, above) : []));
		}
		case 'case.rated':
		case 'case.rating-changed':
			return namesRetaliation(tagsIn(data)) ? one('watch', ...(await watching(context, subject, 'supervisor'))) : [];
		case 'case.closed':
			return data.as === 'answered-twice'
				? one('lead-review', ...(await holdersOf(context, 'supervisor', 'lead-official')))
				: [];
		case 'case.message-failed':
			return data.owesCall === true ? one('call', await callerOf(context, subject)) : [];
		case 'case.alarm-sounded': {
			const onDuty = numberIn(data, 'staffId');
			const staffIds = onDuty === null ? await holdersOf(context, 'supervisor') : [onDuty];
			return [{ kind: 'alarm', staffIds, isUrgent: true }];
		}
		case 'case.alarm-escalated':
			return [{ kind: 'alarm-escalated', staffIds: await holdersOf(context, 'supervisor'), isUrgent: true }];
		case 'case.follow-up-planned':
			return one('follow-up', ...(await holdersOf(context, 'follow-up-caller')));
		case 'case.summary-drafted':
			return one('summary', ...(await holdersOf(context, 'publication-reviewer')));
		default:
			return [];
	}
}

/** 延期 the unit's head decides, 移交 the other unit's, 转渠道 who directs, 长期事项 who watches over the office. */
async function decidersOf(context: Context, { data, actorId }: Told, subject: Subject): Promise<(number | null)[]> {
	switch (data.proposal) {
		case 'extension':
			return [await headOf(context, subject, subject.unitId, actorId)];
		case 'transfer':
			return [await headOf(context, subject, numberIn(data, 'unitId'), actorId)];
		case 'redirect':
			return [await dispatcherOf(context, subject)];
		default:
			return holdersOf(context, 'supervisor', 'lead-official');
	}
}

function headOf(context: Context, subject: Subject, unitId: number | null, exceptId: number | null) {
	return unitId === null ? null : orNobody(anotherHead(context, subject, unitId, exceptId === null ? [] : [exceptId]));
}

function dispatcherOf(context: Context, { id, categoryCode, areaId }: Subject): Promise<number | null> {
	return orNobody(dispatcherFor(context, { id, categoryCode, areaId }));
}

/** Those who watch over this case: of that role, or of the other where nobody of it may see the case. */
async function watching(context: Context, subject: Subject, role: WatchRole): Promise<number[]> {
	return holdersOf(context, await watchRoleFor(context, subject, role));
}

/** Who owes the call: as with the one a resident asked for. */
async function callerOf(context: Context, subject: Subject): Promise<number | null> {
	return subject.identity === 'confidential' ? dispatcherOf(context, subject) : subject.ownerId;
}

/** An office in which nobody is left to hear of it. */
async function orNobody(choice: Promise<number>): Promise<number | null> {
	try {
		return await choice;
	} catch (fault) {
		if (fault instanceof Refusal) return null;
		throw fault;
	}
}

async function holdersOf({ db }: Context, ...roles: readonly Role[]): Promise<number[]> {
	const rows = await db
		.selectDistinct({ id: staff.id })
		.from(staff)
		.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
		.where(and(inArray(staffRoles.role, [...roles]), isNotNull(staffRoles.confirmedAt), eq(staff.isActive, true)))
		.orderBy(asc(staff.id))
		.limit(20);
	return rows.map(({ id }) => id);
}

async function drafterOf({ db }: Context, draftId: number | null): Promise<number | null> {
	if (draftId === null) return null;
	const [draft] = await db
		.select({ id: answerDrafts.drafterId })
		.from(answerDrafts)
		.where(eq(answerDrafts.id, draftId))
		.limit(1);
	return draft?.id ?? null;
}

async function proposerOf({ db }: Context, proposalId: number | null): Promise<number | null> {
	if (proposalId === null) return null;
	const [proposal] = await db
		.select({ id: proposals.proposedById })
		.from(proposals)
		.where(eq(proposals.id, proposalId))
		.limit(1);
	return proposal?.id ?? null;
}

async function standInsOf({ db, now }: Context, staffIds: readonly number[]): Promise<number[]> {
	if (staffIds.length === 0) return [];
	const today = dayOf(now);
	const rows = await db
		.select({ id: standIns.standInId })
		.from(standIns)
		.where(and(inArray(standIns.absentId, [...staffIds]), lte(standIns.fromOn, today), gte(standIns.untilOn, today)))
		.orderBy(asc(standIns.id))
		.limit(20);
	return rows.map(({ id }) => id);
}

/** Who is on duty is rung for cases of any unit; everybody else hears only of what they find. Nobody of a 回避. */
async function mayHear(context: Context, staffId: number, { id }: Subject, isAlarm: boolean): Promise<boolean> {
	const { db, now } = context;
	const [active] = await db
		.select({ id: staff.id })
		.from(staff)
		.where(and(eq(staff.id, staffId), eq(staff.isActive, true)))
		.limit(1);
	if (!active) return false;
	const actor = await actorOf({ db, now }, staffId);
	const within = isAlarm ? notExcludedFrom({ actor, db }) : visibleTo({ actor, db });
	return (await db.$count(cases, and(eq(cases.id, id), within))) > 0;
}

function numberIn(data: Told['data'], name: string): number | null {
	const value = data[name];
	return typeof value === 'number' ? value : null;
}

function tagsIn({ tags }: Told['data']) {
	return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string').filter(isRatingTag) : [];
}
