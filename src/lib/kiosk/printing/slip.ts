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
export type SlipLine = { label?: string; text: string; size: 'small' | 'plain' | 'large' } | 'rule' | 'qr';

export function slipWords(locale: Locale) {
	return locale === 'en' ? en : zh;
}

/** The slip, line by line. */
export function slipLines(slip: SlipContent): SlipLine[] {
	const t = slipWords(slip.locale);
	const line = (label: string, text: string, size: 'plain' | 'large' = 'plain') => ({ label, text, size });
	return [
		{ text: `${slip.siteName} ${t.title}`, size: 'plain' },
		'rule',
		line(t.number, slip.number, 'large'),
		line(`${t.code} (${t.secret})`, showCode(slip.code), 'large'),
		line(t.due, `${slip.due}${t.dueAfter}`),
		line(t.submitted, momentInWords(slip.submittedAt, slip.locale)),
		...(slip.tileLabel ? [line(t.kind, slip.tileLabel)] : []),
		line(t.point, slip.pointName),
		'rule',
		{ text: t.look, size: 'small' },
		'qr',
		{ text: fill(t.phone, { phone: slip.phone }), size: 'small' },
		{ text: t.keep, size: 'small' }
	];
}
