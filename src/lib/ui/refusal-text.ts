import { page } from '$app/state';
import type { FormFailure } from '#lib/domain/form-failure.ts';
import { fill } from '#lib/i18n/fill.ts';
import { momentInWords } from '#lib/i18n/dates.ts';
import { words } from './words.ts';

/** A refusal in the reader's language; to be read while a page is drawn. */
export function refusalText({ key, details }: NonNullable<FormFailure['refusal']>): string {
	const { refusal } = words().problems;
	const { at, ...rest } = details;
	const when = typeof at === 'string' ? momentInWords(new Date(at), page.data.preferences.locale) : '';
	return fill(refusal[key] ?? refusal['case.not-in-this-state'], { ...rest, at: when });
}
