import { sql, type SQL } from 'drizzle-orm';
import type { Figure, IndicatorKey, Period } from '../../domain/indicators.ts';
import { endOfDay, startOfDay } from '../../domain/clock.ts';
import { caseFigures as of } from '../db/schema/case-figures.ts';

/**
 * By which date a case belongs to a period: when it was submitted; when the first answer was due, as that stands or as
 * it was at first; when the second was; or not at all, because the figure is of this moment.
 */
export type Basis = 'submitted' | 'due' | 'firstDue' | 'secondDue' | 'now';

/** `whole`: which cases are looked at; `part`: which of them count. */
export type Measure = { kind: Figure['kind']; basis: Basis; whole: SQL; part?: SQL; days?: SQL };
export type Measures = Record<IndicatorKey, Measure>;

/**
 * The indicator table (domain/3-rules, 指标) as conditions on a case's row at the moment `asOf`. A case merged into
 * another is counted once where it is about answers, and by itself where it is about its own submission and rating.
 */
export function measuresAt(asOf: Date): Measures {
	const now = sql`${asOf.toISOString()}::timestamptz`;
	const all = sql`true`;
	const isOwn = sql`${of.mergedIntoId} is null`;
	const isAnswered = sql`${of.answeredAt} is not null`;
	const isRated = sql`${isAnswered} and ${of.stars} is not null`;
	const saysSolved = sql`${isAnswered} and ${of.solved} is not null`;
	const isFaceToFace = sql`${of.channel} in ('reception', 'visit')`;
	/** An answer that came, or one that is still owed when its due has passed. */
	const fellDue = (due: SQL) => sql`${isOwn} and (${isAnswered} or (${of.closedAs} is null and ${due} <= ${now}))`;
	const secondFellDue = sql`(${of.secondAnsweredAt} is not null or (${of.closedAs} is null and ${of.secondDueAt} <= ${now}))`;
	const isOfFacts = { answered: sql`${isAnswered} and ${isOwn}`, consented: sql`${isAnswered} and ${of.consents}` };
	const share = (basis: Basis, whole: SQL, part: SQL): Measure => ({ kind: 'share', basis, whole, part });
	const submitted = (whole: SQL, part: SQL) => share('submitted', whole, part);
	return {
		received: { kind: 'count', basis: 'submitted', whole: all },
		acceptedInTime: submitted(all, sql`${of.decidedAt} <= ${of.acceptBy}`),
		contactedInTime: submitted(sql`${of.contactBy} is not null`, sql`${of.contactedAt} <= ${of.contactBy}`),
		answeredInTime: share('due', fellDue(sql`${of.answerDueAt}`), sql`${of.answeredAt} <= ${of.answerDueAt}`),
		answeredByFirstDue: share('firstDue', fellDue(sql`${of.firstDueAt}`), sql`${of.answeredAt} <= ${of.firstDueAt}`),
		closed: submitted(isOwn, sql`${of.closedAs} in ('rated', 'unrated', 'answered-twice')`),
		solved: submitted(saysSolved, sql`${of.solved} = 'solved'`),
		partlySolved: submitted(saysSolved, sql`${of.solved} = 'partly'`),
		satisfied: submitted(isRated, sql`${of.stars} >= 3`),
		bad: submitted(isRated, sql`${of.stars} <= 2`),
		rated: submitted(isAnswered, isRated),
		mended: share(
			'secondDue',
			sql`${of.reworkCause} = 'rating' and ${secondFellDue}`,
			sql`${of.secondAnsweredAt} <= ${of.secondDueAt}`
		),
		askedUnrated: submitted(
			sql`${of.closedAs} = 'unrated' and ${of.sampleSolved} is not null`,
			sql`${of.sampleSolved} = 'solved'`
		),
		reworked: submitted(isOfFacts.answered, sql`${of.reworkAt} is not null`),
		extended: submitted(sql`(${of.acceptedAt} is not null or ${of.extensions} > 0)`, sql`${of.extensions} > 0`),
		returned: submitted(sql`${of.assignments} > 0`, sql`${of.returns} > 0`),
		daysToAnswer: { kind: 'days', basis: 'submitted', whole: isOfFacts.answered, days: sql`${of.answerDays}` },
		overdueNow: { kind: 'count', basis: 'now', whole: sql`${of.owedDueAt} <= ${now}` },
		longTermNow: { kind: 'count', basis: 'now', whole: sql`${of.isListed}` },
		longTermTold: share('now', sql`${of.isListed}`, sql`${of.noticeDueAt} > ${now}`),
		published: submitted(isOfFacts.consented, sql`${of.publishedAt} is not null`),
		onTheSpot: submitted(isFaceToFace, sql`${of.isOnTheSpot}`),
		rejected: submitted(all, sql`${of.closedAs} = 'rejected'`),
		redirected: submitted(all, sql`${of.closedAs} = 'redirected'`),
		raised: submitted(all, sql`${of.raisedToImportant}`),
		daysPaused: { kind: 'days', basis: 'submitted', whole: sql`${of.pausedDays} > 0`, days: sql`${of.pausedDays}` }
	};
}

/** Who was rated with so many stars. */
export function levelOf(stars: number): SQL {
	return sql`${of.answeredAt} is not null and ${of.stars} = ${stars}`;
}

/**
 * The date of each basis as an instant within its day. A due at 24:00 is still of that day, so dues are taken a
 * millisecond before.
 */
export function dateOf(basis: Basis, asOf: Date): SQL {
	const within = (due: SQL) => sql`${due} - interval '1 millisecond'`;
	switch (basis) {
		case 'submitted':
			return sql`${of.submittedAt}`;
		case 'due':
			return within(sql`${of.answerDueAt}`);
		case 'firstDue':
			return within(sql`${of.firstDueAt}`);
		case 'secondDue':
			return within(sql`${of.secondDueAt}`);
		case 'now':
			return sql`${asOf.toISOString()}::timestamptz`;
	}
}

/** Is a case of a period by this basis? On the columns as they are, so that their indexes are used. */
export function belongsTo(basis: Basis, { from, to }: Period, asOf: Date): SQL {
	const first = sql`${startOfDay(from).toISOString()}::timestamptz`;
	const end = sql`${endOfDay(to).toISOString()}::timestamptz`;
	const isDue = (due: SQL) => sql`(${due} > ${first} and ${due} <= ${end})`;
	switch (basis) {
		case 'submitted':
			return sql`(${of.submittedAt} >= ${first} and ${of.submittedAt} < ${end})`;
		case 'due':
			return isDue(sql`${of.answerDueAt}`);
		case 'firstDue':
			return isDue(sql`${of.firstDueAt}`);
		case 'secondDue':
			return isDue(sql`${of.secondDueAt}`);
		case 'now':
			return sql`(${of.owedDueAt} <= ${asOf.toISOString()}::timestamptz or ${of.isListed})`;
	}
}
