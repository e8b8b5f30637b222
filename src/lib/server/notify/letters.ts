import { type Day, dayOf, lastDayOf, startOfDay } from '../../domain/clock.ts';
import type { MessageKind } from '../../domain/messages.ts';
import type { Locale } from '../../domain/preferences.ts';
import type { SiteTexts } from '../site/site-texts.ts';
import type { OfficeWords } from '../site/wordings.ts';
import { en } from './letters/en.ts';
import type { Letters, OutwardKind, Words } from './letters/words.ts';
import { zhCn } from './letters/zh-cn.ts';

const letters: Record<Locale, Letters> = { 'zh-CN': zhCn, en };

type Letter = {
	kind: OutwardKind;
	number: string;
	values: Record<string, string | number>;
	locale: Locale;
	channel: 'sms' | 'email';
};

/**
 * The words of a message: the number, what kind of step it is, its dates, the site's address and phone. Nothing that
 * anybody has written of a case, no code and no token (decision 022); `own` are the office's words in place of ours.
 */
export function writeLetter(
	{ kind, number, values, locale, channel }: Letter,
	{ texts, site, own = new Map() }: { texts: SiteTexts; site: string; own?: OfficeWords }
): Words {
	const words = letters[locale];
	const name = locale === 'en' ? texts.nameEn : texts.name;
	const dates = Object.entries(values).map(([key, value]) => [key, inWords(words, value)] as const);
	const said = own.get(`letter.${kind}`)?.[locale === 'en' ? 'en' : 'zh'] ?? words.kinds[kind].text;
	const text = fill(said, Object.fromEntries(dates));
	const page = isAlarm(kind) ? '/staff/queue' : '/track';
	const where = site ? fill(words.where, { address: site + page }) : '';
	const phone = texts.phone ? fill(words.phone, { phone: texts.phone }) : '';
	const parts = { name, number, text, where, phone, subject: words.kinds[kind].subject };
	return {
		subject: fill(words.subject, parts),
		text: fill(channel === 'sms' ? words.sms : words.mail.join('\n'), parts).trim()
	};
}

/** The text of each kind of message as it stands where the office has said nothing. */
export function usualLetter(kind: OutwardKind): { zh: string; en: string } {
	return { zh: zhCn.kinds[kind].text, en: en.kinds[kind].text };
}

/** Does it leave the house at all? */
export function isOutward(kind: MessageKind): kind is OutwardKind {
	return kind in zhCn.kinds;
}

export function isAlarm(kind: MessageKind): kind is 'alarm' | 'alarm-escalated' {
	return kind === 'alarm' || kind === 'alarm-escalated';
}

const monthNames = [
	...(['January', 'February', 'March', 'April', 'May', 'June', 'July'] as const),
	...(['August', 'September', 'October', 'November', 'December'] as const)
] as const;

/** A day, a deadline (24:00 of a day is that day; of an urgent case it has an hour), or a number. */
function inWords(words: Letters, value: string | number): string {
	if (typeof value === 'number') return String(value);
	if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return fill(words.day, partsOfDay(value));
	const at = new Date(value);
	if (dayOf(at) !== lastDayOf(at)) return fill(words.day, partsOfDay(lastDayOf(at)));
	const minutes = Math.floor((at.getTime() - startOfDay(dayOf(at)).getTime()) / 60_000);
	const two = (count: number) => String(count).padStart(2, '0');
	const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
	return fill(words.moment, { ...partsOfDay(dayOf(at)), time });
}

function partsOfDay(day: Day): Record<string, string> {
	const [, month = 1, date = 1] = day.split('-').map(Number);
	return { month: String(month), day: String(date), monthName: monthNames[month - 1] ?? '' };
}

/** One pass: what is filled in is not looked at again. */
function fill(text: string, values: Record<string, string>): string {
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
