import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

type Why = { version: number; reason: string };

/**
 * 暂停删除 (legal hold), by the supervisor with a reason: nothing of the case is erased until it is lifted. Throws
 * `case.not-in-this-state` where it is held already.
 */
export function holdCase(context: Context, number: CaseNumber, why: Why): Promise<void> {
	return setHold(context, number, why, true);
}

/** 恢复按期删除: what is due by then goes with the next night. Throws `case.not-in-this-state` where it is not held. */
export function liftHold(context: Context, number: CaseNumber, why: Why): Promise<void> {
	return setHold(context, number, why, false);
}

function setHold(context: Context, number: CaseNumber, { version, reason }: Why, isHeld: boolean): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		const act = isHeld ? 'hold' : 'lift-hold';
		permit(context, act, subject);
		if (subject.isHeld === isHeld) throw new Refusal('case.not-in-this-state', { state: subject.state });
		await advance(context, subject, act, { isHeld });
		const words = { reason: await writeText(context, subject.id, 'reason', { text: reason }) };
		await record(context, caseStream(subject.id), isHeld ? 'case.held' : 'case.hold-lifted', words);
	});
}
