import { hotlines } from '#lib/domain/refusal-reasons.ts';
import { messages } from '#lib/i18n/messages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({
	t: messages('pages', locals.preferences.locale).scope,
	hotlines
});
