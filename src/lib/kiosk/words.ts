import type { Locale } from '#lib/domain/preferences.ts';
import { kiosk as kioskEn } from '#lib/i18n/kiosk.en.ts';
import { kiosk as kioskZh } from '#lib/i18n/kiosk.zh-cn.ts';
import { kioskInput as inputEn } from '#lib/i18n/kiosk-input.en.ts';
import { kioskInput as inputZh } from '#lib/i18n/kiosk-input.zh-cn.ts';
import { labels as labelsEn } from '#lib/i18n/labels.en.ts';
import { labels as labelsZh } from '#lib/i18n/labels.zh-cn.ts';
import type { Messages } from '#lib/i18n/messages.ts';
import { track as trackEn } from '#lib/i18n/track.en.ts';
import { track as trackZh } from '#lib/i18n/track.zh-cn.ts';

type Words = Messages<'kiosk'> & { labels: Messages<'labels'>; now: Messages<'track'>['now'] };

/** Both languages are part of the page: a kiosk changes between them while the network is down (decision 019). */
const words: Record<Locale, Words> = {
	'zh-CN': { ...kioskZh, labels: labelsZh, now: trackZh.now },
	en: { ...kioskEn, labels: labelsEn, now: trackEn.now }
};

export function kioskWords(locale: Locale): Words {
	return words[locale];
}

/** The words of the ways to say something. */
export function inputWords(locale: Locale): Messages<'kioskInput'> {
	return locale === 'en' ? inputEn : inputZh;
}
