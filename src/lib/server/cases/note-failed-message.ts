import type { CaseNumber } from '../../domain/case-number.ts';
import type { LetterKind, MessageChannel } from '../../domain/messages.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { callOwedBy, raiseDuty } from './duties.ts';
import { permit, takeCase } from './take-case.ts';

type Failed = { messageId: number; channel: MessageChannel; letter: LetterKind; owesCall: boolean };

/**
 * The clock's act: a message to the resident was given up. Of an answer nobody was told by any road a call is owed
 * (ruling 2); the clock stays where it is.
 */
export function noteFailedMessage(context: Context, number: CaseNumber, failed: Failed): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'note-failed-message', subject);
		if (failed.owesCall) await raiseDuty(context, subject, 'call', callOwedBy(subject));
		await record(context, caseStream(subject.id), 'case.message-failed', failed);
	});
}
