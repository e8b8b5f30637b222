import { eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { canonicalParts, type Parts } from '../../domain/texts.ts';
import type { Context } from '../context.ts';
import { texts } from '../db/schema/texts.ts';
import type { EventKind, TextRef } from '../events/catalogue.ts';
import { writeText } from '../events/write-text.ts';

export type BothVersions = { before: TextRef | null; value: TextRef };
type Change = {
	kind: EventKind & `settings.${string}`;
	/** What in the event says which one of its kind it is. */
	which: Record<string, string | number>;
	/** What stands, as its row says; null for what is new. */
	before: Parts | null;
	after: Parts;
};

/**
 * What a change of the settings names: the version that stood and the one that stands now. The version that stood is
 * the one the last change left; where there was none, or it says something else, it is written down as the row has it.
 */
export async function bothVersions(context: Context, { kind, which, before, after }: Change): Promise<BothVersions> {
	const stood = before && ((await lastVersion(context, kind, which, before)) ?? (await writeSetting(context, before)));
	return { before: stood, value: await writeSetting(context, after) };
}

const writeSetting = (context: Context, parts: Parts) => writeText(context, null, 'setting', parts);

async function lastVersion({ db }: Context, kind: string, which: object, parts: Parts): Promise<TextRef | null> {
	const [last] = await db.execute<{ value: unknown }>(sql`
		select data -> 'value' as value from events
		where stream = 'settings' and kind = ${kind} and data @> ${JSON.stringify(which)}::jsonb
		order by position desc limit 1`);
	const named = v.safeParse(versionSchema, last?.value);
	if (!named.success) return null;
	const [text] = await db.select({ body: texts.body }).from(texts).where(eq(texts.id, named.output.textId)).limit(1);
	return text?.body === canonicalParts(parts) ? named.output : null;
}

const versionSchema = v.object({ textId: v.number(), digest: v.string() });
