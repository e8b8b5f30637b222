import { and, desc, eq, exists, inArray, min, not, sql } from 'drizzle-orm';
import {
	type AccountBook,
	bookOf,
	bookText,
	countedUpTo,
	type LateCase,
	type LateCause,
	type LateList,
	mayStandAlone,
	type Month,
	monthBefore,
	monthOf
} from '../../domain/account-book.ts';
import { dayOf, daysBetween, lastDayOf } from '../../domain/clock.ts';
import { indicatorKeys } from '../../domain/indicators.ts';
import { periodOf } from '../../domain/report-period.ts';
import { type Context, inTransaction } from '../context.ts';
import { sha256 } from '../crypto/sha256.ts';
import { accountBooks } from '../db/schema/account-books.ts';
import { caseFigures } from '../db/schema/case-figures.ts';
import { cases } from '../db/schema/cases.ts';
import { categories } from '../db/schema/categories.ts';
import { events } from '../db/schema/events.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { units } from '../db/schema/units.ts';
import { record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { siteTexts } from '../site/site-texts.ts';
import type { ByGroup } from './indicators.ts';
import { belongsTo, measuresAt } from './measures.ts';
import { openRecount } from './recount.ts';

/** How many months back a book is still made, where it is missing: after that the files speak. */
const monthsBack = 24;
/** Late answers of a month that are listed one by one. */
const lateMost = 200;

/**
 * 账本 of every month that is not closed, counted from the ledger up to the last midnight, once a day; a month whose time
 * is over is closed, once, with an event that names its digest. Returns what it made.
 */
export async function countAccountBooks(context: Context): Promise<{ counted: number; closed: number }> {
	const made = { counted: 0, closed: 0 };
	for (const month of await monthsToCount(context)) {
		if (await countMonth(context, month)) made.closed++;
		else made.counted++;
	}
	return made;
}

/** From the first case on, the oldest first, without those that were counted so far already or are closed. */
async function monthsToCount({ db, now }: Context): Promise<Month[]> {
	const [first] = await db.select({ at: min(cases.submittedAt) }).from(cases);
	if (!first?.at) return [];
	const current = monthOf(dayOf(now));
	const known = await db
		.select({ month: accountBooks.month, asOf: accountBooks.asOf })
		.from(accountBooks)
		.orderBy(desc(accountBooks.month))
		.limit(monthsBack + 1);
	const months: Month[] = [];
	for (
		let month = current;
		months.length <= monthsBack && month >= monthOf(dayOf(first.at));
		month = monthBefore(month)
	)
		months.unshift(month);
	const isKnown = (month: Month) =>
		known.some((one) => one.month === month && one.asOf >= countedUpTo(month, now).asOf);
	return months.filter((month) => !isKnown(month));
}

/** Returns whether the month is closed with it. */
function countMonth(context: Context, month: Month): Promise<boolean> {
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		// a night's work may take longer than a page may
		await db.execute(sql`set local statement_timeout = '5min'`);
		const { asOf, isFinal } = countedUpTo(month, now);
		const book = await countBook(context, month, { asOf, isFinal });
		const document = bookText(book);
		const late = JSON.stringify(await listLate(context, book, asOf));
		const digest = sha256(document);
		const text = isFinal ? await writeText(context, null, 'account-book', { document, late }) : null;
		const row = { asOf, isFinal, document, late, digest, countedAt: now, textId: text?.textId ?? null };
		const [stored] = await db
			.insert(accountBooks)
			.values({ month, ...row })
			.onConflictDoUpdate({ target: accountBooks.month, set: row, setWhere: not(accountBooks.isFinal) })
			.returning({ month: accountBooks.month });
		// another process was quicker
		if (!stored || !text) return isFinal;
		const sha = digest.toString('hex');
		await record(context, 'account-books', 'account-book.closed', {
			...{ month, asOf: asOf.toISOString(), document: text, sha256: sha }
		});
		return true;
	});
}

type Upto = { asOf: Date; isFinal: boolean };

/** What is published of a month, from the events of the ledger up to an instant and from nothing else but names. */
export async function countBook(
	{ db }: Pick<Context, 'db'>,
	month: Month,
	{ asOf, isFinal }: Upto
): Promise<AccountBook> {
	const period = periodOf('month', `${month}-01`);
	const count = await openRecount(db, period.from, asOf);
	const byCategory = await count({ period }, 'category', indicatorKeys);
	const byChannel = await count({ period }, 'channel', ['received']);
	const names = await db
		.select({ code: categories.code, name: categories.name, nameEn: categories.nameEn })
		.from(categories)
		.where(sql`${categories.parentCode} is null`)
		.limit(100);
	const { name, nameEn } = await siteTexts(db);
	return bookOf({
		...{ month, asOf, isFinal, source: { name, nameEn }, figures: byCategory.total },
		categories: receivedOf(byCategory).map(({ code, count }) => {
			const found = names.find((one) => one.code === code);
			return { code, name: found?.name ?? code, nameEn: found?.nameEn ?? code, count };
		}),
		channels: receivedOf(byChannel)
	});
}

