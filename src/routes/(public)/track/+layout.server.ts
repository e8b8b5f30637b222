import { messages } from '#lib/i18n/messages.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({ t: messages('track', locals.preferences.locale) });
