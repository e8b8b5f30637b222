import * as v from 'valibot';

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** One cookie for language, text size, theme and contrast (ruling 12); set by a POST that redirects back. */
export const preferencesSchema = v.object({
	locale: v.fallback(v.picklist(locales), 'zh-CN'),
	size: v.fallback(v.picklist(['normal', 'elder']), 'normal'),
	theme: v.fallback(v.picklist(['auto', 'light', 'dark']), 'auto'),
	contrast: v.fallback(v.picklist(['normal', 'high']), 'normal')
});
export type Preferences = v.InferOutput<typeof preferencesSchema>;

export const defaultPreferences: Preferences = { locale: 'zh-CN', size: 'normal', theme: 'auto', contrast: 'normal' };
