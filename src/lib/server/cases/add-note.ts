import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/** 办理情况(内部): a note no resident sees. */
export function addNote(
	context: Context,
	number: CaseNumber,
	{ version, text }: { version: number; text: string }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'add-note', subject);
		await advance(context, subject, 'add-note');
		const note = await writeText(context, subject.id, 'note', { text });
		await record(context, caseStream(subject.id), 'case.note-added', { note });
	});
}
