import { and, eq, inArray, isNull } from 'drizzle-orm';
import { type DutyKind, type WatchDuty, type WatchRole, watchRoles } from '../../domain/duty.ts';
import { isConduct } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { duties } from '../db/schema/handling.ts';
import { watchRoleFor } from './in-charge.ts';
import type { Case } from './take-case.ts';

type OwedBy = typeof duties.$inferSelect.owedBy;

/** 请打电话告诉我结果: once there is an answer, a call is owed until done or tried three times (ruling 2). */
export async function raiseCallDuty(context: Context, subject: Case): Promise<void> {
	if (!subject.wantsCall || subject.identity === 'anonymous') return;
	await raiseDuty(context, subject, 'call', callOwedBy(subject));
}

/** Who calls: who is in charge; of a confidential case who directs it, of 作风与服务 the supervisor. */
export function callOwedBy(subject: Pick<Case, 'identity' | 'categoryCode'>): OwedBy {
	if (subject.identity !== 'confidential') return 'owner';
	return isConduct(subject) ? 'supervisor' : 'dispatcher';
}

/** The same of those who watch: the role that usually does, or the other where nobody of it may see the case (回避). */
export async function raiseWatch(context: Context, subject: Case, kind: WatchDuty, role: WatchRole): Promise<void> {
	await raiseDuty(context, subject, kind, await watchRoleFor(context, subject, role));
}

/** Somebody was excluded from the case: what those who watch owe is owed by who may still see it. */
export async function putWatchBeforeEligible(context: Context, subject: Pick<Case, 'id'>): Promise<void> {
	for (const role of watchRoles) {
		const owedBy = await watchRoleFor(context, subject, role);
		const open = and(eq(duties.caseId, subject.id), eq(duties.owedBy, role), isNull(duties.doneAt));
		if (owedBy !== role) await context.db.update(duties).set({ owedBy }).where(open);
	}
}

/** Notes that somebody still owes something beside the answer. One open duty of a kind a case. */
export async function raiseDuty(
	context: Context,
	subject: Case,
	kind: DutyKind,
	owedBy: OwedBy,
	dueAt: Date | null = null
): Promise<void> {
	const open = await openDuty(context, subject.id, kind);
	if (open) return;
	await context.db.insert(duties).values({ caseId: subject.id, kind, owedBy, dueAt, raisedAt: context.now });
}

/** The open duty of a kind, or undefined. */
export async function openDuty(context: Context, caseId: number, kind: DutyKind) {
	const [duty] = await context.db
		.select()
		.from(duties)
		.where(and(eq(duties.caseId, caseId), eq(duties.kind, kind), isNull(duties.doneAt)))
		.limit(1);
	return duty;
}

/** Ends the duties of these kinds that are open. */
export async function endDuty(context: Context, caseId: number, ...kinds: readonly DutyKind[]): Promise<void> {
	await context.db
		.update(duties)
		.set({ doneAt: context.now })
		.where(and(eq(duties.caseId, caseId), inArray(duties.kind, [...kinds]), isNull(duties.doneAt)));
}
