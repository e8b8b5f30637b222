import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { attachments } from '../db/schema/attachments.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { searchVector } from '../db/search-vector.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 线索检查: the dispatcher writes the text the unit will get of a confidential case, and releases photos that show
 * nobody; a recording is never released. From then on the unit's pages, search and export use this text alone (ruling 8).
 */
export function checkClues(
	context: Context,
	number: CaseNumber,
	{
		version,
		title,
		text,
		place,
		releasedIds
	}: {
		version: number;
		title: string;
		text: string;
		place: string;
		releasedIds: readonly string[];
	}
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'check-clues', subject);
		const checked = await writeText(context, subject.id, 'checked-matter', { title, text, place });
		const { db } = context;
		await db.update(attachments).set({ isReleased: false }).where(eq(attachments.caseId, subject.id));
		const released = releasedIds.length
			? await db
					.update(attachments)
					.set({ isReleased: true })
					.where(
						and(
							eq(attachments.caseId, subject.id),
							isNull(attachments.seconds),
							inArray(attachments.id, [...releasedIds])
						)
					)
					.returning({ id: attachments.id })
			: [];
		const after = await advance(context, subject, 'check-clues', {
			checkedTitle: title,
			checkedTextId: checked.textId,
			checkedSearch: searchVector(`${title}\n${text}\n${place}`)
		});
		await record(context, caseStream(subject.id), 'case.clues-checked', { checked, released: released.length });
		return after;
	});
}
