import { and, desc, eq, gte, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { messagesKeptMs, ofNoCase } from '../../../domain/messages.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import { visibleTo } from '../../cases/queries/visible-to.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { messages } from '../../db/schema/messages.ts';

type StaffContext = Context<StaffActor>;
const pageSize = 50;
/** Counting stops here: 99+ says enough. */
const countLimit = 100;

/** A page of what the person was told in the last 90 days, of cases they still find (回避 later on hides it). */
export async function listInbox(context: StaffContext, before: number | null) {
	const { db } = context;
	const rows = await db
		.select({
			id: messages.id,
			number: cases.number,
			kind: messages.kind,
			state: cases.state,
			at: messages.createdAt,
			readAt: messages.readAt
		})
		.from(messages)
		.leftJoin(cases, eq(cases.id, messages.caseId))
		.where(and(own(context), isFound(context), before === null ? undefined : lt(messages.id, before)))
		.orderBy(desc(messages.id))
		.limit(pageSize + 1);
	return { rows: rows.slice(0, pageSize), next: rows.length > pageSize ? (rows[pageSize - 1]?.id ?? null) : null };
}

/** How many of them are unread, counted no further than 100. */
export async function countUnread(context: StaffContext): Promise<number> {
	const some = context.db
		.select({ one: sql`1`.as('one') })
		.from(messages)
		.leftJoin(cases, eq(cases.id, messages.caseId))
		.where(and(own(context), isNull(messages.readAt), isFound(context)))
		.limit(countLimit)
		.as('some');
	return context.db.$count(some);
}

/** Marks one message as read, or all up to one. Other people's are none of theirs. */
export async function markRead(context: StaffContext, { id, andOlder }: { id: number; andOlder: boolean }) {
	await context.db
		.update(messages)
		.set({ readAt: context.now })
		.where(and(own(context), isNull(messages.readAt), andOlder ? lte(messages.id, id) : eq(messages.id, id)));
}

/** Of a case they still find (回避 later on hides it), or of none. */
function isFound(context: StaffContext) {
	return or(eq(messages.caseId, ofNoCase), and(isNotNull(cases.id), visibleTo(context)));
}

function own({ actor, now }: StaffContext) {
	const since = new Date(now.getTime() - messagesKeptMs);
	return and(eq(messages.staffId, actor.id), eq(messages.channel, 'inbox'), gte(messages.createdAt, since));
}
