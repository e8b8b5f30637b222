import { showCode } from '#lib/domain/access-code.ts';
import type { Locale } from '#lib/domain/preferences.ts';
import { momentInWords } from '#lib/i18n/dates.ts';
import { fill } from '#lib/i18n/fill.ts';
import { kioskSlip as en } from '#lib/i18n/kiosk-slip.en.ts';
import { kioskSlip as zh } from '#lib/i18n/kiosk-slip.zh-cn.ts';

/** Everything a slip may say. What the resident said, and who they are, has no place here (domain E7). */
export type SlipContent = {
	siteName: string;
	pointName: string;
	/** The office's. */
	phone: string;
	number: string;
	code: string;
	submittedAt: Date;
	/** In words. */
	due: string;
	tileLabel: string;
	/** What the QR holds. */
	url: string;
	locale: Locale;
};
export type SlipText = {
	text: string;
	/** `large` stays on one line, as large as it fits; `framed` stands in a box. */
	as: 'title' | 'small' | 'plain' | 'large' | 'framed';
};
/** `qr` holds what stands beside it. */
export type SlipLine = SlipText | 'rule' | { qr: SlipText[] };

export function slipWords(locale: Locale) {
	return locale === 'en' ? en : zh;
}

/** The slip, line by line. */
export function slipLines(slip: SlipContent): SlipLine[] {
	const t = slipWords(slip.locale);
	// the number to call stays on one line
	const phone = slip.phone.replaceAll(' ', '\u00a0');
	const small = (text: string): SlipText => ({ text, as: 'small' });
	return [
		{ text: slip.siteName, as: 'title' },
		{ text: t.title, as: 'title' },
		'rule',
		small(t.number),
		{ text: slip.number, as: 'large' },
		small(`${t.code} (${t.secret})`),
		{ text: showCode(slip.code), as: 'large' },
		{ text: `${t.due} ${slip.due}${t.dueAfter}`, as: 'framed' },
		'rule',
		small(`${t.submitted}  ${momentInWords(slip.submittedAt, slip.locale)}`),
		...(slip.tileLabel ? [small(`${t.kind}  ${slip.tileLabel}`)] : []),
		small(`${t.point}  ${slip.pointName}`),
		'rule',
		{ qr: [{ text: t.scan, as: 'plain' }, small(t.look), small(fill(t.phone, { phone }))] },
		'rule',
		...[t.rate, t.urgent, t.keep].map(small)
	];
}
