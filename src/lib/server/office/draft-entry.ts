import { eq } from 'drizzle-orm';
import { type Entry, partsOfEntry, writesKnowledge } from '../../domain/knowledge.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { knowledgeEntries } from '../db/schema/knowledge.ts';
import { knowledgeStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { assertTellsNobody, columnsOf, publishedRef, takeEntry } from './knowledge-entry.ts';

type Drafted = {
	/** Null makes a new entry. */
	id: number | null;
	/** The version the form was made from: the draft, else what is published; null for a new entry. */
	baseTextId: number | null;
	entry: Entry;
	/** Published numbers of the office, which an entry may name. */
	officeNumbers: readonly string[];
};

/**
 * Writes an entry of the 知识库 or a new version of one, for a second person to publish; a draft that waits is replaced,
 * what is published stays until then. Returns its id. Throws `knowledge.personal-data`, and `knowledge.changed` where
 * somebody else wrote meanwhile.
 */
export async function draftEntry(
	context: Context<StaffActor>,
	{ id, baseTextId, entry, officeNumbers }: Drafted
): Promise<number> {
	if (!writesKnowledge(context.actor)) throw new Refusal('case.not-found');
	assertTellsNobody(entry, officeNumbers);
	return inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const known = id === null ? null : await takeEntry(context, id);
		if (known && (known.draftTextId ?? known.publishedTextId) !== baseTextId) throw new Refusal('knowledge.changed');
		const written = await writeText(context, null, 'knowledge', partsOfEntry(entry));
		const draft = { draftTextId: written.textId, draftedAt: now, draftedById: actor.id };
		const [row] = known
			? await db
					.update(knowledgeEntries)
					.set(known.publishedTextId === null ? { ...columnsOf(entry), ...draft } : draft)
					.where(eq(knowledgeEntries.id, known.id))
					.returning({ id: knowledgeEntries.id })
			: await db
					.insert(knowledgeEntries)
					.values({ ...columnsOf(entry), ...draft })
					.returning({ id: knowledgeEntries.id });
		if (!row) throw new Error('an entry was not stored');
		const before = known && (await publishedRef(context, known));
		await record(context, knowledgeStream(row.id), 'knowledge.drafted', { entry: written, before });
		return row.id;
	});
}
