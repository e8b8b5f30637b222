import { and, desc, eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { reworkDue } from '../../domain/deadline.ts';
import { consequenceOf, mayChangeRating, mayRequestRework, namesRetaliation } from '../../domain/rating.ts';
import type { RatingTag } from '../../domain/rating.ts';
import type { RatingSolved } from '../../domain/rating-levels.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { categories } from '../db/schema/categories.ts';
import { ratings } from '../db/schema/handling.ts';
import { staff } from '../db/schema/staff.ts';
import type { TextRef } from '../events/catalogue.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { raiseDuty } from './duties.ts';
import { headFor, topWatcher } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type Rating = { stars: number; solved: RatingSolved; tags: readonly RatingTag[]; words: string };

/**
 * 评价, 改评价 (7 days), late rating (30 days from closing): ruling 5. The first 1–2 stars open the one rework, by
 * another person; the second close the case as 已两次答复. Tags that name retaliation go to the supervisor, not to the
 * unit. Throws `case.code-must-be-renewed`, `case.too-late`.
 */
export function rateCase(context: Context, number: CaseNumber, rating: Rating): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		if (subject.mustRenewCode) throw new Refusal('case.code-must-be-renewed');
		const { db, now } = context;
		const [previous] = await db
			.select()
			.from(ratings)
			.where(and(eq(ratings.caseId, subject.id), eq(ratings.round, subject.round)))
			.limit(1);
		const moment = {
			state: subject.state,
			round: subject.round,
			answeredAt: subject.answeredAt,
			closedAt: subject.closedAt
		};
		if (previous && !mayChangeRating({ ratedAt: previous.ratedAt, now })) throw new Refusal('case.too-late');
		const act = consequenceOf({ ...moment, stars: rating.stars, previousStars: previous?.stars ?? null, now });
		if (!act) throw new Refusal('case.too-late');
		permit(context, act, subject);

		const words = rating.words ? await writeText(context, subject.id, 'rating', { text: rating.words }) : null;
		await keepRating(context, subject, rating, words);
		await record(context, caseStream(subject.id), previous ? 'case.rating-changed' : 'case.rated', {
			round: subject.round,
			stars: rating.stars,
			solved: rating.solved,
			tags: rating.tags,
			words
		});
		if (namesRetaliation(rating.tags)) await raiseDuty(context, subject, 'watch', 'supervisor');
		return settle(context, subject, act);
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

/** The rating of the current answer, or undefined. */
export async function findRating(context: Context, caseId: number) {
	const [rating] = await context.db
		.select()
		.from(ratings)
		.where(eq(ratings.caseId, caseId))
		.orderBy(desc(ratings.round))
		.limit(1);
	return rating;
}

type Consequence = NonNullable<ReturnType<typeof consequenceOf>>;

async function settle(context: Context, subject: Case, act: Consequence): Promise<Case> {
	switch (act) {
		case 'rate-well':
			return close(context, subject, act, 'rated');
		case 'rate-badly-again': {
			await raiseDuty(context, subject, 'lead-review', await topWatcher(context, subject));
			return close(context, subject, act, 'answered-twice');
		}
		case 'rate-badly':
		case 'rate-badly-late':
			return openRework(context, subject, act, 'rating', null);
		case 'rate-late':
			return advance(context, subject, act, { closedAs: 'rated' });
	}
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
	const dueAt = reworkDue(context.now, calendar);
	const unitId = subject.unitId ?? (await unitOfCategory(context, subject));
	const firstHandlerId = subject.firstHandlerId ?? subject.filedById ?? subject.ownerId;
	const ownerId = await headFor(context, subject, unitId, firstHandlerId);
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

async function keepRating(context: Context, subject: Case, rating: Rating, words: TextRef | null): Promise<void> {
	const values = {
		stars: rating.stars,
		solved: rating.solved,
		tags: [...rating.tags],
		textId: words?.textId ?? null
	};
	await context.db
		.insert(ratings)
		.values({ ...values, caseId: subject.id, round: subject.round, ratedAt: context.now })
		.onConflictDoUpdate({ target: [ratings.caseId, ratings.round], set: { ...values, changedAt: context.now } });
}
