import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Secrets } from '#lib/server/crypto/secrets.ts';
import { codeMac, deriveCode, deriveLinkToken, isSame, randomCode } from '#lib/server/vault/access-secrets.ts';
import { maskContact, phoneIndex } from '#lib/server/vault/contacts.ts';

const secretsOf = (fill: number): Secrets => ({
	masterKeys: new Map([['k1', Buffer.alloc(32, fill)]]),
	masterKeyId: 'k1',
	pepper: Buffer.alloc(32, fill + 1),
	derivation: Buffer.alloc(32, fill + 2)
});
const secrets = secretsOf(1);
const submissionKey = '00112233445566778899aabbccddeeff';

describe('codes and tokens', () => {
	it('are the same for a retry with the same submission key', () => {
		expect(deriveCode(secrets, submissionKey)).toBe(deriveCode(secrets, submissionKey));
		expect(deriveLinkToken(secrets, submissionKey)).toBe(deriveLinkToken(secrets, submissionKey));
	});

	it('differ for another submission key and for another server', () => {
		const other = 'ff112233445566778899aabbccddeeff';
		expect(deriveCode(secrets, other)).not.toBe(deriveCode(secrets, submissionKey));
		expect(deriveCode(secretsOf(9), submissionKey)).not.toBe(deriveCode(secrets, submissionKey));
		expect(deriveLinkToken(secretsOf(9), submissionKey)).not.toBe(deriveLinkToken(secrets, submissionKey));
	});

	it('have ten digits and 128 bits', () => {
		expect(deriveLinkToken(secrets, submissionKey)).toMatch(/^[\w-]{22}$/);
		for (let round = 0; round < 200; round++) {
			expect(deriveCode(secrets, randomBytes(16).toString('hex'))).toMatch(/^\d{10}$/);
			expect(randomCode()).toMatch(/^\d{10}$/);
		}
	});

	it('use every digit about equally often at every place', () => {
		const rounds = 20_000;
		const seen = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
		for (let round = 0; round < rounds; round++)
			[...deriveCode(secrets, `${round}`)].forEach((digit, place) => {
				const counts = seen[place];
				if (counts) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
			});
		// chi-squared with 9 degrees of freedom exceeds 33.7 once in 10,000
		for (const counts of seen) {
			const chi = counts.reduce((sum, count) => sum + (count - rounds / 10) ** 2 / (rounds / 10), 0);
			expect(chi).toBeLessThan(33.7);
		}
	});

	it('are stored bound to their number', () => {
		const one = codeMac(secrets, 'MQ261123-4071865', '6047182935');
		expect(isSame(one, codeMac(secrets, 'MQ261123-4071865', '6047182935'))).toBe(true);
		expect(isSame(one, codeMac(secrets, 'MQ261123-4071873', '6047182935'))).toBe(false);
		expect(isSame(one, one.subarray(1))).toBe(false);
	});
});

describe('contacts', () => {
	it('are shown masked', () => {
		expect(maskContact({ name: '林女士', phone: '13812348000', email: 'lin@example.cn' })).toEqual({
			name: '林＊',
			phone: '138****8000',
			email: 'l***@example.cn'
		});
		expect(maskContact({ name: '', phone: '', email: '' })).toEqual({ name: '', phone: '', email: '' });
		expect(maskContact({ name: '', phone: '3330000', email: '' }).phone).toBe('****');
	});

	it('have a phone index that only the pepper can make', () => {
		expect(phoneIndex(secrets, '138 1234 8000')).toEqual(phoneIndex(secrets, '13812348000'));
		expect(phoneIndex(secretsOf(9), '13812348000')).not.toEqual(phoneIndex(secrets, '13812348000'));
	});
});
