import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { unitPath } from './in-charge.ts';
import type { Case } from './take-case.ts';

/**
 * 回避: a unit gets no part in a case it, or a unit above it, is excluded from; of a merged group every exclusion holds
 * for the whole. Throws `case.excluded-unit`.
 */
export async function assertUnitNotExcluded(context: Context, subject: Case, unitId: number): Promise<void> {
	const path = await unitPath(context, unitId);
	const mainId = subject.mainId ?? subject.id;
	const [found] = await context.db
		.select({ id: exclusions.id })
		.from(exclusions)
		.innerJoin(cases, eq(cases.id, exclusions.caseId))
		.where(
			and(
				isNull(exclusions.liftedAt),
				inArray(exclusions.unitId, path),
				or(inArray(cases.id, [subject.id, mainId]), eq(cases.mainId, mainId))
			)
		)
		.limit(1);
	if (found || path.length === 0) throw new Refusal('case.excluded-unit');
}
