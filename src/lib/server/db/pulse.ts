import type { Sql } from 'postgres';
import { within } from '../patience.ts';

const goodForMs = 250;

/**
 * Asks whether a connection can be had and answers. All who ask at once share one question, and the answer is good
 * for a quarter of a second: it costs nothing under load, and a full pool or a frozen database is noticed before
 * anything is begun. Rejects with `DATABASE_SILENT` after `patienceMs`.
 */
export function openPulse(sql: Sql, patienceMs: number): () => Promise<void> {
	let asked: Promise<void> | null = null;
	let answeredAt = 0;
	return () => {
		if (!asked && performance.now() - answeredAt < goodForMs) return Promise.resolve();
		asked ??= within(patienceMs, sql`select 1`.execute())
			.then(() => void (answeredAt = performance.now()))
			.finally(() => (asked = null));
		return asked;
	};
}
