import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { open, seal } from '#lib/server/crypto/seal.ts';

const key = randomBytes(32);
const keyFor = (id: string) => (id === 'k1' ? key : undefined);
const plain = Buffer.from('林女士 13800008000');

describe('sealing', () => {
	it('opens what it sealed, in the place it was sealed for', () => {
		expect(open(keyFor, seal(key, 'k1', plain, 'contacts.sealed:7'), 'contacts.sealed:7')).toEqual(plain);
	});

	it('names algorithm and key in the header and shows nothing of the content', () => {
		const sealed = seal(key, 'k1', plain, 'contacts.sealed:7');
		expect([...sealed.subarray(0, 4)]).toEqual([1, 2, ...Buffer.from('k1')]);
		expect(sealed.includes('13800008000')).toBe(false);
	});

	it('never seals the same text to the same bytes', () => {
		expect(seal(key, 'k1', plain, 'x')).not.toEqual(seal(key, 'k1', plain, 'x'));
	});

	it('refuses a ciphertext that was moved to another case', () => {
		const sealed = seal(key, 'k1', plain, 'contacts.sealed:7');
		expect(() => open(keyFor, sealed, 'contacts.sealed:8')).toThrow();
	});

	it('refuses a ciphertext changed at any byte', () => {
		const sealed = seal(key, 'k1', plain, 'contacts.sealed:7');
		for (let at = 0; at < sealed.length; at++) {
			const changed = Buffer.from(sealed);
			changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
			expect(() => open(keyFor, changed, 'contacts.sealed:7'), `byte ${at}`).toThrow();
		}
	});

	it('refuses a ciphertext cut off at any length', () => {
		const sealed = seal(key, 'k1', plain, 'contacts.sealed:7');
		for (let length = 0; length < sealed.length; length++)
			expect(() => open(keyFor, sealed.subarray(0, length), 'contacts.sealed:7'), `length ${length}`).toThrow();
	});

	it('refuses a key it does not know', () => {
		expect(() => open(() => undefined, seal(key, 'k2', plain, 'x'), 'x')).toThrow('not configured');
	});
});
