import { describe, expect, it, vi } from 'vitest';
import type { Database } from '#lib/server/db/connect.ts';
import { gathered } from '#lib/server/db/gathered.ts';

const place = () => ({}) as Database;

/** A statement that answers when it is let, and says what it was asked. */
function statement(answer: (item: number) => number = (item) => item * 10) {
	const asked: number[][] = [];
	const pending: (() => void)[] = [];
	const ask = gathered(async (_db, items: readonly number[]) => {
		asked.push([...items]);
		await new Promise<void>((resolve) => pending.push(resolve));
		return items.map(answer);
	});
	const letAnswer = async () => {
		for (const resolve of pending.splice(0)) resolve();
		await new Promise((resolve) => setTimeout(resolve));
	};
	return { ask, asked, letAnswer };
}

describe('a shared statement', () => {
	it('goes out at once for who comes alone, and once for all who come meanwhile', async () => {
		const { ask, asked, letAnswer } = statement();
		const db = place();
		const answers = [1, 2, 3, 4].map((item) => ask(db, item));
		expect(asked).toEqual([[1]]);
		await letAnswer();
		expect(asked).toEqual([[1], [2, 3, 4]]);
		await letAnswer();
		expect(await Promise.all(answers)).toEqual([10, 20, 30, 40]);
		void ask(db, 5);
		expect(asked.at(-1)).toEqual([5]);
	});

	it('is never longer than 32', async () => {
		const { ask, asked, letAnswer } = statement();
		const db = place();
		const answers = Array.from({ length: 41 }, (_, item) => ask(db, item));
		for (let round = 0; round < 3; round++) await letAnswer();
		expect(asked.map(({ length }) => length)).toEqual([1, 32, 8]);
		expect(await Promise.all(answers)).toHaveLength(41);
	});

	it('lets nobody fail for another: a failed one is asked for each alone', async () => {
		const { ask, asked, letAnswer } = statement((item) => {
			if (item === 3) throw new Error('three');
			return item;
		});
		const db = place();
		const answers = Promise.allSettled([1, 2, 3, 4].map((item) => ask(db, item)));
		for (let round = 0; round < 3; round++) await letAnswer();
		expect(asked).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
		expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
		void ask(db, 5);
		expect(asked.at(-1)).toEqual([5]);
	});

	it('is given up after two and a half seconds, and holds up nobody behind it', async () => {
		vi.useFakeTimers();
		const silent = new Set([1]);
		const ask = gathered(async (_db, items: readonly number[]) => {
			if (items.some((item) => silent.has(item))) await new Promise(() => {});
			return items;
		});
		const db = place();
		const first = ask(db, 1).catch((fault: { code: string }) => fault.code);
		const second = ask(db, 2);
		await vi.advanceTimersByTimeAsync(2600);
		vi.useRealTimers();
		expect(await first).toBe('DATABASE_SILENT');
		expect(await second).toBe(2);
	});

	it('is not shared with another database or transaction', () => {
		const { ask, asked } = statement();
		void ask(place(), 1);
		void ask(place(), 2);
		expect(asked).toEqual([[1], [2]]);
	});
});
