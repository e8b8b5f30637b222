import * as v from 'valibot';
import { textField } from './form-fields.ts';
import { textLimits } from './submission.ts';

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)));
/** 128 bits in base64url: link tokens and the tickets of a visit. */
export const kioskToken = v.pipe(v.string(), v.regex(/^[\w-]{22}$/));
const instant = v.pipe(v.string(), v.isoTimestamp());

/**
 * 交上来的一封: what a kiosk seals to the server's key. Number, code and link token were made on the kiosk and are final
 * (ruling 18). `parts` are the recording and photos whose bytes follow, in this order.
 */
export const kioskLetter = v.object({
	version: v.literal(1),
	/** 128 random bits made with the letter: a resend makes no second case. */
	submissionKey: hex(16),
	number: v.pipe(v.string(), v.regex(/^[A-Z]{1,4}\d{6}-\d{7}$/)),
	code: v.pipe(v.string(), v.regex(/^\d{10}$/)),
	linkToken: kioskToken,
	tilePosition: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))),
	/** Empty when a recording stands for it. */
	text: textField('text', [0, textLimits.text[1]]),
	place: textField('place', textLimits.place),
	hasDanger: v.boolean(),
	identity: v.picklist(['anonymous', 'contact', 'confidential']),
	phone: v.pipe(v.string(), v.maxLength(40)),
	wantsCall: v.boolean(),
	/** By the kiosk's clock. */
	submittedAt: instant,
	locale: v.picklist(['zh-CN', 'en']),
	/** 代填: proves which clerk unlocked the kiosk. */
	assistTicket: v.nullable(kioskToken),
	/** Photos that wait on the server, sent by the resident's phone. */
	photoTicket: v.nullable(kioskToken),
	parts: v.pipe(
		v.array(
			v.object({
				kind: v.picklist(['recording', 'photo']),
				bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_485_760)),
				/** Of a recording. */
				seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(600))
			})
		),
		v.maxLength(6)
	)
});
export type KioskLetter = v.InferOutput<typeof kioskLetter>;

/** What a kiosk says of itself each minute. */
export const kioskBeat = v.object({
	version: v.pipe(v.string(), v.maxLength(40)),
	queued: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
	oldestQueuedAt: v.nullable(instant),
	stuck: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
	freeNumbers: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
	paper: v.picklist(['ok', 'out', 'unknown']),
	now: instant
});
export type KioskBeat = v.InferOutput<typeof kioskBeat>;
