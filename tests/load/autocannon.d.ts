/** As much of autocannon as the bench uses: it brings no types. */
declare module 'autocannon' {
	import type { EventEmitter } from 'node:events';

	type Sent = { method?: string; path?: string; headers?: Record<string, string>; body?: string };
	type Kept = Record<string, unknown>;
	type Options = {
		url: string;
		connections: number;
		amount?: number;
		duration?: number;
		requests: {
			setupRequest: (request: Sent, kept: Kept) => Sent;
			onResponse: (status: number, body: string, kept: Kept, headers: Record<string, string>) => void;
		}[];
	};
	type Result = { errors: number; timeouts: number };
	type Run = EventEmitter & PromiseLike<Result>;
	export default function autocannon(options: Options): Run;
}
