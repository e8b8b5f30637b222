import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { advance } from './advance.ts';
import { silenceAlarm } from './silence-alarm.ts';
import { permit, takeCase } from './take-case.ts';

/** 应响铃: somebody has seen it and sees to it. Of two who press, the first counts; the second changes nothing. */
export function answerAlarm(context: Context, number: CaseNumber): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'answer-alarm', subject);
		await advance(context, subject, 'answer-alarm');
		await silenceAlarm(context, subject.id);
	});
}
