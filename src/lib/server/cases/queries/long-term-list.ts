import { and, asc, desc, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as v from 'valibot';
import { phasesIn } from '../../../domain/phase-plan.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { phases, proposals } from '../../db/schema/proposals.ts';
import { texts } from '../../db/schema/texts.ts';
import { notConduct } from './visible-to.ts';

const pageSize = 20;
/** Further back nobody leafs; the list itself is short. */
export const lastPage = 100;
const partsSchema = v.record(v.string(), v.string());
const parts = alias(cases, 'parts');
type Place = Pick<Context, 'db'>;

/**
 * One page of the public list of long-running matters, the oldest first: what kind of matter, where about, the plan as
 * it was approved and when the resident is told next. No number, no title, no word of a resident; never a confidential
 * case (nor one handled with it), one of 作风与服务, or a kind of matter that is not published.
 */
export async function listLongTermMatters(context: Place, page: number) {
	const rows = await context.db
		.select({
			id: cases.id,
			since: cases.longTermSince,
			noticeDueAt: cases.noticeDueAt,
			category: categories.name,
			categoryEn: categories.nameEn,
			area: areas.name
		})
		.from(cases)
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.where(
			and(
				isNotNull(cases.longTermSince),
				isListed(),
				notConduct(),
				isPublishable(),
				ne(cases.identity, 'confidential'),
				sql`not exists ${confidentialPart(context)}`
			)
		)
		.orderBy(asc(cases.longTermSince), asc(cases.id))
		.limit(pageSize + 1)
		.offset((page - 1) * pageSize);
	const shown = rows.slice(0, pageSize);
	const plans = await plansOf(
		context,
		shown.map(({ id }) => id)
	);
	return {
		matters: shown.map(({ id, ...matter }) => ({ ...matter, phases: plans.get(id) ?? [] })),
		hasNext: rows.length > pageSize && page < lastPage
	};
}

function isListed() {
	return or(eq(cases.state, 'long_term'), and(eq(cases.state, 'review'), eq(cases.resumesTo, 'long_term')));
}

function isPublishable() {
	return sql`coalesce(${categories.publishable}, true)`;
}

function confidentialPart({ db }: Place) {
	return db
		.select({ one: sql`1` })
		.from(parts)
		.where(and(eq(parts.mainId, cases.id), eq(parts.identity, 'confidential')));
}

/** The plan each case was last listed with. */
async function plansOf({ db }: Place, caseIds: readonly number[]) {
	const plans = new Map<number, { position: number; text: string; dueOn: string; doneAt: Date | null }[]>();
	if (caseIds.length === 0) return plans;
	const listed = await db
		.selectDistinctOn([proposals.caseId], { id: proposals.id, caseId: proposals.caseId, body: texts.body })
		.from(proposals)
		.innerJoin(texts, eq(texts.id, proposals.textId))
		.where(
			and(inArray(proposals.caseId, [...caseIds]), eq(proposals.kind, 'long-term'), eq(proposals.state, 'accepted'))
		)
		.orderBy(proposals.caseId, desc(proposals.id));
	const done = await db
		.select({ proposalId: phases.proposalId, position: phases.position, doneAt: phases.doneAt })
		.from(phases)
		.where(
			and(
				inArray(
					phases.proposalId,
					listed.map(({ id }) => id)
				),
				isNotNull(phases.doneAt)
			)
		);
	for (const { id, caseId, body } of listed) {
		const doneAt = new Map(done.filter(({ proposalId }) => proposalId === id).map((one) => [one.position, one.doneAt]));
		const words = body ? v.parse(partsSchema, JSON.parse(body)) : {};
		plans.set(
			caseId,
			phasesIn(words).map((phase) => ({ ...phase, doneAt: doneAt.get(phase.position) ?? null }))
		);
	}
	return plans;
}
