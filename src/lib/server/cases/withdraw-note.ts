import { and, desc, eq, inArray } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { undoMs } from '../../domain/undo.ts';
import { type Context, inTransaction } from '../context.ts';
import { events } from '../db/schema/events.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * 撤销备注: takes back the note one has just written, within ten seconds and the time a slow line takes. The ledger
 * keeps both; pages show the words no more (decision 024). Throws `note.too-late`.
 */
export function withdrawNote(context: Context<StaffActor>, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const { db, actor, now } = context;
		const subject = await takeCase(context, number, null);
		permit(context, 'withdraw-note', subject);
		const [last] = await db
			.select({ kind: events.kind, at: events.at, data: events.data })
			.from(events)
			.where(
				and(
					eq(events.stream, caseStream(subject.id)),
					inArray(events.kind, ['case.note-added', 'case.note-withdrawn']),
					eq(events.actorId, actor.id),
					eq(events.actorKind, 'staff')
				)
			)
			.orderBy(desc(events.position))
			.limit(1);
		const noteId = last?.kind === 'case.note-added' ? idOf(last.data.note) : null;
		if (!last || noteId === null || now.getTime() - last.at.getTime() > undoMs.heard)
			throw new Refusal('note.too-late');
		await advance(context, subject, 'withdraw-note');
		await record(context, caseStream(subject.id), 'case.note-withdrawn', { noteId });
	});
}

function idOf(note: unknown): number | null {
	return typeof note === 'object' && note !== null && 'textId' in note && typeof note.textId === 'number'
		? note.textId
		: null;
}