function receivedOf({ groups }: ByGroup<'received'>): { code: string; count: number }[] {
	return groups.map(({ key, figures: { received } }) => ({
		code: key ?? '',
		count: received.kind === 'count' ? received.count : 0
	}));
}

/** 逐件: the answers that fell due in the month and came late, or are still owed; the latest due first. */
async function listLate({ db }: Pick<Context, 'db'>, book: AccountBook, asOf: Date): Promise<LateList> {
	const { whole, part } = measuresAt(asOf).answeredInTime;
	const period = periodOf('month', `${book.month}-01`);
	const hasExclusions = exists(
		db
			.select({ one: sql`1` })
			.from(exclusions)
			.where(eq(exclusions.caseId, cases.id))
	);
	const isApologised = exists(
		db
			.select({ one: sql`1` })
			.from(events)
			.where(and(eq(events.stream, sql`'case:' || ${cases.id}`), eq(events.kind, 'case.apologised')))
	);
	const rows = await db
		.select({
			categoryCode: caseFigures.categoryCode,
			unit: units.name,
			dueAt: caseFigures.answerDueAt,
			answeredAt: caseFigures.answeredAt,
			owedDueAt: caseFigures.owedDueAt,
			isListed: caseFigures.isListed,
			noticeDueAt: caseFigures.noticeDueAt,
			promisedOn: cases.promisedOn,
			ladder: cases.ladder,
			identity: cases.identity,
			hasExclusions: sql<boolean>`${hasExclusions}`,
			isApologised: sql<boolean>`${isApologised}`
		})
		.from(caseFigures)
		.innerJoin(cases, eq(cases.id, caseFigures.caseId))
		.leftJoin(units, eq(units.id, caseFigures.unitId))
		.where(and(belongsTo('due', period, asOf), whole, sql`(${part}) is not true`))
		.orderBy(desc(caseFigures.answerDueAt), desc(caseFigures.caseId))
		.limit(lateMost);
	const closed = await closedCategories(db, rows);
	const alone = rows.filter(({ categoryCode, identity, hasExclusions }) =>
		mayStandAlone(
			{
				...{ categoryCode, isConfidential: identity === 'confidential', hasExclusions },
				isOfOpenCategory: !closed.has(categoryCode ?? '') && !closed.has(categoryCode?.slice(0, 2) ?? '')
			},
			book
		)
	);
	const { answeredInTime: counted } = Object.fromEntries(book.figures.map((figure) => [figure.key, figure]));
	const all = counted?.kind === 'share' && counted.whole !== null ? counted.whole - (counted.part ?? 0) : rows.length;
	return { listed: alone.map((row) => lateCase(row, asOf)), unlisted: Math.max(0, all - alone.length) };
}

/** Categories that are not published, of those that occur. */
async function closedCategories(db: Context['db'], rows: readonly { categoryCode: string | null }[]) {
	const codes = rows.flatMap(({ categoryCode }) => (categoryCode ? [categoryCode, categoryCode.slice(0, 2)] : []));
	if (codes.length === 0) return new Set<string>();
	const closed = await db
		.select({ code: categories.code })
		.from(categories)
		.where(and(inArray(categories.code, codes), eq(categories.publishable, false)))
		.limit(500);
	return new Set(closed.map(({ code }) => code));
}

type LateRow = {
	categoryCode: string | null;
	unit: string | null;
	dueAt: Date;
	answeredAt: Date | null;
	owedDueAt: Date | null;
	isListed: boolean;
	noticeDueAt: Date | null;
	promisedOn: string | null;
	ladder: number;
	isApologised: boolean;
};

function lateCase(row: LateRow, asOf: Date): LateCase {
	// what happened after the midnight that is counted to is told with the next count
	const answeredAt = row.answeredAt && row.answeredAt <= asOf ? row.answeredAt : null;
	const counted = lastDayOf(asOf);
	const until = row.isListed ? row.noticeDueAt : row.owedDueAt;
	const untilOn = row.promisedOn ?? (until && lastDayOf(until));
	return {
		category: row.categoryCode?.slice(0, 2) ?? '',
		unit: row.unit,
		cause: causeOf(row, answeredAt),
		// due at 24:00 and still owed at that very 24:00: a day begins
		days: Math.max(1, daysBetween(lastDayOf(row.dueAt), answeredAt ? dayOf(answeredAt) : counted)),
		answeredOn: answeredAt && dayOf(answeredAt),
		untilOn: answeredAt === null && untilOn && untilOn > counted ? untilOn : null,
		isApologised: row.isApologised
	};
}

function causeOf({ isListed, promisedOn, ladder }: LateRow, answeredAt: Date | null): LateCause {
	if (answeredAt) return 'answered';
	if (isListed) return 'listed';
	if (promisedOn) return 'joint';
	return ladder >= 3 ? 'led' : ladder === 2 ? 'supervised' : 'open';
}
