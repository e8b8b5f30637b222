import type { Recording } from '../recorder.ts';

/** The server did not answer, or not usefully: it may be tried again. */
export class Away extends Error {}
/** The server said no, by the key of a refusal; asking again will not help. */
export class Refused extends Error {
	readonly key: string;
	readonly seconds: number;
	constructor(key: string, seconds = 0) {
		super(key);
		this.key = key;
		this.seconds = seconds;
	}
}

type Asked = { token?: string | undefined; body: object; patienceMs?: number; isLast?: boolean };

/** Asks one of the kiosk's endpoints in JSON; what is said last outlives the page. Throws `Away` or `Refused`. */
export function ask<Answer>(path: string, { token, body, patienceMs = 8000, isLast }: Asked): Promise<Answer> {
	const headers = { 'content-type': 'application/json' };
	return post<Answer>(path, token, headers, JSON.stringify(body), patienceMs, isLast);
}

/** Sends a sealed letter; resolves only when the answer names its number. Throws `Away` or `Refused`. */
export async function sendLetter(
	token: string,
	number: string,
	sealed: Uint8Array<ArrayBuffer>,
	{ patienceMs }: { patienceMs: number }
): Promise<void> {
	const headers = {
		'content-type': 'application/octet-stream',
		'x-huiyin-number': number,
		'x-huiyin-sent-at': new Date().toISOString()
	};
	const answer = await post<{ number: string }>('letters', token, headers, sealed, patienceMs);
	if (answer.number !== number) throw new Away();
}

/** Has a recording turned into text by the office's own service, if it has one. Throws `Away` or `Refused`. */
export async function sendRecording(
	token: string | undefined,
	{ bytes, mime, seconds }: Recording,
	{ patienceMs }: { patienceMs: number }
): Promise<string> {
	const headers = { 'content-type': mime, 'x-huiyin-seconds': String(seconds) };
	return (await post<{ text: string }>('transcribe', token, headers, bytes, patienceMs)).text;
}

async function post<Answer>(
	path: string,
	token: string | undefined,
	headers: Record<string, string>,
	body: BodyInit,
	patienceMs: number,
	keepalive = false
): Promise<Answer> {
	let response: Response;
	let told: unknown;
	try {
		response = await fetch(`/kiosk/api/${path}`, {
			method: 'POST',
			headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
			body,
			credentials: 'omit',
			cache: 'no-store',
			redirect: 'error',
			keepalive,
			signal: AbortSignal.timeout(patienceMs)
		});
		told = await response.json();
	} catch {
		throw new Away();
	}
	if (response.ok) return told as Answer;
	if (response.status >= 500 || response.status === 408) throw new Away();
	throw refusalOf(told);
}

function refusalOf(told: unknown): Refused {
	if (typeof told !== 'object' || told === null || !('key' in told)) return new Refused('fault');
	const details = 'details' in told ? told.details : null;
	const seconds = typeof details === 'object' && details !== null && 'seconds' in details ? Number(details.seconds) : 0;
	return new Refused(String(told.key), seconds);
}
