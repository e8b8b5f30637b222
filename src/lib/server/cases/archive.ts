import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { archiveDue, ratingEditableUntil } from '../../domain/deadline.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { ratings } from '../db/schema/handling.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { openDuty } from './duties.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 归档: the clock's act, when the 30 days from closing are over in which a resident may still rate, ask for re-handling
 * or a re-check; a merged case goes with its main. The dossier is only read from then on. False where it is not time.
 */
export function archiveCase(context: Context, number: CaseNumber): Promise<boolean> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		const closedAt =
			subject.state === 'merged' ? await closedWithMain(context, subject) : await closedForGood(context, subject);
		if (!closedAt) return false;
		permit(context, 'archive', subject);
		// what was merged had no end of its own: its retention counts from its main's
		await advance(context, subject, 'archive', { archivedAt: context.now, closedAt });
		await record(context, caseStream(subject.id), 'case.archived', {});
		return true;
	});
}

async function closedWithMain({ db }: Context, { mainId }: Case): Promise<Date | null> {
	const [main] = await db
		.select({ state: cases.state, closedAt: cases.closedAt })
		.from(cases)
		.where(eq(cases.id, mainId ?? 0))
		.limit(1);
	return main?.state === 'archived' ? main.closedAt : null;
}

/** Since when it is closed, unless a rating may still be changed or a call is owed: a dossier takes neither. */
async function closedForGood(context: Context, { id, state, closedAt }: Case): Promise<Date | null> {
	const { db, now } = context;
	if (!closedAt || state === 'archived' || now <= archiveDue(closedAt)) return null;
	if (await openDuty(context, id, 'call')) return null;
	const rated = await db.select({ at: ratings.ratedAt }).from(ratings).where(eq(ratings.caseId, id)).limit(2);
	return rated.some(({ at }) => now <= ratingEditableUntil(at)) ? null : closedAt;
}
