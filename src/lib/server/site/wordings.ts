import { labelLists, readWordingKey } from '../../domain/wordings.ts';
import type { Locale } from '../../domain/preferences.ts';
import type { Database } from '../db/connect.ts';
import { wordings } from '../db/schema/watching.ts';

export type OfficeWords = ReadonlyMap<string, { zh: string; en: string; isOffered: boolean }>;

const keptMs = 60_000;
const kept = new WeakMap<Database, { at: number; words: Promise<OfficeWords> }>();

/** What the office has worded for itself, asked for at most once a minute a process; `forgetWords` after a change. */
export function officeWords(db: Database): Promise<OfficeWords> {
	const now = Date.now();
	const known = kept.get(db);
	if (known && now - known.at < keptMs) return known.words;
	const words = readWords(db);
	// while the database is away the words of before still stand
	kept.set(db, { at: now, words: known ? words.catch(() => known.words) : words });
	if (!known) words.catch(() => kept.delete(db));
	return known ? known.words : words;
}

export function forgetWords(db: Database): void {
	kept.delete(db);
}

async function readWords(db: Database): Promise<OfficeWords> {
	const rows = await db.select().from(wordings).limit(500);
	return new Map(rows.map(({ key, zh, en, isOffered }) => [key, { zh, en, isOffered }]));
}

/** What of it stands in place of the labels of every page, in one language, and which codes are not offered any more. */
export function labelsIn(words: OfficeWords, locale: Locale) {
	const labels: Partial<Record<(typeof labelLists)[number], Record<string, string>>> = {};
	const resting: string[] = [];
	for (const [key, { zh, en, isOffered }] of words) {
		const read = readWordingKey(key);
		const list = labelLists.find((one) => one === read?.list);
		if (!read || !list) continue;
		labels[list] = { ...labels[list], [read.code]: locale === 'en' ? en : zh };
		if (!isOffered) resting.push(key);
	}
	return { labels, resting };
}
