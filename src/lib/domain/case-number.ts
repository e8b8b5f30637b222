import type { Day } from './clock.ts';

declare const checked: unique symbol;
/** `MQyyMMdd-NNNNNNC`, check digit verified. Not secret; its date is never parsed for meaning (ruling 18). */
export type CaseNumber = string & { readonly [checked]: true };

export type ReadNumber = { ok: true; number: CaseNumber } | { ok: false; why: 'malformed' | 'check-digit' };

/** Damm's quasigroup of order 10: finds every single wrong digit and every swap of neighbours (Damm 2004). */
const damm = [
	'0317598642',
	'7092154863',
	'4206871359',
	'1750983426',
	'6123045978',
	'3674209581',
	'5869720134',
	'8945362017',
	'9438617205',
	'2581436790'
];

function checkDigit(digits: string): string {
	let interim = 0;
	for (const digit of digits) interim = Number(damm[interim]?.[Number(digit)]);
	return String(interim);
}

/** Makes a number from a prefix, the day it is made and six random digits (0–999999). */
export function formatNumber(prefix: string, day: Day, random: number): CaseNumber {
	const date = day.slice(2).replaceAll('-', '');
	const six = String(random).padStart(6, '0');
	return brand(`${prefix}${date}-${six}${checkDigit(date + six)}`);
}

/**
 * Reads what a person typed or scanned: without regard to case, spaces, hyphens and full-width forms; the prefix may
 * be left out. A mistyped digit is told apart from nonsense: 编号不对, not 查无此件.
 */
export function readNumber(text: string, prefix = 'MQ'): ReadNumber {
	const plain = text
		.slice(0, 200)
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\p{Pd}_.]/gu, '');
	const match = /^([A-Z]{0,4})(\d{6})(\d{6})(\d)$/.exec(plain);
	if (!match) return { ok: false, why: 'malformed' };
	const [, letters = '', date = '', six = '', check = ''] = match;
	if (checkDigit(date + six) !== check) return { ok: false, why: 'check-digit' };
	return { ok: true, number: brand(`${letters || prefix}${date}-${six}${check}`) };
}

/** A number from our own table, which only ever holds checked ones. Throws on anything else. */
export function readStoredNumber(stored: string): CaseNumber {
	const read = readNumber(stored);
	if (!read.ok) throw new Error('a stored case number fails its check digit');
	return read.number;
}

function brand(number: string): CaseNumber {
	// the only place where a string becomes a CaseNumber
	return number as CaseNumber;
}
