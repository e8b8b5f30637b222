import type { CaseNumber } from '../../domain/case-number.ts';
import { watchDuties, type WatchDuty, watchedAs } from '../../domain/duty.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { endDuty, openDuty } from './duties.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * 登记督办: who watches writes down what was done about what they owe: a rating that names retaliation, an overdue
 * answer, a second bad rating put before the 分管负责人 (ruling 5); the case leaves their list. What another role owes
 * stands. The unit reads nothing of it. Throws `case.nothing-to-supervise`.
 */
export function superviseCase(
	context: Context,
	number: CaseNumber,
	{ version, text }: { version: number; text: string }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'supervise', subject);
		const own: readonly string[] = context.actor.kind === 'staff' ? watchedAs(context.actor) : [];
		const done: WatchDuty[] = [];
		for (const kind of watchDuties) {
			const duty = await openDuty(context, subject.id, kind);
			if (!duty || !own.includes(duty.owedBy)) continue;
			await endDuty(context, subject.id, kind);
			done.push(kind);
		}
		if (done.length === 0) throw new Refusal('case.nothing-to-supervise');
		await advance(context, subject, 'supervise');
		const note = await writeText(context, subject.id, 'note', { text });
		await record(context, caseStream(subject.id), 'case.supervised', { duties: done, note });
	});
}
