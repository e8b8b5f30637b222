import { and, count, desc, eq, gte } from 'drizzle-orm';
import { dayOf, startOfDay } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { contacts } from '../db/schema/contacts.ts';
import { events } from '../db/schema/events.ts';
import { staff } from '../db/schema/staff.ts';
import { caseStream, record, staffStream } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { phoneIndex } from '../vault/contacts.ts';
import { notConduct, notExcludedFrom } from './queries/visible-to.ts';

const aDay = 10;

/**
 * Ruling 9's one exception: the desk may look an exact phone up, with a reason, to help one who lost the number. It
 * shows number and state, never confidential cases, those about conduct (the supervisor's alone) nor those the clerk is
 * excluded from; ten a day; every find is an event on the resident's page. Throws `desk.lookups-used-up`.
 */
export function lookUpPhone(context: Context<StaffActor>, { phone, reason }: { phone: string; reason: string }) {
	return inTransaction(context, async (context) => {
		const { actor, db, now, secrets } = context;
		if (!actor.roles.includes('clerk')) throw new Refusal('case.not-yours');
		// two at once count one after the other
		await db.select({ id: staff.id }).from(staff).where(eq(staff.id, actor.id)).for('no key update');
		const [today] = await db
			.select({ used: count() })
			.from(events)
			.where(
				and(
					eq(events.stream, staffStream(actor.id)),
					eq(events.kind, 'staff.looked-up-phone'),
					gte(events.at, startOfDay(dayOf(now)))
				)
			);
		if ((today?.used ?? 0) >= aDay) throw new Refusal('desk.lookups-used-up');
		const found = await db
			.select({ id: cases.id, number: cases.number, state: cases.state, submittedAt: cases.submittedAt })
			.from(contacts)
			.innerJoin(cases, eq(cases.id, contacts.caseId))
			.where(
				and(
					eq(contacts.phoneIndex, phoneIndex(secrets, phone)),
					eq(cases.identity, 'contact'),
					notConduct(),
					notExcludedFrom(context)
				)
			)
			.orderBy(desc(cases.id))
			.limit(20);
		for (const { id } of found) await record(context, caseStream(id), 'case.looked-up-by-phone', {});
		await record(context, staffStream(actor.id), 'staff.looked-up-phone', {
			reason: await writeText(context, null, 'reason', { text: reason }),
			found: found.length
		});
		return found.map(({ number, state, submittedAt }) => ({ number, state, submittedAt }));
	});
}
