import { and, eq, gte } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { dayOf, startOfDay } from '../../domain/clock.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { events } from '../db/schema/events.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * 催办 by a person, before the ladder does it or beside it: whoever is in charge is told, and the words stand among
 * staff. State, owner and due stay. Once a day a case, by whomever. Throws `case.urged-today`, and `case.not-yours`
 * for who would urge themselves.
 */
export function urgeCase(
	context: Context,
	number: CaseNumber,
	{ version, text }: { version: number; text: string }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'urge', subject);
		const stream = caseStream(subject.id);
		const today = startOfDay(dayOf(context.now));
		const isOfToday = and(eq(events.stream, stream), eq(events.kind, 'case.urged'), gte(events.at, today));
		const [before] = await context.db.select({ id: events.id }).from(events).where(isOfToday).limit(1);
		if (before) throw new Refusal('case.urged-today');
		await advance(context, subject, 'urge');
		await record(context, stream, 'case.urged', { note: await writeText(context, subject.id, 'note', { text }) });
	});
}
