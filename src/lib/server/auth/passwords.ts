import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '../../domain/refusal.ts';

/** OWASP's argon2id floor: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** What an unknown account is compared with, so that it takes the same time (ASVS 6.3.8). */
const nobody = hash('nobody has this password', cost);

/** The commonest of all; a longer list would be a file nobody reads. */
const common = [
	'password',
	'12345678',
	'123456789',
	'1234567890',
	'qwertyui',
	'qwerty123',
	'11111111',
	'00000000',
	'88888888',
	'66666666',
	'admin123',
	'administrator',
	'abc12345',
	'iloveyou',
	'woaini1314',
	'huiyin123',
	'hewang123',
	'password1',
	'passw0rd',
	'a1234567',
	'aa123456',
	'qq123456',
	'1q2w3e4r',
	'1qaz2wsx',
	'12341234',
	'87654321'
];

/** At least 8 characters (15 are advised), not a common one, not the account's name; no other rules (ASVS 6.2). */
export async function hashPassword(password: string, username: string): Promise<string> {
	const plain = password.normalize('NFKC');
	const lower = plain.toLowerCase();
	if ([...plain].length < 8 || plain.length > 200 || common.includes(lower) || lower.includes(username.toLowerCase()))
		throw new Refusal('staff.weak-password');
	return hash(plain, cost);
}

/** Takes the same time whether the account exists or not. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
	const matches = await verify(stored ?? (await nobody), password.slice(0, 200).normalize('NFKC'));
	return stored !== null && matches;
}
