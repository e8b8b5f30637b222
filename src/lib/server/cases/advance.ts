import { eq } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { after, type Act, isOpen } from '../../domain/lifecycle.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import type { Case } from './take-case.ts';

type Changes = Omit<
	PgUpdateSetSource<typeof cases>,
	'id' | 'number' | 'state' | 'version' | 'ownerId' | 'unitId' | 'dueAt' | 'answerDueAt'
> &
	Partial<Pick<typeof cases.$inferInsert, 'ownerId' | 'unitId' | 'dueAt'>>;

/**
 * Moves a locked case on: the state comes from the table of acts and from nowhere else. The version grows when
 * state, owner, unit or due changes, and only then (ruling 30).
 */
export async function advance(context: Context, subject: Case, act: Act, changes: Changes = {}): Promise<Case> {
	const state = after(act, subject.state, subject.resumesTo);
	const moved =
		state !== subject.state ||
		(changes.ownerId !== undefined && changes.ownerId !== subject.ownerId) ||
		(changes.unitId !== undefined && changes.unitId !== subject.unitId) ||
		(changes.dueAt !== undefined && changes.dueAt?.getTime() !== subject.dueAt?.getTime());
	const owesFirstAnswer = subject.round === 1 && isOpen(state) && state !== 'answered' && state !== 'rework';
	const answerDueAt = owesFirstAnswer && changes.dueAt ? { answerDueAt: changes.dueAt } : {};
	const [row] = await context.db
		.update(cases)
		.set({ ...changes, ...answerDueAt, state, version: subject.version + (moved ? 1 : 0) })
		.where(eq(cases.id, subject.id))
		.returning();
	if (!row) throw new Error(`case ${subject.id} vanished under its lock`);
	return row;
}
