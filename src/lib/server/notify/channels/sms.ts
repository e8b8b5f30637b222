import { createHmac, createSecretKey } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { Channel, Outcome } from './channel.ts';

type Gateway = NonNullable<Config['sms']>;

/**
 * SMS by the office's own gateway: a POST of JSON or a form with the configured fields, signed by HMAC-SHA-256 over
 * `<x-timestamp>.<body>`. No redirect is followed, and of the answer only the status counts.
 */
export function openSms(gateway: Gateway, { patienceMs = 10_000, clock = () => new Date() } = {}): Channel {
	return {
		send: async ({ id, to, text }) => {
			const { type, body } = written(gateway, { id, to, text });
			const timestamp = String(Math.floor(clock().getTime() / 1000));
			try {
				const response = await fetch(gateway.url, {
					method: 'POST',
					headers: {
						'content-type': type,
						'idempotency-key': id,
						'x-timestamp': timestamp,
						'x-signature': signatureOf(gateway.secret, timestamp, body)
					},
					body,
					redirect: 'manual',
					signal: AbortSignal.timeout(patienceMs)
				});
				await response.body?.cancel();
				return outcomeOf(response.status);
			} catch (fault) {
				const isSlow = fault instanceof Error && fault.name === 'TimeoutError';
				return { as: 'failed', why: isSlow ? 'slow' : 'away' };
			}
		},
		close: () => {}
	};
}

/** What the gateway recomputes to know that a request is ours and not an old one. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
	return createHmac('sha256', createSecretKey(Buffer.from(secret)))
		.update(`${timestamp}.${body}`)
		.digest('hex');
}

function written({ format, fields }: Gateway, values: Record<'id' | 'to' | 'text', string>) {
	// filled in after the fields were taken apart: no value can add a field
	const filled = [...new URLSearchParams(fields)].map(([name, value]): [string, string] => [
		name,
		value.replace(/\{(id|to|text)\}/g, (_, which: keyof typeof values) => values[which])
	]);
	return format === 'form'
		? { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(filled).toString() }
		: { type: 'application/json', body: JSON.stringify(Object.fromEntries(filled)) };
}

function outcomeOf(status: number): Outcome {
	if (status >= 200 && status < 300) return { as: 'sent' };
	const isForNow = status >= 500 || [401, 403, 408, 425, 429].includes(status);
	// a wrong key or address is the office's to mend: the message itself is good
	if (isForNow || status < 400 || status === 404) return { as: 'failed', why: 'busy' };
	return { as: 'failed', why: 'refused' };
}
