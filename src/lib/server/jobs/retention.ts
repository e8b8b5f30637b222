import { and, eq, exists, inArray, isNotNull, lt, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { CaseNumber } from '../../domain/case-number.ts';
import { addDays, dayOf, startOfDay } from '../../domain/clock.ts';
import { archiveCase } from '../cases/archive.ts';
import { eraseExpired } from '../cases/erase-expired.ts';
import type { Context } from '../context.ts';
import { attachments } from '../db/schema/attachments.ts';
import { cases } from '../db/schema/cases.ts';
import { contacts } from '../db/schema/contacts.ts';
import { readOfficeLimits } from '../site/office-limits.ts';
import { eachCase } from './each-case.ts';
import type { TaskReport } from './task-report.ts';

/** 归档 of all that is due, the main of merged cases before what is handled with it. */
export async function archiveAll(context: Context): Promise<TaskReport> {
	const main = alias(cases, 'main');
	const archivedMain = context.db
		.select({ one: sql`1` })
		.from(main)
		.where(and(eq(main.id, cases.mainId), eq(main.state, 'archived')));
	// whole days: the day of closing and the 30 after it are over (domain/deadline)
	const longClosed = lt(cases.closedAt, startOfDay(addDays(dayOf(context.now), -30)));
	const ended = inArray(cases.state, ['closed', 'rejected', 'redirected', 'withdrawn']);
	let archived = 0;
	const archive = async (context: Context, number: CaseNumber) => {
		if (await archiveCase(context, number)) archived++;
	};
	await eachCase(context, and(ended, longClosed), archive);
	await eachCase(context, and(eq(cases.state, 'merged'), exists(archivedMain)), archive);
	return { archived };
}

/** Erases all whose time is up. A night that is cut short goes on with the next: what is done is no longer due. */
export async function eraseAllExpired(context: Context): Promise<TaskReport> {
	const { db, now } = context;
	const limits = await readOfficeLimits(db);
	const kept = { contactDays: limits['retention.contactDays'], attachmentDays: limits['retention.attachmentDays'] };
	const closedBefore = (days: number) => lte(cases.closedAt, new Date(now.getTime() - days * 86_400_000));
	const withContact = inArray(cases.id, db.select({ id: contacts.caseId }).from(contacts));
	const withFiles = inArray(
		cases.id,
		db.select({ id: attachments.caseId }).from(attachments).where(isNotNull(attachments.caseId))
	);
	const isDue = or(and(closedBefore(kept.contactDays), withContact), and(closedBefore(kept.attachmentDays), withFiles));
	const counts = { contacts: 0, files: 0, held: 0 };
	await eachCase(context, and(isDue, eq(cases.isHeld, false)), async (context, number) => {
		const erased = await eraseExpired(context, number, kept);
		if (erased.contact) counts.contacts++;
		counts.files += erased.files;
	});
	return { ...counts, held: await db.$count(cases, and(isDue, eq(cases.isHeld, true))) };
}
