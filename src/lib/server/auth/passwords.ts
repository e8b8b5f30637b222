import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Refusal } from '../../domain/refusal.ts';

/** OWASP's argon2id floor: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** What an unknown account is compared with, so that it takes the same time (ASVS 6.3.8). */
const nobody = hash('nobody has this password', cost);

/** 49,000 of the commonest in the world (ASVS 6.2.4 asks for 3,000), and what people here would think of first. */
const common = new Set([
	...dictionary['passwords-common'].map(String),
	...['woaini1314', '5201314520', '1314520520', '88888888', '66668888', '11112222', 'admin888', 'a123456789'],
	...['huiyin123', 'huiyin2026', 'hewang123', 'yijianxiang', 'zhengfu123', 'xiangzheng']
]);

/** At least 8 characters (15 are advised), not a common one, not the account's name; no other rules (ASVS 6.2). */
export async function hashPassword(password: string, username: string): Promise<string> {
	const plain = password.normalize('NFKC');
	const lower = plain.toLowerCase();
	if ([...plain].length < 8 || plain.length > 200 || common.has(lower) || lower.includes(username.toLowerCase()))
		throw new Refusal('staff.weak-password');
	return hash(plain, cost);
}

/** A PIN that was found good (`domain/pin`); few digits, so every place that asks for it is throttled. */
export function hashPin(pin: string): Promise<string> {
	return hash(pin, cost);
}

/** Takes the same time whether the account exists or not. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
	const matches = await verify(stored ?? (await nobody), password.slice(0, 200).normalize('NFKC'));
	return stored !== null && matches;
}
