import type { RegisterFilter } from '#lib/domain/register.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { Messages } from '#lib/i18n/messages.ts';

/** 2026-01-01 至 2026-03-31, and what is open at one end or both. */
export function periodInWords(
	{ from, to }: Pick<RegisterFilter, 'from' | 'to'>,
	words: Messages<'register'>['printing']
): string {
	if (from && to) return fill(words.between, { from, to });
	if (from) return fill(words.since, { from });
	return to ? fill(words.until, { to }) : words.always;
}
