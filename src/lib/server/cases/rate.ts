import { and, eq, gte, type SQL, sql } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { reworkDue } from '../../domain/deadline.ts';
import { consequenceOf, mayChangeRating, mayRequestRework, namesRetaliation } from '../../domain/rating.ts';
import type { RatingTag } from '../../domain/rating.ts';
import type { RatingSolved } from '../../domain/rating-levels.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { categories } from '../db/schema/categories.ts';
import { ratings } from '../db/schema/handling.ts';
import { staff } from '../db/schema/staff.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { raiseWatch } from './duties.ts';
import { handledFirst } from './handled-first.ts';
import { anotherHead } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';
import { takeGroup } from './take-group.ts';

export type Rating = { stars: number; solved: RatingSolved; tags: readonly RatingTag[]; words: string };

/**
 * 评价, 改评价 (7 days), late rating (30 days from closing): ruling 5. The first 1–2 stars open the one rework, by
 * another person; the second close the case as 已两次答复. Tags that name retaliation go to the supervisor, not to the
 * unit. A part of a merged case rates the one answer with its own code: a bad rating of anybody opens the main case's
 * one rework, a good one of a part leaves the main as it is. Throws `case.code-must-be-renewed`, `case.too-late`.
 */
export function rateCase(context: Context, number: CaseNumber, rating: Rating): Promise<Case> {
	return inTransaction(context, async (context) => {
		const { subject, main } = await takeGroup(context, number, null);
		if (subject.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
		const { now } = context;
		const previous = await ratingOfAnswer(context, subject, main);
		if (previous && !mayChangeRating({ ratedAt: previous.ratedAt, now })) throw new Refusal('case.too-late');
		const { state, round, closedAt } = main;
		const { stars } = rating;
		const act = consequenceOf({ state, round, closedAt, now, stars, previousStars: previous?.stars ?? null });
		if (!act) throw new Refusal('case.too-late');
		const isPart = main.id !== subject.id;
		permit(context, isPart ? 'rate-merged' : act, subject);

		const words = rating.words ? await writeText(context, subject.id, 'rating', { text: rating.words }) : null;
		await keepRating(context, { caseId: subject.id, round, isFirst: !previous }, rating, words);
		await record(context, caseStream(subject.id), previous ? 'case.rating-changed' : 'case.rated', {
			round,
			stars,
			solved: rating.solved,
			tags: rating.tags,
			words
		});
		if (namesRetaliation(rating.tags)) await raiseWatch(context, subject, 'watch', 'supervisor');
		return isPart ? settlePart(context, subject, main, act, stars) : settle(context, subject, act);
	});
}

/**
 * 申请重新办理: the same single rework, up to 30 days from closing. Throws `case.rework-used-up`, `case.too-late`.
 */
export function requestRework(context: Context, number: CaseNumber, { reason }: { reason: string }): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'request-rework', subject);
		if (subject.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
		if (subject.round > 1) throw new Refusal('case.rework-used-up');
		if (!mayRequestRework({ state: subject.state, round: subject.round, closedAt: subject.closedAt, now: context.now }))
			throw new Refusal('case.too-late');
		const words = reason ? await writeText(context, subject.id, 'reason', { text: reason }) : null;
		return openRework(context, subject, 'request-rework', 'request', words);
	});
}

/** The rating of the answer that counts now, of a part that of its main case; undefined where there is none. */
export async function findRating(context: Context, subject: Case) {
	const isPart = subject.state === 'merged' && subject.mainId !== null;
	const [main] = isPart
		? await context.db
				.select()
				.from(cases)
				.where(eq(cases.id, subject.mainId ?? 0))
				.limit(1)
		: [subject];
	return main && ratingOfAnswer(context, subject, main);
}

type Consequence = NonNullable<ReturnType<typeof consequenceOf>>;

async function settle(context: Context, subject: Case, act: Consequence): Promise<Case> {
	switch (act) {
		case 'rate-well':
			return close(context, subject, act, 'rated');
		case 'rate-badly-again': {
			await raiseWatch(context, subject, 'lead-review', 'lead-official');
			return close(context, subject, act, 'answered-twice');
		}
		case 'rate-badly':
		case 'rate-badly-late':
			return openRework(context, subject, act, 'rating', null);
		case 'rate-late':
			return advance(context, subject, act, { closedAs: 'rated' });
	}
}

