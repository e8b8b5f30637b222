import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { DutyKind } from '../../domain/duty.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { duties } from '../db/schema/handling.ts';
import type { Case } from './take-case.ts';

type OwedBy = typeof duties.$inferSelect.owedBy;

/** 请打电话告诉我结果: once there is an answer, a call is owed until done or tried three times (ruling 2). */
export async function raiseCallDuty(context: Context, subject: Case): Promise<void> {
	if (!subject.wantsCall || subject.identity === 'anonymous') return;
	await raiseDuty(context, subject, 'call', subject.identity === 'confidential' ? 'dispatcher' : 'owner');
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

/** The roles of those who watch over the others. */
export const watchRoles = ['supervisor', 'lead-official'] as const;
export type WatchRole = (typeof watchRoles)[number];

/** In which of these roles this person watches. */
export function watchedAs({ roles }: StaffActor): WatchRole[] {
	return watchRoles.filter((role) => roles.includes(role));
}
