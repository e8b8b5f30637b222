import { fileOne, type Resident } from './resident.ts';

/** Residents who file at the same time, and what is known of them meanwhile. */
export type Crowd = {
	acknowledged: readonly Resident[];
	/** Resolves when so many have an acknowledgement; rejects when the crowd is gone before. */
	reached: (count: number) => Promise<void>;
	/** Ends when everybody has a receipt, with how often somebody had to ask again. Throws what stopped one of them. */
	gone: Promise<{ retries: number }>;
};

/** One in so many presses twice. */
const doubtfulOf = 8;

/** Lets `wanted` residents file at `site`, `atOnce` at a time, each with words of their own. */
export function gather(
	site: string,
	{ wanted, atOnce, enough }: { wanted: number; atOnce: number; enough: AbortSignal }
): Crowd {
	const acknowledged: Resident[] = [];
	const waiting: { count: number; resolve: () => void }[] = [];
	let retries = 0;
	let begun = 0;
	const watch = {
		enough,
		onRetry: () => void retries++,
		onAcknowledged: (resident: Resident) => {
			acknowledged.push(resident);
			for (const { count, resolve } of waiting) if (acknowledged.length >= count) resolve();
		}
	};
	const residents = async () => {
		while (begun < wanted) {
			const ordinal = ++begun;
			const text = `石桥路口第 ${ordinal} 盏路灯不亮，晚上走路看不清，请派人修一修。`;
			await fileOne(site, { text, isDoubtful: ordinal % doubtfulOf === 0 }, watch);
		}
	};
	const gone = Promise.all(Array.from({ length: atOnce }, residents)).then(() => ({ retries }));
	return {
		acknowledged,
		gone,
		reached: (count) =>
			Promise.race([new Promise<void>((resolve) => waiting.push({ count, resolve })), gone.then(() => {})])
	};
}
