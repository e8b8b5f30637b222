import { lt } from 'drizzle-orm';
import { messagesKeptMs } from '../../domain/messages.ts';
import type { Context } from '../context.ts';
import { messages } from '../db/schema/messages.ts';

/** Messages are kept 90 days, whatever became of them; what was told stands in the ledger. */
export async function forgetMessages({ db, now }: Context): Promise<void> {
	await db.delete(messages).where(lt(messages.createdAt, new Date(now.getTime() - messagesKeptMs)));
}
