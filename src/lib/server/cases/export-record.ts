import { asc, eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { events } from '../db/schema/events.ts';
import { texts } from '../db/schema/texts.ts';
import { caseStream, record } from '../events/record.ts';
import { maskContact, openContact } from '../vault/contacts.ts';
import { residentOf } from './access.ts';
import { takeCase } from './take-case.ts';
import { readSharedStory } from './queries/shared-story.ts';
import { readTimeline } from './queries/timeline.ts';

/**
 * 导出我的记录: all that is on record about the resident's own case. Contact is masked unless the resident has typed
 * the phone or mail that was left. Texts come with their nonces, so that every digest can be recomputed. Throws
 * `case.not-found` for anybody else.
 */
export function exportRecord(context: Context, number: CaseNumber, typedContact: string | null) {
	return inTransaction(context, async (context) => {
		residentOf(context);
		const subject = await takeCase(context, number, null);
		const contact = await openContact(context, subject.id);
		const typed = typedContact?.replace(/[\s-]/g, '').toLowerCase();
		const isOwn = Boolean(contact && typed && (typed === contact.phone || typed === contact.email.toLowerCase()));
		const [entries, versions, chain] = await Promise.all([
			readTimeline(context, subject),
			context.db.select().from(texts).where(eq(texts.caseId, subject.id)).orderBy(asc(texts.id)).limit(1000),
			context.db
				.select({ position: events.position, kind: events.kind, at: events.at, hash: events.hash })
				.from(events)
				.where(eq(events.stream, caseStream(subject.id)))
				.orderBy(asc(events.position))
				.limit(2000)
		]);
		const shared = await readSharedStory(context, subject);
		const told = [...entries, ...(shared?.entries ?? [])].sort((one, other) => one.at.getTime() - other.at.getTime());
		const readable = new Set(entries.flatMap(({ textIds }) => textIds));
		await record(context, caseStream(subject.id), 'case.exported', { withContact: isOwn });
		const { state, type, identity, title, place, submittedAt, receivedAt, dueAt, firstDueAt, answeredAt, closedAt } =
			subject;
		return {
			isOwn,
			record: {
				number,
				state,
				type,
				class: subject.class,
				identity,
				title,
				place,
				submittedAt,
				receivedAt,
				dueAt,
				firstDueAt,
				answeredAt,
				closedAt,
				consentsToPublish: subject.consentsToPublish,
				declinesFollowUp: subject.declinesFollowUp,
				contact: contact && (isOwn ? contact : maskContact(contact)),
				events: told.map(({ kind, at, by, byUnit, words, data }) => ({ kind, at, by, unit: byUnit, words, data })),
				texts: versions
					.filter(({ id }) => readable.has(id))
					.map(({ id, kind, body, nonce, digest }) => ({
						id,
						kind,
						body,
						nonce: nonce?.toString('hex') ?? null,
						digest: digest.toString('hex')
					})),
				chain: chain.map(({ position, kind, at, hash }) => ({ position, kind, at, hash: hash.toString('hex') }))
			}
		};
	});
}
