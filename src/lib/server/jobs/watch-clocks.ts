import { and, eq, exists, gte, inArray, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { addDays, dayOf, startOfDay } from '../../domain/clock.ts';
import { unansweredSince } from '../../domain/duty-roster.ts';
import { runningStates } from '../../domain/lifecycle.ts';
import { alarmUnanswered } from '../cases/alarm-unanswered.ts';
import { climbLadder } from '../cases/climb-ladder.ts';
import { escalateAlarm } from '../cases/escalate-alarm.ts';
import { oweNotice } from '../cases/owe-notice.ts';
import { soundAlarm } from '../cases/sound-alarm.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { alarms } from '../db/schema/duty-roster.ts';
import { duties } from '../db/schema/handling.ts';
import { readOfficeLimits } from '../site/office-limits.ts';
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

/** 留言 without an answer for so many days (25, or fewer where the office says so); the act knows whether it is time. */
export async function alarmAllUnanswered(context: Context): Promise<void> {
	const { db, now } = context;
	const days = (await readOfficeLimits(db))['alarm.unansweredDays'];
	const longAgo = startOfDay(addDays(dayOf(now), -days));
	const part = alias(cases, 'part');
	const ofPart = db
		.select({ one: sql`1` })
		.from(part)
		.where(and(eq(part.mainId, cases.id), eq(part.state, 'merged'), lt(part.submittedAt, longAgo)));
	const alarmed = db
		.select({ one: sql`1` })
		.from(duties)
		.where(and(eq(duties.caseId, cases.id), eq(duties.kind, 'unanswered'), gte(duties.raisedAt, longAgo)));
	const isLong = or(lt(cases.submittedAt, longAgo), exists(ofPart));
	await eachCase(context, and(isRunning, isLong, notExists(alarmed)), (context, number) =>
		alarmUnanswered(context, number, days)
	);
}

/** 值班响铃: urgent cases that came in and have not rung yet. */
export async function soundAllAlarms(context: Context): Promise<void> {
	const rung = context.db
		.select({ one: sql`1` })
		.from(alarms)
		.where(eq(alarms.caseId, cases.id));
	const isNew = and(eq(cases.state, 'submitted'), eq(cases.class, 'urgent'), notExists(rung));
	await eachCase(context, isNew, soundAlarm);
}

/** Alarms that nobody has answered for 15 minutes. */
export async function escalateAllAlarms(context: Context): Promise<void> {
	const { db, now } = context;
	const unanswered = db
		.select({ id: alarms.caseId })
		.from(alarms)
		.where(and(isNull(alarms.answeredAt), isNull(alarms.escalatedAt), lte(alarms.raisedAt, unansweredSince(now))));
	await eachCase(context, inArray(cases.id, unanswered), escalateAlarm);
}

const isRunning = inArray(cases.state, runningStates);
