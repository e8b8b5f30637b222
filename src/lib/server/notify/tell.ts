import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm';
import { invitedAfterMs, type MessageChannel, ofNoCase, onceOf, triedForMs } from '../../domain/messages.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { contacts } from '../db/schema/contacts.ts';
import { events } from '../db/schema/events.ts';
import { messages } from '../db/schema/messages.ts';
import { staff } from '../db/schema/staff.ts';
import type { EventKind } from '../events/catalogue.ts';
import type { Heard } from '../events/deliver.ts';
import type { Roads } from './channels/open.ts';
import {
	isTold,
	letterFor,
	type Notice,
	noticesFor,
	partsOf,
	type Subject,
	type Told,
	watchersOf
} from './recipients.ts';

type Row = typeof messages.$inferInsert;

/**
 * Turns events into messages: one row for each event, recipient and road, in the transaction that forgets the event
 * (decision 022). Hearing an event twice makes no second row, 进展 at most one a day. Nothing is sent here. What is
 * older than two days is no news: it stands in the inbox, as read, and nowhere else.
 */
export async function tell(context: Context, roads: Roads, heard: readonly Heard[]): Promise<void> {
	const { db } = context;
	const ids = heard.filter(({ kind }) => isTold(kind) || kind === ofReading).map(({ id }) => id);
	if (ids.length === 0) return;
	const found = await db.select().from(events).where(inArray(events.id, ids)).orderBy(asc(events.id));
	const concerned = await subjectsOf(context, found);
	for (const event of found) {
		if (event.kind === ofReading) await tellOfReading(context, event);
		const subject = concerned.get(event.stream);
		// 原台账导入: what came in with it is of the past, and told nobody
		if (!subject || (subject.importedAt && event.at <= subject.importedAt)) continue;
		const rows = [
			...(await lettersOf(context, roads, event, subject)),
			...(await noticesOf(context, roads, event, subject))
		];
		if (rows.length > 0) await db.insert(messages).values(rows).onConflictDoNothing();
	}
}

const ofReading: EventKind = 'staff.read-much';

/** The one notice that is of no case: its row says 0. */
async function tellOfReading(context: Context, event: Told & { stream: string }): Promise<void> {
	const readerId = Number(/^staff:(\d+)$/.exec(event.stream)?.[1] ?? 0);
	const rows: Row[] = (await watchersOf(context, readerId)).map((staffId) => ({
		...rowOf(event, { id: ofNoCase }, 'inbox'),
		...toStaff({ staffId, kind: 'bulk-reading', isUrgent: false }, event),
		...{ state: 'sent', settledAt: event.at, readAt: isOld(context, event) ? event.at : null }
	}));
	if (rows.length > 0) await context.db.insert(messages).values(rows).onConflictDoNothing();
}

async function subjectsOf({ db }: Context, found: readonly { stream: string }[]): Promise<Map<string, Subject>> {
	const caseIds = [...new Set(found.map(({ stream }) => Number(/^case:(\d+)$/.exec(stream)?.[1] ?? 0)))];
	const rows = await db.select().from(cases).where(inArray(cases.id, caseIds));
	return new Map(rows.map((row) => [`case:${row.id}`, row]));
}

/** To the resident, and to those whose case is handled with this one. */
async function lettersOf(context: Context, roads: Roads, event: Told, subject: Subject): Promise<Row[]> {
	const letter = letterFor(event, subject);
	if (!letter || isOld(context, event)) return [];
	const residents = [subject, ...(letter.reachesParts ? await partsOf(context, subject.id) : [])];
	const rows: Row[] = [];
	for (const resident of residents) {
		for (const channel of await roadsTo(context, roads, resident.id)) {
			const row = { ...rowOf(event, resident, channel), recipient: 'resident', locale: resident.locale };
			rows.push({ ...row, kind: letter.kind, once: onceOf(letter.kind, event.id, event.at), values: letter.values });
			if (letter.kind !== 'answered') continue;
			const dueAt = new Date(event.at.getTime() + invitedAfterMs);
			const invitation = { kind: 'invited', once: onceOf('invited', event.id, event.at) } as const;
			rows.push({ ...row, ...invitation, dueAt, expiresAt: new Date(dueAt.getTime() + triedForMs) });
		}
	}
	return rows;
}

/**
 * The roads on which a resident may be reached. The contact itself is opened when something is sent and not before: a
 * row for a road that leads nowhere is dropped then.
 */
async function roadsTo({ db }: Context, { outward }: Roads, caseId: number): Promise<MessageChannel[]> {
	if (!outward.sms && !outward.email) return [];
	const [contact] = await db
		.select({ phoneIndex: contacts.phoneIndex })
		.from(contacts)
		.where(eq(contacts.caseId, caseId))
		.limit(1);
	const channels: MessageChannel[] = [];
	if (outward.sms && contact?.phoneIndex) channels.push('sms');
	if (outward.email && contact) channels.push('email');
	return channels;
}

/** To staff: the inbox, and for alarms the mobile they gave for that. */
async function noticesOf(context: Context, roads: Roads, event: Told, subject: Subject): Promise<Row[]> {
	const rows: Row[] = [];
	for (const notice of await noticesFor(context, event, subject)) {
		const row = (channel: MessageChannel) => ({ ...rowOf(event, subject, channel), ...toStaff(notice, event) });
		const hasPassed = isOld(context, event);
		rows.push({ ...row('inbox'), state: 'sent', settledAt: event.at, readAt: hasPassed ? event.at : null });
		if (!notice.isUrgent || !roads.outward.sms || hasPassed) continue;
		if (await hasDutyPhone(context, notice.staffId)) rows.push(row('sms'));
	}
	return rows;
}

const toStaff = ({ staffId, kind, isUrgent }: Notice, { id, at }: Told) =>
	({ recipient: `staff:${staffId}`, staffId, kind, isUrgent, once: onceOf(kind, id, at), locale: 'zh-CN' }) as const;

function rowOf({ id, at }: Told, { id: caseId }: Pick<Subject, 'id'>, channel: MessageChannel) {
	return {
		...{ caseId, eventId: id, channel },
		values: {},
		state: 'waiting',
		...{ createdAt: at, dueAt: at, expiresAt: new Date(at.getTime() + triedForMs) }
	} as const;
}

function isOld({ now }: Context, { at }: Told): boolean {
	return now.getTime() - at.getTime() > triedForMs;
}

async function hasDutyPhone({ db }: Context, staffId: number): Promise<boolean> {
	return (await db.$count(staff, and(eq(staff.id, staffId), isNotNull(staff.dutyPhone)))) > 0;
}
