import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode, showCode } from '../../../src/lib/domain/access-code.ts';
import { formatNumber, readNumber } from '../../../src/lib/domain/case-number.ts';
import { readPhone } from '../../../src/lib/domain/phone.ts';

const anyNumber = fc.nat(999_999).map((six) => formatNumber('MQ', '2026-11-24', six));

describe('a case number', () => {
	it('is read without regard to case, spaces, hyphens and full-width forms', () => {
		const number = formatNumber('MQ', '2026-11-19', 305_821);
		const wide = [...number]
			.map((sign) => String.fromCharCode(sign.charCodeAt(0) + (sign === '-' ? 0 : 0xfee0)))
			.join('');
		for (const typed of [
			number,
			number.toLowerCase(),
			` ${number.replace('-', ' - ')} `,
			number.replace('-', ''),
			number.slice(2),
			wide
		])
			expect(readNumber(typed)).toEqual({ ok: true, number });
	});

	it('tells every single wrong digit apart from nonsense', () => {
		fc.assert(
			fc.property(anyNumber, fc.nat(12), fc.integer({ min: 1, max: 9 }), (number, position, step) => {
				const digits = number.replace(/\D/g, '');
				const wrong =
					digits.slice(0, position) + String((Number(digits[position]) + step) % 10) + digits.slice(position + 1);
				expect(readNumber(wrong)).toEqual({ ok: false, why: 'check-digit' });
			})
		);
	});

	it('notices two neighbouring digits that changed places', () => {
		fc.assert(
			fc.property(anyNumber, fc.nat(11), (number, position) => {
				const digits = number.replace(/\D/g, '').split('');
				const [one = '', other = ''] = digits.slice(position, position + 2);
				fc.pre(one !== other);
				digits.splice(position, 2, other, one);
				expect(readNumber(digits.join('')).ok).toBe(false);
			})
		);
	});

	it.each(['', '12', 'MQ', '姓名', 'MQ261119-30582', "MQ261119-305821'; drop table cases"])(
		'is not read from %j',
		(typed) => {
			expect(readNumber(typed)).toEqual({ ok: false, why: 'malformed' });
		}
	);
});

describe('an access code', () => {
	it('is ten digits, however they are spaced, and shown 3-3-4', () => {
		for (const typed of ['6047182935', '604 718 2935', '６０４－７１８－２９３５'])
			expect(readCode(typed)).toBe('6047182935');
		expect(showCode('6047182935')).toBe('604 718 2935');
		for (const typed of ['604718293', '60471829356', '604718293a', '']) expect(readCode(typed)).toBeNull();
	});
});

it.each([
	['13800138000', '13800138000'],
	['+86 138-0013-8000', '13800138000'],
	['0701 333 0000', '07013330000'],
	['12345', null],
	['23800138000', null],
	['手机', null]
])('reads the phone %j as %j', (typed, read) => {
	expect(readPhone(typed)).toBe(read);
});
