import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import type { ratings } from '../../db/schema/handling.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import { type At, worded } from '../../db/worded.ts';
import type { IssueState } from '../../../domain/common-issue.ts';
import type { CaseState } from '../../../domain/lifecycle.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { mayBeTold } from '../common-issue.ts';
import { type CaseEventKind, entriesOf, kindsFor, storyColumns } from './timeline.ts';
import { readSharedStory } from './shared-story.ts';
import { visibleTo } from './visible-to.ts';

const ownersUnit = alias(units, 'owners_unit');
const inCharge = {
	owner: staff.name,
	ownerUnit: ownersUnit.name,
	unit: units.name,
	unitPhone: units.phone,
	category: categories.name,
	categoryEn: categories.nameEn
};

/** The one case a resident's session is for, with who has it: one look-up by key. */
export async function findResidentCase(context: Context) {
	const { actor } = context;
	if (actor.kind !== 'resident') throw new Refusal('case.not-found');
	const [found] = await context.db
		.select({ subject: cases, ...inCharge })
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.innerJoin(ownersUnit, eq(ownersUnit.id, staff.unitId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.where(and(eq(cases.id, actor.caseId), visibleTo(context)))
		.limit(1);
	if (!found) throw new Refusal('case.not-found');
	return found;
}

/**
 * The same with all that its page shows besides the contact: what happened, photos and recordings, how many browsers are remembered,
 * the latest rating. The page people look at most is one question to the database.
 */
export async function readResidentCase(context: Context) {
	const { db, actor } = context;
	if (actor.kind !== 'resident') throw new Refusal('case.not-found');
	const [found] = await residentCase(db, { caseId: actor.caseId, kinds: kindsFor(actor) });
	if (!found) throw new Refusal('case.not-found');
	const { story, rating, issue, ...rest } = found;
	return {
		shared: await readSharedStory(context, found.subject),
		...rest,
		entries: entriesOf(story, actor, found.subject),
		rating: rating && { ...rating, ratedAt: new Date(rating.ratedAt) },
		issue: issue && { ...issue, notedAt: issue.notedAt === null ? null : new Date(issue.notedAt) }
	};
}

const shown = {
	id: cases.id,
	number: cases.number,
	state: cases.state,
	resumesTo: cases.resumesTo,
	type: cases.type,
	class: cases.class,
	categoryCode: cases.categoryCode,
	identity: cases.identity,
	title: cases.title,
	hasText: cases.hasText,
	submittedAt: cases.submittedAt,
	dueAt: cases.dueAt,
	firstDueAt: cases.firstDueAt,
	supplyBy: cases.supplyBy,
	noticeDueAt: cases.noticeDueAt,
	longTermSince: cases.longTermSince,
	ownerId: cases.ownerId,
	unitId: cases.unitId,
	firstHandlerId: cases.firstHandlerId,
	filedById: cases.filedById,
	releasedToId: cases.releasedToId,
	round: cases.round,
	closedAt: cases.closedAt,
	closedAs: cases.closedAs,
	recheckedAt: cases.recheckedAt,
	remindedAt: cases.remindedAt,
	mustRenewCode: cases.mustRenewCode,
	consentsToPublish: cases.consentsToPublish,
	declinesFollowUp: cases.declinesFollowUp,
	mainId: cases.mainId,
	splitFromId: cases.splitFromId,
	mergedAt: cases.mergedAt
};

type Rated = Pick<typeof ratings.$inferSelect, 'round' | 'stars' | 'solved' | 'tags'> & { ratedAt: string };

/** Another matter of the same letter. */
type OfLetter = { number: string; title: string; state: CaseState };

/** A photo, or a recording of so many seconds. */
type Attached = { id: string; textId: number | null; seconds: number | null };

/** 共性问题 the matter is part of, with the latest word on it. */
type OfIssue = { id: number; title: string; state: IssueState; note: string | null; notedAt: string | null };

const residentCase = worded((db, at: At<{ caseId: number; kinds: CaseEventKind[] }>) =>
	db
		.select({
			subject: shown,
			...inCharge,
			story: storyColumns(cases.id, at.kinds),
			attached: sql<Attached[]>`(
				select coalesce(json_agg(json_build_object('id', id, 'textId', text_id, 'seconds', seconds) order by created_at), '[]')
				from (
					select id, text_id, seconds, created_at from attachments where case_id = ${cases.id} order by created_at limit 200
				) as attachment)`,
			letter: sql<OfLetter[]>`(
				select coalesce(json_agg(json_build_object('number', number, 'title', title, 'state', state) order by id), '[]')
				from (
					select id, number, title, state from cases as other
					where (other.split_from_id = coalesce(${cases.splitFromId}, ${cases.id}) or other.id = ${cases.splitFromId})
						and other.id <> ${cases.id} order by id limit 20
				) as matter)`,
			issue: sql<OfIssue | null>`(
				select json_build_object('id', issue.id, 'title', issue.title, 'state', issue.state,
					'note', note.body::json ->> 'text', 'notedAt', note.noted_at)
				from issue_links as link join common_issues as issue on issue.id = link.issue_id
				left join lateral (
					select texts.body, noted.noted_at from issue_notes as noted join texts on texts.id = noted.text_id
					where noted.issue_id = issue.id order by noted.id desc limit 1
				) as note on true
				where link.case_id in (${cases.id}, ${cases.mainId}) and issue.published_text_id is not null
					and ${mayBeTold()}
				order by link.case_id = ${cases.id} desc limit 1)`,
			devices: sql<number>`(
				select count(*)::int from (
					select from case_devices where case_id = ${cases.id} and revoked_at is null limit 20
				) as device)`,
			rating: sql<Rated | null>`(
				select json_build_object('round', round, 'stars', stars, 'solved', solved, 'tags', tags, 'ratedAt', rated_at)
				from ratings where case_id = ${cases.id} order by round desc limit 1)`
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.innerJoin(ownersUnit, eq(ownersUnit.id, staff.unitId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		// a resident's right is the one case of the session
		.where(eq(cases.id, at.caseId))
		.limit(1)
		.prepare('resident-case')
);
