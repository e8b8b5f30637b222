import { eq, lt } from 'drizzle-orm';
import type { Adapter } from 'lucia';
import { sha256 } from '../crypto/sha256.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { staffSessions } from '../db/schema/staff.ts';

/** What the table holds instead of a session id: a thief of the table cannot sign in with it. */
export function sessionHash(id: string): string {
	return sha256(id).toString('hex');
}

/** Lucia's adapter over `staff_sessions`; its end is absolute, so lucia's extensions are not stored. */
export function sessionAdapter(db: Database | Transaction): Adapter {
	return {
		getSessionAndUser: async (id) => {
			const [row] = await db
				.select()
				.from(staffSessions)
				.where(eq(staffSessions.id, sessionHash(id)))
				.limit(1);
			if (!row) return [null, null];
			const { staffId, expiresAt, activeAt, provedAt, createdAt } = row;
			return [
				{ id, userId: staffId, expiresAt, attributes: { activeAt, provedAt, createdAt } },
				{ id: staffId, attributes: {} }
			];
		},
		getUserSessions: async () => [],
		setSession: async ({ id, userId, expiresAt, attributes }) => {
			await db.insert(staffSessions).values({ id: sessionHash(id), staffId: userId, expiresAt, ...attributes });
		},
		updateSessionExpiration: async () => {},
		deleteSession: async (id) => {
			await db.delete(staffSessions).where(eq(staffSessions.id, sessionHash(id)));
		},
		deleteUserSessions: async (userId) => {
			await db.delete(staffSessions).where(eq(staffSessions.staffId, userId));
		},
		deleteExpiredSessions: async () => {
			await db.delete(staffSessions).where(lt(staffSessions.expiresAt, new Date()));
		}
	};
}
