import { type Day, dayOf, lastDayOf, startOfDay } from '../domain/clock.ts';
import type { Locale } from '../domain/preferences.ts';

const zone = 'Asia/Shanghai';
const formats = {
	'zh-CN': {
		day: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, month: 'long', day: 'numeric' }),
		date: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, year: 'numeric', month: 'long', day: 'numeric' }),
		weekday: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, weekday: 'long' }),
		time: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
	},
	en: {
		day: new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long' }),
		date: new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: 'long', day: 'numeric' }),
		weekday: new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long' }),
		time: new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
	}
};

/** 「11 月 26 日」 / 26 November, Shanghai. */
export function dayInWords(at: Date, locale: Locale): string {
	const text = formats[locale].day.format(at);
	return locale === 'zh-CN' ? text.replace(/(\d+)/g, ' $1 ').trim() : text;
}

/** 「2027 年 6 月 30 日」 / 30 June 2027: of plans, which reach into other years. */
export function dateInWords(day: Day, locale: Locale): string {
	const text = formats[locale].date.format(startOfDay(day));
	return locale === 'zh-CN' ? text.replace(/(\d+)/g, ' $1 ').trim() : text;
}

/** 星期一 / Monday, Shanghai. */
export function weekdayInWords(at: Date, locale: Locale): string {
	return formats[locale].weekday.format(at);
}

/** The day a due names, with its weekday: 24:00 of a day is that day. */
export function dueInWords(due: Date, locale: Locale): string {
	const last = new Date(due.getTime() - 1);
	const weekday = formats[locale].weekday.format(last);
	const day = dayInWords(last, locale);
	return locale === 'zh-CN' ? `${day}（${weekday}）` : `${weekday} ${day}`;
}

/** Day and time of something that happened. */
export function momentInWords(at: Date, locale: Locale): string {
	return `${dayInWords(at, locale)} ${formats[locale].time.format(at)}`;
}

/** 09:30, Shanghai: of what ends within the hour. */
export function timeInWords(at: Date): string {
	return formats['zh-CN'].time.format(at);
}

/** 11-26 09:30, for dense tables. */
export function shortMoment(at: Date): string {
	return `${dayOf(at).slice(5)} ${timeInWords(at)}`;
}

/** A due that falls within a day (24 h cases) is told with its hour, others as a day. */
export function dueMoment(due: Date, locale: Locale): string {
	const isMidnight = dayOf(due) !== lastDayOf(due);
	return isMidnight ? dueInWords(due, locale) : momentInWords(due, locale);
}
