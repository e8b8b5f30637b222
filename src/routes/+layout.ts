import { messages } from '#lib/i18n/messages.ts';
import { withOwn } from '#lib/i18n/own-words.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data }) => {
	const { locale } = data.preferences;
	const words = [messages('shared', locale), messages('labels', locale), messages('problems', locale)] as const;
	const [shared, labels, problems] = await Promise.all(words);
	return { ...data, shared, labels: withOwn(labels, data.own.labels), problems };
};
