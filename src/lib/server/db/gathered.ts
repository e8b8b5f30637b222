import { within } from '../patience.ts';
import type { Database, Transaction } from './connect.ts';

type Place = Database | Transaction;
type Asking<Item, Answer> = { item: Item; resolve: (answer: Answer) => void; reject: (fault: unknown) => void };

/** Bounds a statement and what has to be asked again when it fails. */
const mostTogether = 32;
/** As long as the database itself lets a statement take: a line that fell silent must not hold up those who wait. */
const patienceMs = 2500;

/**
 * Lets callers that come while a statement is under way share the next one: under load its cost is borne by many, and
 * a lone caller waits for nobody. `ask` answers its items in their order. When a shared statement fails, each caller
 * is asked for alone, so that nobody fails for another; whatever is gathered must bear being asked twice. Inside a
 * transaction there is nobody to share with.
 */
export function gathered<Item, Answer>(
	ask: (db: Place, items: readonly Item[]) => Promise<readonly Answer[]>
): (db: Place, item: Item) => Promise<Answer> {
	const lines = new WeakMap<Place, { waiting: Asking<Item, Answer>[]; isBusy: boolean }>();

	const askFor = async (db: Place, batch: readonly Asking<Item, Answer>[]): Promise<void> => {
		try {
			const items = batch.map(({ item }) => item);
			const answers = await within(patienceMs, ask(db, items));
			if (answers.length !== batch.length) throw new Error('a shared statement left somebody without an answer');
			batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
		} catch (fault) {
			if (batch.length === 1) batch.forEach(({ reject }) => reject(fault));
			else await Promise.all(batch.map((one) => askFor(db, [one])));
		}
	};

	return (db, item) =>
		new Promise((resolve, reject) => {
			const line = lines.get(db) ?? { waiting: [], isBusy: false };
			lines.set(db, line);
			line.waiting.push({ item, resolve, reject });
			if (line.isBusy) return;
			line.isBusy = true;
			void (async () => {
				while (line.waiting.length > 0) await askFor(db, line.waiting.splice(0, mostTogether));
				line.isBusy = false;
			})();
		});
}
