import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { dueOf } from './accept.ts';
import { advance } from './advance.ts';
import { inChargeAgain } from './in-charge.ts';
import { type Case, permit } from './take-case.ts';
import { takeGroup } from './take-group.ts';

/** What ends with being a part of another case. */
export const apart = { mainId: null, mergedAt: null, mergedDueAt: null, resumesTo: null };

/**
 * 撤销并案: the part is a case of its own again, in the state, with the due and in the hands it had; who may not have
 * it any more is followed by another. An answer it shared was not its own: it still owes its first. Its ratings are
 * kept. The reason is shown to the resident.
 */
export function unMergeCase(
	context: Context,
	number: CaseNumber,
	{ version, reason }: { version: number; reason: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const { subject, main } = await takeGroup(context, number, version);
		permit(context, 'un-merge', subject);
		const ownerId = await inChargeAgain(context, subject);
		const freed = await advance(context, subject, 'un-merge', {
			...apart,
			ownerId,
			dueAt: subject.mergedDueAt ?? subject.firstDueAt,
			answeredAt: null
		});
		await record(context, caseStream(subject.id), 'case.un-merged', {
			mainId: main.id,
			ownerId,
			dueAt: dueOf(freed),
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		await record(context, caseStream(main.id), 'case.part-un-merged', { partId: subject.id });
		return freed;
	});
}
