import { factorCode } from '../auth/second-factor.ts';
import type { Secrets } from '../crypto/secrets.ts';
import { rolesWithFactor, type Role } from '../../domain/roles.ts';
import { demoFactor, demoPassword, people } from './office.ts';

export type DemoAccount = { username: string; name: string; roles: readonly Role[]; code: string | null };

/** The accounts of demo mode with their live one-time codes, for the banner on the sign-in page (ruling 29). */
export function demoAccounts(secrets: Secrets, now: Date): { password: string; accounts: DemoAccount[] } {
	return {
		password: demoPassword,
		accounts: people.slice(0, 13).map(({ username, name, roles }) => ({
			username,
			name,
			roles,
			code: roles.some((role) => rolesWithFactor.includes(role)) ? factorCode(demoFactor(secrets, username), now) : null
		}))
	};
}
