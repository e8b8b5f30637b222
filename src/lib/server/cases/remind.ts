import type { CaseNumber } from '../../domain/case-number.ts';
import { dayOf } from '../../domain/clock.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/** 催一催: once a day (Shanghai), while an answer is owed. The queue of the person in charge shows it. */
export function remindCase(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'remind', subject);
		if (subject.remindedAt && dayOf(subject.remindedAt) === dayOf(context.now))
			throw new Refusal('case.reminded-today');
		await advance(context, subject, 'remind', { remindedAt: context.now });
		await record(context, caseStream(subject.id), 'case.reminded', {});
	});
}
