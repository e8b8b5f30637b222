import type { ReportName } from '#lib/domain/report.ts';
import { dateInWords } from '#lib/i18n/dates.ts';
import type { Locale } from '#lib/domain/preferences.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { Messages } from '#lib/i18n/messages.ts';

/** 「2026 年 10 月办理情况」 */
export function nameOf({ kind, from, to }: ReportName, t: Messages<'reports'>, locale: Locale): string {
	const [year = '', month = ''] = from.split('-');
	return fill(t.names[kind], {
		...{ year, month: locale === 'en' ? month : Number(month), quarter: (Number(month) + 2) / 3 },
		...{ from: dateInWords(from, locale), to: dateInWords(to, locale) }
	});
}
