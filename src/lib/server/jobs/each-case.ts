import { and, asc, gt, type SQL } from 'drizzle-orm';
import { type CaseNumber, readStoredNumber } from '../../domain/case-number.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';

const batch = 200;

/**
 * Case by case, each in a transaction of its own, in the order of their ids. One that cannot be done keeps no other
 * back: the fault comes at the end, so that the task is tried again.
 */
export async function eachCase(
	context: Context,
	which: SQL | undefined,
	work: (context: Context, number: CaseNumber, id: number) => Promise<unknown>
): Promise<void> {
	const faults: unknown[] = [];
	for (let last = 0; ;) {
		const due = await context.db
			.select({ id: cases.id, number: cases.number })
			.from(cases)
			.where(and(which, gt(cases.id, last)))
			.orderBy(asc(cases.id))
			.limit(batch);
		for (const { id, number } of due) {
			last = id;
			try {
				await work(context, readStoredNumber(number), id);
			} catch (fault) {
				faults.push(fault);
			}
		}
		if (due.length < batch) break;
	}
	if (faults.length > 0) throw new Error(`${faults.length} cases could not be done`, { cause: faults[0] });
}
