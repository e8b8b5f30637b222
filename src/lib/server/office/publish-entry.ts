import { eq } from 'drizzle-orm';
import { publishesKnowledge } from '../../domain/knowledge.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { knowledgeEntries } from '../db/schema/knowledge.ts';
import { knowledgeStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import {
	assertTellsNobody,
	columnsOf,
	type EntryRow,
	publishedRef,
	readVersion,
	takeEntry
} from './knowledge-entry.ts';

type StaffContext = Context<StaffActor>;
const noDraft = { draftTextId: null, draftedAt: null, draftedById: null };

/**
 * The second person publishes the draft as it stands, after the same check once more; it takes the place of what was
 * published. Throws `knowledge.second-person` for the writer, `knowledge.changed` where the draft is another by now.
 */
export function publishEntry(
	context: StaffContext,
	id: number,
	{ textId, officeNumbers }: { textId: number; officeNumbers: readonly string[] }
): Promise<void> {
	return review(context, id, textId, async (context, row) => {
		const { db, now, actor } = context;
		const { entry, ref } = await readVersion(context, textId);
		assertTellsNobody(entry, officeNumbers);
		const before = await publishedRef(context, row);
		await db
			.update(knowledgeEntries)
			.set({
				...columnsOf(entry),
				...noDraft,
				...{ publishedTextId: textId, publishedAt: now, publishedById: actor.id }
			})
			.where(eq(knowledgeEntries.id, id));
		await record(context, knowledgeStream(id), 'knowledge.published', { entry: ref, before });
	});
}

/** Gives the draft back with a reason; what is published stays. Throws as `publishEntry`. */
export function returnEntry(
	context: StaffContext,
	id: number,
	{ textId, reason }: { textId: number; reason: string }
): Promise<void> {
	return review(context, id, textId, async (context) => {
		const { ref } = await readVersion(context, textId);
		await context.db.update(knowledgeEntries).set(noDraft).where(eq(knowledgeEntries.id, id));
		const words = await writeText(context, null, 'reason', { text: reason });
		await record(context, knowledgeStream(id), 'knowledge.returned', { entry: ref, reason: words });
	});
}

/** Takes an entry off the public pages at once, with a reason. It stays readable for staff and may be written anew. */
export function unpublishEntry(context: StaffContext, id: number, reason: string): Promise<void> {
	return publish(context, async (context) => {
		const row = await takeEntry(context, id);
		const before = await publishedRef(context, row);
		if (!before) throw new Refusal('knowledge.changed');
		await context.db
			.update(knowledgeEntries)
			.set({ publishedTextId: null, publishedAt: null, publishedById: null })
			.where(eq(knowledgeEntries.id, id));
		const words = await writeText(context, null, 'reason', { text: reason });
		await record(context, knowledgeStream(id), 'knowledge.unpublished', { before, reason: words });
	});
}

/** By somebody who did not write the draft. */
function review(
	context: StaffContext,
	id: number,
	textId: number,
	decide: (context: StaffContext, row: EntryRow) => Promise<void>
): Promise<void> {
	return publish(context, async (context) => {
		const row = await takeEntry(context, id);
		if (row.draftTextId !== textId) throw new Refusal('knowledge.changed');
		if (row.draftedById === context.actor.id) throw new Refusal('knowledge.second-person');
		await decide(context, row);
	});
}

async function publish(context: StaffContext, work: (context: StaffContext) => Promise<void>): Promise<void> {
	if (!publishesKnowledge(context.actor)) throw new Refusal('case.not-found');
	await inTransaction(context, work);
}
