import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { readStoredNumber } from '../../domain/case-number.ts';
import { isQuiet, leaseMs, type LetterKind, letterKinds, retryAt } from '../../domain/messages.ts';
import { noteFailedMessage } from '../cases/note-failed-message.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { messages, roads as roadsTable } from '../db/schema/messages.ts';
import type { Outcome, Outgoing } from './channels/channel.ts';
import type { Outward, Roads } from './channels/open.ts';
import { addressOf, outgoingOf } from './outgoing.ts';

export type Message = typeof messages.$inferSelect;

/** Between two messages of a road: a fifth longer than its limit asks for, as lines do not carry evenly. */
export function spacingMs(perSecond: number): number {
	return Math.ceil(1200 / perSecond);
}

/**
 * Takes the next message of a road that is due, alarms first: no other process takes it before the lease is over, and
 * all of them together keep the road's pace, by the database's clock. Null when nothing is due, `later` when the pace
 * does not allow it yet.
 */
export async function claimNext(context: Context, roads: Roads, channel: Outward): Promise<Message | 'later' | null> {
	const { db, now } = context;
	const road = roads.outward[channel];
	if (!road) return null;
	// phones ring; a mailbox does not
	const isHeld = channel === 'sms' && isQuiet(now, roads.quietHours);
	const leasedUntil = new Date(now.getTime() + leaseMs).toISOString();
	const [claim] = await db.execute<{ id: string | null; isDue: boolean }>(sql`
		with due as (
			select id from messages
			where state = 'waiting' and channel = ${channel} and due_at <= ${now.toISOString()}::timestamptz
				and (is_urgent or not ${isHeld}::boolean)
			order by is_urgent desc, due_at, id limit 1 for update skip locked
		), free as (
			update roads set used_at = clock_timestamp()
			where channel = ${channel} and exists (select 1 from due)
				and used_at <= clock_timestamp() - ${spacingMs(road.perSecond)}::integer * interval '1 millisecond'
			returning channel
		), claimed as (
			update messages set attempts = attempts + 1, due_at = ${leasedUntil}::timestamptz
			from due, free where messages.id = due.id returning messages.id
		) select (select id from claimed) as id, exists (select 1 from due) as "isDue"`);
	if (!claim?.id) return claim?.isDue ? 'later' : null;
	const [message] = await db
		.select()
		.from(messages)
		.where(eq(messages.id, Number(claim.id)))
		.limit(1);
	return message ?? null;
}

/** Before the first claim: the pace of every road has its row. */
export async function preparePace({ db }: Context): Promise<void> {
	const longAgo = new Date(0);
	await db
		.insert(roadsTable)
		.values([
			{ channel: 'sms', usedAt: longAgo },
			{ channel: 'email', usedAt: longAgo }
		])
		.onConflictDoNothing();
}

/**
 * Sends a claimed message and writes down how it went, outside any transaction. Between the two a crash is possible:
 * then the message goes out again when its lease is over, under the same id.
 */
export async function sendClaimed(clock: () => Context, roads: Roads, message: Message): Promise<void> {
	const road = message.channel === 'inbox' ? null : roads.outward[message.channel];
	const outgoing = road && (await composed(clock, roads, message));
	if (!outgoing) return settle(clock(), message, { state: 'dropped' });
	const outcome = await road.channel.send(outgoing);
	if (outcome.as === 'sent') return settle(clock(), message, { state: 'sent', lastFault: null });
	await afterFailure(clock(), message, outcome);
}

/** What cannot be put together (a key that is missing) is reported, and tried again like what did not get through. */
async function composed(clock: () => Context, roads: Roads, message: Message): Promise<Outgoing | null> {
	try {
		return await outgoingOf(clock(), roads, message);
	} catch (fault) {
		await afterFailure(clock(), message, { as: 'failed', why: 'away' });
		throw fault;
	}
}

/** Tried again later, longer apart each time; a dead letter when it is refused or two days are over. */
async function afterFailure(context: Context, message: Message, { why }: Extract<Outcome, { as: 'failed' }>) {
	const dueAt = retryAt(message.attempts, context.now, Math.random());
	if (why !== 'refused' && dueAt < message.expiresAt) {
		await context.db.update(messages).set({ dueAt, lastFault: why }).where(stillMine(message));
		return;
	}
	await inTransaction(context, async (context) => {
		// first the case, as acts do: of two messages of one answer that die together the second knows of the first
		const [subject] = await context.db.select().from(cases).where(eq(cases.id, message.caseId)).for('update');
		await settle(context, message, { state: 'dead', lastFault: why });
		if (!subject || message.staffId !== null || !isLetter(message)) return;
		await noteFailedMessage(context, readStoredNumber(subject.number), {
			messageId: message.id,
			channel: message.channel,
			letter: message.kind,
			owesCall: message.kind === 'answered' && !(await isOnAnotherRoad(context, message))
		});
	});
}

const isLetter = (message: Message): message is Message & { kind: LetterKind } =>
	letterKinds.some((kind) => kind === message.kind);

/** The same was told by mail, or may still be. */
async function isOnAnotherRoad(context: Context, { id, eventId, recipient, kind }: Message): Promise<boolean> {
	const [twin] = await context.db
		.select()
		.from(messages)
		.where(
			and(
				...[eq(messages.eventId, eventId), eq(messages.recipient, recipient), eq(messages.kind, kind)],
				...[ne(messages.id, id), inArray(messages.state, ['sent', 'waiting'])]
			)
		)
		.limit(1);
	if (!twin) return false;
	return twin.state === 'sent' || (await addressOf(context, twin)) !== null;
}

type Settled = { state: 'sent' | 'dead' | 'dropped'; lastFault?: Message['lastFault'] };

async function settle({ db, now }: Context, message: Message, settled: Settled): Promise<void> {
	await db
		.update(messages)
		.set({ ...settled, settledAt: now })
		.where(stillMine(message));
}

/** Who was slower than the lease has nothing to say about it any more. */
function stillMine({ id, attempts }: Message) {
	return and(eq(messages.id, id), eq(messages.attempts, attempts), eq(messages.state, 'waiting'));
}
