import type { RequestEvent } from '@sveltejs/kit';
import { Refusal } from '../../domain/refusal.ts';
import type { Attachment } from '../attachments/keep.ts';
import { acceptFromPhone, findPhone, type PhoneSide } from '../intake/photo-tickets.ts';
import { readCookie, setCookie } from './cookies.ts';

/** The resident's phone keeps its side of a kiosk's photo ticket in a cookie. */
const name = 'photos';
/** Longer than any ticket, so that the phone can be told that its time is over. */
const keptSeconds = 3600;

export function phoneSecret(event: RequestEvent): string | undefined {
	return readCookie(event, name);
}

export function keepPhone(event: RequestEvent, secret: string): void {
	setCookie(event, name, secret, { maxAge: keptSeconds });
}

/** The ticket this phone opened, or null. */
export async function readPhone(event: RequestEvent): Promise<PhoneSide | null> {
	const secret = phoneSecret(event);
	return secret ? findPhone(event.locals.context, secret) : null;
}

/** Takes a photo from the phone that asks. Throws `case.too-late` for one without a good ticket. */
export function takeFromPhone(event: RequestEvent, bytes: Buffer, id?: string): Promise<Attachment> {
	const secret = phoneSecret(event);
	if (!secret) throw new Refusal('case.too-late');
	return acceptFromPhone(event.locals.context, secret, bytes, id);
}
