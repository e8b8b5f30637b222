import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { staff } from '../db/schema/staff.ts';
import { caseStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { advance } from './advance.ts';
import { putWatchBeforeEligible } from './duties.ts';
import { dispatcherFor, headFor, unitPath } from './in-charge.ts';
import { putBeforeEligible } from './open-proposal.ts';
import { type Case, permit, takeCase } from './take-case.ts';

export type Excluded = { unitId: number; staffId: null } | { unitId: null; staffId: number };

/**
 * 回避: from the commit on, the unit (with its sub-units) or the person cannot find the case anywhere. Whoever was
 * in charge and is now excluded hands it on at once: to another dispatcher before assignment, else to the next head
 * who may see it; a proposal that waited for them waits for the next one.
 */
export function excludeFromCase(
	context: Context,
	number: CaseNumber,
	{ version, excluded }: { version: number; excluded: Excluded }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'exclude', subject);
		await context.db.insert(exclusions).values({ caseId: subject.id, ...excluded, setAt: context.now });
		const changes = (await isExcluded(context, subject, subject.ownerId)) ? await nextInCharge(context, subject) : {};
		const after = await advance(context, subject, 'exclude', changes);
		await putBeforeEligible(context, after);
		await putWatchBeforeEligible(context, after);
		await record(context, caseStream(subject.id), 'case.excluded', { ...excluded, ownerId: after.ownerId });
	});
}

/** Lifting is the supervisor's, with a reason the resident can read. */
export function liftExclusion(
	context: Context,
	number: CaseNumber,
	{ version, exclusionId, reason }: { version: number; exclusionId: number; reason: string }
): Promise<void> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, version);
		permit(context, 'lift-exclusion', subject);
		const [lifted] = await context.db
			.update(exclusions)
			.set({ liftedAt: context.now })
			.where(and(eq(exclusions.id, exclusionId), eq(exclusions.caseId, subject.id), isNull(exclusions.liftedAt)))
			.returning();
		if (!lifted) throw new Refusal('case.not-found');
		await advance(context, subject, 'lift-exclusion');
		await record(context, caseStream(subject.id), 'case.exclusion-lifted', {
			unitId: lifted.unitId,
			staffId: lifted.staffId,
			reason: await writeText(context, subject.id, 'reason', { text: reason })
		});
	});
}

/** Does any exclusion stand on this case, or on one that is merged into it? */
export async function hasExclusions({ db }: Context, caseId: number): Promise<boolean> {
	const parts = db.select({ id: cases.id }).from(cases).where(eq(cases.mainId, caseId));
	const ofAll = or(eq(exclusions.caseId, caseId), inArray(exclusions.caseId, parts));
	const [one] = await db
		.select({ id: exclusions.id })
		.from(exclusions)
		.where(and(ofAll, isNull(exclusions.liftedAt)))
		.limit(1);
	return one !== undefined;
}

async function isExcluded(context: Context, subject: Case, staffId: number): Promise<boolean> {
	const rows = await context.db
		.select({ unitId: exclusions.unitId, staffId: exclusions.staffId })
		.from(exclusions)
		.where(and(eq(exclusions.caseId, subject.id), isNull(exclusions.liftedAt)));
	if (rows.some((row) => row.staffId === staffId)) return true;
	const [person] = await context.db.select({ unitId: staff.unitId }).from(staff).where(eq(staff.id, staffId));
	if (!person) return true;
	const path = await unitPath(context, person.unitId);
	return rows.some((row) => row.unitId !== null && path.includes(row.unitId));
}

async function nextInCharge(context: Context, subject: Case): Promise<{ ownerId: number }> {
	const ownerId =
		subject.unitId === null
			? await dispatcherFor(context, subject)
			: await headFor(context, subject, subject.unitId, [subject.ownerId]);
	return { ownerId };
}
