import { and, eq, inArray } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { mayRest, placeholdersOf, readWordingKey, wordingLists } from '../../domain/wordings.ts';
import { type Context, inTransaction } from '../context.ts';
import { wordings } from '../db/schema/watching.ts';
import { record } from '../events/record.ts';
import { bothVersions } from './both-versions.ts';

type Words = { zh: string; en: string };

/**
 * Words a reason, a tag, a hotline or a message anew, or takes a reason out of use; its code stays, and so does what was
 * said before. `usual` is what stands where the office has said nothing. Throws `wording.unknown`,
 * `wording.placeholders` (a date left out or made up), `wording.must-stay`.
 */
export async function changeWording(
	context: Context<StaffActor>,
	{ key, isOffered, ...words }: { key: string; isOffered: boolean } & Words,
	usual: Words
): Promise<void> {
	if (!context.actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	const read = readWordingKey(key);
	if (!read) throw new Refusal('wording.unknown');
	for (const locale of ['zh', 'en'] as const) {
		const needed = placeholdersOf(usual[locale]);
		if (placeholdersOf(words[locale]).join() !== needed.join())
			throw new Refusal('wording.placeholders', { needed: needed.map((name) => `{${name}}`).join(' ') });
	}
	return inTransaction(context, async (context) => {
		const { db, now } = context;
		if (!isOffered) await assertMayRest(context, read);
		const [stood] = await db.select().from(wordings).where(eq(wordings.key, key)).for('update');
		const versions = await bothVersions(context, {
			...{ kind: 'settings.wording-changed', which: { key } },
			before: partsOf(stood ?? { ...usual, isOffered: true }),
			after: partsOf({ ...words, isOffered })
		});
		const row = { ...words, isOffered, textId: versions.value.textId, changedAt: now };
		await db
			.insert(wordings)
			.values({ key, ...row })
			.onConflictDoUpdate({ target: wordings.key, set: row });
		await record(context, 'settings', 'settings.wording-changed', { key, ...versions });
	});
}

const partsOf = ({ zh, en, isOffered }: Words & { isOffered: boolean }) => ({ zh, en, offered: String(isOffered) });

type Read = NonNullable<ReturnType<typeof readWordingKey>>;

/** Some stay; and one of a list at least. */
async function assertMayRest({ db }: Context, read: Read): Promise<void> {
	const others = wordingLists[read.list].filter((code) => code !== read.code).map((code) => `${read.list}.${code}`);
	const resting = await db.$count(wordings, and(inArray(wordings.key, others), eq(wordings.isOffered, false)));
	if (!mayRest(read) || resting === others.length) throw new Refusal('wording.must-stay');
}
