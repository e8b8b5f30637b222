import type { CaseNumber } from '../../domain/case-number.ts';
import { type Day, endOfDay } from '../../domain/clock.ts';
import { type ExternalSource, plainExternalNumber } from '../../domain/external.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/** Their number, and until when they want the answer; null where they say nothing. */
export type External = { source: ExternalSource; number: string; dueOn: Day | null };

/**
 * 上级交办、12345 转来: keeps the number and the deadline of whoever passed the case on, beside ours. Our due stays as it
 * is: theirs, where it is earlier, only comes first in the lists.
 */
export function noteExternal(
	context: Context,
	number: CaseNumber,
	{ version, external }: { version: number; external: External }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'note-external', subject);
		const externalNumber = plainExternalNumber(external.number);
		const externalDueAt = external.dueOn === null ? null : endOfDay(external.dueOn);
		const noted = await advance(context, subject, 'note-external', {
			externalSource: external.source,
			externalNumber,
			externalDueAt
		});
		await record(context, caseStream(subject.id), 'case.external-noted', {
			source: external.source,
			number: externalNumber,
			dueAt: externalDueAt?.toISOString() ?? null
		});
		return noted;
	});
}
