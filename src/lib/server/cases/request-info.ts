import type { CaseNumber } from '../../domain/case-number.ts';
import { supplyBy } from '../../domain/deadline.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { advance } from './advance.ts';
import { type Case, permit, takeCase } from './take-case.ts';

/**
 * 请补充: asks the resident for what is missing and stops the clock (ruling 3: 10 days in all). With `asksIdentity`
 * a confidential resident is asked to be known to the one handler in charge. Throws `case.pause-used-up`.
 */
export function requestInfo(
	context: Context,
	number: CaseNumber,
	{ version, ask, asksIdentity }: { version: number; ask: string; asksIdentity: boolean }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'request-info', subject);
		const rules = await rulesAt(context.db, subject.submittedAt);
		const until = supplyBy(context.now, subject.pausedDays, rules['deadline.pauseDays']);
		if (!until) throw new Refusal('case.pause-used-up');
		const text = await writeText(context, subject.id, 'info-request', { text: ask });
		const waiting = await advance(context, subject, 'request-info', {
			resumesTo: subject.state,
			pausedAt: context.now,
			supplyBy: until
		});
		await record(context, caseStream(subject.id), 'case.info-requested', {
			supplyBy: until.toISOString(),
			ask: text,
			asksIdentity: asksIdentity && subject.identity === 'confidential'
		});
		return waiting;
	});
}
