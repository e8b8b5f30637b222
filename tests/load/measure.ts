import autocannon from 'autocannon';

export type Reply = { status: number; location: string; body: string };

/** One request, and how to tell that its answer is the right one: a quick error must not count. */
export type Question = {
	method: 'GET' | 'POST';
	path: string;
	headers?: Record<string, string>;
	body?: string;
	isRight: (reply: Reply) => boolean;
};

export type Figures = { perSecond: number; p50: number; p99: number };

/** Ask `amount` times, or for `seconds`. */
type Extent = { amount: number } | { seconds: number };

const connections = 16;

/** Asks over 16 connections, each its next question when the last is answered. Throws on the first wrong answer. */
export async function measure(url: string, next: () => Question, extent: Extent): Promise<Figures> {
	const times: number[] = [];
	const wrong: Reply[] = [];
	let endedAt = 0;
	const run = autocannon({
		url,
		connections,
		...('amount' in extent ? { amount: extent.amount } : { duration: extent.seconds }),
		requests: [
			{
				setupRequest: (request, kept) => {
					const { isRight, ...question } = next();
					kept.isRight = isRight;
					return { ...request, ...question };
				},
				onResponse: (status, body, kept, headers) => {
					const reply = { status, body, location: headers.location ?? headers.Location ?? '' };
					const isRight = typeof kept.isRight === 'function' && kept.isRight(reply);
					if (!isRight) wrong.push(reply);
				}
			}
		]
	});
	const beganAt = performance.now();
	run.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) => {
		times.push(ms);
		endedAt = performance.now();
	});
	const { errors, timeouts } = await run;
	if (wrong[0]) throw new Error(`${wrong.length} wrong answers, the first: ${JSON.stringify(wrong[0]).slice(0, 500)}`);
	if (errors || timeouts) throw new Error(`${errors} errors, ${timeouts} of them time-outs`);
	times.sort((one, other) => one - other);
	const quantile = (share: number) => times[Math.floor(times.length * share)] ?? Infinity;
	return { perSecond: (times.length / (endedAt - beganAt)) * 1000, p50: quantile(0.5), p99: quantile(0.99) };
}