/** 「N 号各自评价，一个答复」: what one of the others thinks moves the main case only where it is bad. */
async function settlePart(context: Context, part: Case, main: Case, act: Consequence, stars: number): Promise<Case> {
	const rated = await advance(context, part, 'rate-merged');
	if (stars > 2) return rated;
	if (act === 'rate-badly' || act === 'rate-badly-late') await openRework(context, main, act, 'rating', null);
	else await raiseWatch(context, main, 'lead-review', 'lead-official');
	return rated;
}

async function close(
	context: Context,
	subject: Case,
	act: 'rate-well' | 'rate-badly-again',
	as: 'rated' | 'answered-twice'
): Promise<Case> {
	const closed = await advance(context, subject, act, { dueAt: null, closedAt: context.now, closedAs: as });
	await record(context, caseStream(subject.id), 'case.closed', { as });
	return closed;
}

/** The unit's head is in charge until another handler is named; on-the-spot answers go to the category's unit. */
async function openRework(
	context: Context,
	subject: Case,
	act: 'rate-badly' | 'rate-badly-late' | 'request-rework',
	cause: 'rating' | 'request',
	reason: TextRef | null
): Promise<Case> {
	const calendar = await loadCalendar(context.db);
	const dueAt = reworkDue(context.now, calendar, await rulesAt(context.db, subject.submittedAt));
	const unitId = subject.unitId ?? (await unitOfCategory(context, subject));
	const firstHandlerId = subject.firstHandlerId ?? subject.filedById ?? subject.ownerId;
	const ownerId = await anotherHead(
		context,
		subject,
		unitId,
		await handledFirst(context, { ...subject, firstHandlerId })
	);
	const reopened = await advance(context, subject, act, {
		dueAt,
		ownerId,
		unitId,
		firstHandlerId,
		round: 2,
		closedAt: null,
		closedAs: null
	});
	await record(context, caseStream(subject.id), 'case.rework-opened', {
		cause,
		dueAt: dueAt.toISOString(),
		ownerId,
		unitId,
		reason
	});
	return reopened;
}

async function unitOfCategory(context: Context, subject: Case): Promise<number> {
	const [own] = subject.categoryCode
		? await context.db
				.select({ unitId: categories.unitId, parentCode: categories.parentCode })
				.from(categories)
				.where(eq(categories.code, subject.categoryCode))
				.limit(1)
		: [];
	const [parent] = own?.parentCode
		? await context.db
				.select({ unitId: categories.unitId })
				.from(categories)
				.where(eq(categories.code, own.parentCode))
				.limit(1)
		: [];
	const [other] = await context.db
		.select({ unitId: categories.unitId })
		.from(categories)
		.where(eq(categories.code, '20'))
		.limit(1);
	const unitId = own?.unitId ?? parent?.unitId ?? other?.unitId;
	if (unitId) return unitId;
	// an office that has named no units for its categories still owes the second handling
	const [answerer] = await context.db.select({ unitId: staff.unitId }).from(staff).where(eq(staff.id, subject.ownerId));
	if (!answerer) throw new Refusal('case.nobody-eligible');
	return answerer.unitId;
}

/** What was said of the answer that counts now: a part that was merged elsewhere before may have rated another. */
async function ratingOfAnswer({ db }: Context, subject: Case, main: Case) {
	const [rating] = await db
		.select()
		.from(ratings)
		.where(
			and(eq(ratings.caseId, subject.id), eq(ratings.round, main.round), gte(ratings.ratedAt, answeredSince(main)))
		)
		.limit(1);
	return rating;
}

function answeredSince({ id, round }: Case): SQL {
	return sql`(select max(published_at) from answer_drafts
		where case_id = ${id} and round = ${round} and state = 'published')`;
}

type Place = { caseId: number; round: number; isFirst: boolean };

async function keepRating(context: Context, place: Place, rating: Rating, words: TextRef | null): Promise<void> {
	const { caseId, round, isFirst } = place;
	const { now } = context;
	const values = {
		stars: rating.stars,
		solved: rating.solved,
		tags: [...rating.tags],
		textId: words?.textId ?? null
	};
	const set = isFirst ? { ...values, ratedAt: now, changedAt: null } : { ...values, changedAt: now };
	await context.db
		.insert(ratings)
		.values({ ...values, caseId, round, ratedAt: now })
		.onConflictDoUpdate({ target: [ratings.caseId, ratings.round], set });
}
