import { and, eq, inArray, isNull, lt, lte, notExists, sql } from 'drizzle-orm';
import { runningStates } from '../../domain/lifecycle.ts';
import { climbLadder } from '../cases/climb-ladder.ts';
import { oweNotice } from '../cases/owe-notice.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { duties } from '../db/schema/handling.ts';
import { eachCase } from './each-case.ts';

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
