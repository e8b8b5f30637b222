import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { defaultPreferences, type Preferences, preferencesSchema } from '../../domain/preferences.ts';
import { readCookie, setCookie } from './cookies.ts';

/** The one preferences cookie: language, text size, theme, contrast. Anything else in it is ignored. */
export function readPreferences(event: RequestEvent): Preferences {
	const kept = new URLSearchParams(readCookie(event, 'preferences') ?? '');
	return v.parse(preferencesSchema, { ...defaultPreferences, ...Object.fromEntries(kept) });
}

export function keepPreferences(event: RequestEvent, preferences: Preferences): void {
	setCookie(event, 'preferences', new URLSearchParams(preferences).toString(), { maxAge: 365 * 86_400 });
}
