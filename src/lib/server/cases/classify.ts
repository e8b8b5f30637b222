import type { CaseNumber } from '../../domain/case-number.ts';
import { firstDue } from '../../domain/deadline.ts';
import type { CaseClass, CaseType } from '../../domain/submission.ts';
import { isConduct } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { type Context, inTransaction } from '../context.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { rulesAt } from '../site/clock-rules.ts';
import { dueOf } from './accept.ts';
import { advance } from './advance.ts';
import { hasParts } from './answer-parts.ts';
import { raiseDuty } from './duties.ts';
import { dispatcherFor } from './in-charge.ts';
import { told } from './report-progress.ts';
import { ring } from './sound-alarm.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type Classification = {
	version: number;
	type: CaseType;
	class: CaseClass;
	categoryCode: string | null;
	areaId: number | null;
	/** Shown to the resident. */
	reason: string;
};

/**
 * 定为一般、重要、紧急 / 更正类型、类别、区域. The due is recomputed from the submission and keeps the days the clock
 * stood; the first due stays in reports. Raising to 重要 still owes a real first message by the printed date
 * (ruling 1). A case that becomes category 18 goes to the supervisor; one that becomes urgent rings for whoever is on
 * duty. Throws `case.has-parts` where others that may not follow are merged into it.
 */
export function classifyCase(context: Context, number: CaseNumber, change: Classification): Promise<Case> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, change.version);
		permit(context, 'classify', subject);
		const { type, categoryCode, areaId } = change;
		const changesHands = isConduct({ categoryCode }) !== isConduct(subject);
		if (changesHands && (await hasParts(context, subject.id))) throw new Refusal('case.has-parts');
		// a long-running matter goes by its phases
		const isClockRunning = !['answered', 'rework', 'long_term'].includes(subject.state);
		const isTimed = type !== subject.type || change.class !== subject.class;
		const dueAt = isClockRunning && isTimed ? await recomputed(context, subject, change) : subject.dueAt;

		const moves = subject.unitId === null && changesHands;
		const ownerId = moves ? await dispatcherFor(context, { ...subject, categoryCode, areaId }) : subject.ownerId;
		const reason = await writeText(context, subject.id, 'reason', { text: change.reason });
		const after = await advance(context, subject, 'classify', {
			type,
			class: change.class,
			categoryCode,
			areaId,
			dueAt,
			ownerId,
			...(isTimed ? await told(context, { ...subject, class: change.class }) : {})
		});
		await record(context, caseStream(subject.id), 'case.classified', {
			type,
			class: change.class,
			categoryCode,
			areaId,
			reason,
			ownerId,
			dueAt: dueOf(after)
		});
		if (change.class === 'urgent' && subject.class !== 'urgent') await ring(context, after);
		if (change.class === 'important' && subject.class === 'ordinary' && isClockRunning)
			await raiseDuty(context, after, 'first-message', 'owner', subject.firstDueAt);
		return after;
	});
}

async function recomputed(context: Context, subject: Case, change: Classification): Promise<Date> {
	const calendar = await loadCalendar(context.db);
	const rules = await rulesAt(context.db, subject.submittedAt);
	const start = subject.recheckedAt ?? subject.submittedAt;
	const due = firstDue({ type: change.type, class: change.class, submittedAt: start, calendar, rules });
	return new Date(due.getTime() + subject.pausedDays * 86_400_000);
}
