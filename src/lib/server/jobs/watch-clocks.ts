import { and, asc, eq, gt, inArray, isNull, lt, lte, notExists, sql, type SQL } from 'drizzle-orm';
import { type CaseNumber, readStoredNumber } from '../../domain/case-number.ts';
import { runningStates } from '../../domain/lifecycle.ts';
import { climbLadder } from '../cases/climb-ladder.ts';
import { oweNotice } from '../cases/owe-notice.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { duties } from '../db/schema/handling.ts';

/** How many cases are read at a time. */
const batch = 200;

/** 催办 → 督办 → 分管负责人: every overdue case that has not climbed to the top; the act knows whether it is time. */
export async function climbAllLadders(context: Context): Promise<void> {
	await eachCase(context, and(isRunning, lte(cases.dueAt, context.now), lt(cases.ladder, 3)), climbLadder);
}

/** 待通报: where a word to the resident is due and nobody owes it yet. */
export async function oweAllNotices(context: Context): Promise<void> {
	const owed = context.db
		.select({ one: sql`1` })
		.from(duties)
		.where(and(eq(duties.caseId, cases.id), eq(duties.kind, 'progress'), isNull(duties.doneAt)));
	await eachCase(context, and(isRunning, lte(cases.noticeDueAt, context.now), notExists(owed)), oweNotice);
}

const isRunning = inArray(cases.state, runningStates);

/**
 * Does the clock's act to every case of a kind, in order of id and a batch at a time. One that fails does not keep the
 * others waiting: the first fault is thrown at the end, so that the round counts as failed and is run again.
 */
async function eachCase(
	context: Context,
	due: SQL | undefined,
	act: (context: Context, number: CaseNumber) => Promise<void>
): Promise<void> {
	const faults: unknown[] = [];
	let lastId = 0;
	for (;;) {
		const some = await context.db
			.select({ id: cases.id, number: cases.number })
			.from(cases)
			.where(and(due, gt(cases.id, lastId)))
			.orderBy(asc(cases.id))
			.limit(batch);
		for (const { id, number } of some) {
			lastId = id;
			await act(context, readStoredNumber(number)).catch((fault) => faults.push(fault));
		}
		if (some.length < batch) break;
	}
	if (faults.length > 0) throw faults[0];
}
