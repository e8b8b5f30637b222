import type { ReportName } from '#lib/domain/report.ts';
import { startOfDay } from '#lib/domain/clock.ts';
import type { Period } from '#lib/domain/indicators.ts';
import { dateInWords, dayInWords } from '#lib/i18n/dates.ts';
import type { Locale } from '#lib/domain/preferences.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { Messages } from '#lib/i18n/messages.ts';

/** 「2026 年 10 月办理情况」 */
export function nameOf({ kind, from, to }: ReportName, t: Messages<'reports'>, locale: Locale): string {
	const [year = '', month = ''] = from.split('-');
	return fill(t.names[kind], {
		...{ year, month: locale === 'en' ? month : Number(month), quarter: (Number(month) + 2) / 3 },
		...daysIn({ from, to }, locale)
	});
}

/** 「2026 年 10 月 1 日」 and 「10 月 31 日」: the year once, where it is the same. */
export function daysIn({ from, to }: Period, locale: Locale): { from: string; to: string } {
	const isSameYear = from.slice(0, 4) === to.slice(0, 4);
	return {
		from: dateInWords(from, locale),
		to: isSameYear ? dayInWords(startOfDay(to), locale) : dateInWords(to, locale)
	};
}
