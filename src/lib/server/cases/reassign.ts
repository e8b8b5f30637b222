import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { handledFirst } from './handled-first.ts';
import { assertEligibleHandler } from './in-charge.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 改派: another person of the unit is in charge; the state stays. In rework that names the new handler, who must not
 * be a first one (ruling 4). Throws `case.reworker-must-differ`, `case.excluded-person`.
 */
export function reassignCase(
	context: Context,
	number: CaseNumber,
	{ version, ownerId, reason }: { version: number; ownerId: number; reason: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'reassign', subject);
		if (subject.unitId === null) throw new Refusal('case.not-in-this-state', { state: subject.state });
		if (subject.state === 'rework' && (await handledFirst(context, subject)).includes(ownerId))
			throw new Refusal('case.reworker-must-differ');
		await assertEligibleHandler(context, subject, subject.unitId, ownerId);
		const reassigned = await advance(context, subject, 'reassign', { ownerId });
		await record(context, caseStream(subject.id), 'case.reassigned', {
			ownerId,
			fromId: subject.ownerId,
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
		return reassigned;
	});
}
