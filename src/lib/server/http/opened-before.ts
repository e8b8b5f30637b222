import { createHmac } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { dropCookie, readCookie, setCookie } from './cookies.ts';

/** Marks of the cases this browser opened last. */
const most = 8;
const keptSeconds = 30 * 86_400;

/**
 * Has this browser opened the case before? Then it is not kept waiting when a code is mistyped, or when somebody else
 * guesses from the same network (trust: number, code, link token). The mark tells nobody which case it is for.
 */
export function hasOpenedBefore(event: RequestEvent, number: string): boolean {
	return marksOf(event).includes(markFor(event, number));
}

export function noteOpened(event: RequestEvent, number: string): void {
	const mark = markFor(event, number);
	const marks = [mark, ...marksOf(event).filter((other) => other !== mark)].slice(0, most);
	setCookie(event, 'opened', marks.join('.'), { maxAge: keptSeconds });
}

export function forgetOpened(event: RequestEvent): void {
	dropCookie(event, 'opened');
}

function marksOf(event: RequestEvent): string[] {
	return readCookie(event, 'opened')?.split('.') ?? [];
}

function markFor({ locals }: RequestEvent, number: string): string {
	return createHmac('sha256', locals.context.secrets.pepper)
		.update(`opened:${number}`)
		.digest('base64url')
		.slice(0, 22);
}
