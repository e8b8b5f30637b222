import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { succeedMain } from './succeed-main.ts';
import { type Case, permit } from './take-case.ts';
import { takeGroup } from './take-group.ts';

/**
 * 转其他渠道: says which body is responsible, its phone and how to go on. Contact is never passed on here. From 办理中
 * only what the handling unit proposed is redirected (accept-proposal).
 */
export function redirectCase(
	context: Context,
	number: CaseNumber,
	{ version, body, phone, how }: { version: number; body: string; phone: string; how: string }
): Promise<Case> {
	return inTransaction(context, async (context) => {
		const { subject, parts } = await takeGroup(context, number, version);
		permit(context, 'redirect', subject);
		if (subject.state === 'processing') throw new Refusal('case.not-in-this-state', { state: subject.state });
		const words = await writeText(context, subject.id, 'reason', { body, phone, text: how });
		const redirected = await advance(context, subject, 'redirect', {
			dueAt: null,
			closedAt: context.now,
			closedAs: 'redirected'
		});
		await record(context, caseStream(subject.id), 'case.redirected', { words });
		await succeedMain(context, subject, parts);
		return redirected;
	});
}
