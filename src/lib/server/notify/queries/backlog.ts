import { and, desc, eq, inArray, isNotNull, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { StaffActor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { visibleTo } from '../../cases/queries/visible-to.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { messages } from '../../db/schema/messages.ts';

type StaffContext = Context<StaffActor>;
const pageSize = 50;
/** Counting stops here: 999+ says enough. */
const countLimit = 1000;
const roads = ['sms', 'email'] as const;

/** Who sees how messages fare and sends dead ones again. */
export function watchesMessages({ roles }: StaffActor): boolean {
	return roles.includes('supervisor') || roles.includes('dispatcher');
}

/** Of each road out of the house: how many wait though they are due, and how many failed and are tried again. */
export async function countBacklog(context: StaffContext) {
	assertWatches(context);
	const { db, now } = context;
	const count = (channel: (typeof roads)[number], more: SQL) => {
		const waiting = and(eq(messages.state, 'waiting'), eq(messages.channel, channel), more);
		const some = db
			.select({ one: sql`1`.as('one') })
			.from(messages)
			.where(waiting)
			.limit(countLimit)
			.as('some');
		return db.$count(some);
	};
	return Promise.all(
		roads.map(async (channel) => ({
			channel,
			due: await count(channel, lte(messages.dueAt, now)),
			failing: await count(channel, isNotNull(messages.lastFault))
		}))
	);
}

/** Dead letters of cases the person may see, the latest first; no address, no words. */
export async function listDead(context: StaffContext, before: number | null) {
	assertWatches(context);
	const rows = await context.db
		.select({
			id: messages.id,
			number: cases.number,
			channel: messages.channel,
			kind: messages.kind,
			isToStaff: isNotNull(messages.staffId).mapWith(Boolean),
			attempts: messages.attempts,
			lastFault: messages.lastFault,
			createdAt: messages.createdAt,
			settledAt: messages.settledAt
		})
		.from(messages)
		.innerJoin(cases, eq(cases.id, messages.caseId))
		.where(
			and(
				...[eq(messages.state, 'dead'), inArray(messages.channel, [...roads]), visibleTo(context)],
				before === null ? undefined : lt(messages.id, before)
			)
		)
		.orderBy(desc(messages.id))
		.limit(pageSize + 1);
	return { rows: rows.slice(0, pageSize), next: rows.length > pageSize ? (rows[pageSize - 1]?.id ?? null) : null };
}

function assertWatches({ actor }: StaffContext): void {
	if (!watchesMessages(actor)) throw new Refusal('case.not-found');
}
