import { photos as photosEn } from '#lib/i18n/photos.en.ts';
import { photos as photosZh } from '#lib/i18n/photos.zh-cn.ts';
import type { LayoutServerLoad } from './$types';

/** A page that is seen once, and by few: its words come with it, and weigh on no other page. */
export const load: LayoutServerLoad = ({ locals }) => ({
	t: locals.preferences.locale === 'en' ? photosEn : photosZh
});
