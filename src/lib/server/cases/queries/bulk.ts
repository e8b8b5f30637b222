import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { mostAtOnce } from '../../../domain/bulk.ts';
import { type StaffActor, titleFor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { bulkItems, bulkRuns } from '../../db/schema/queue-tools.ts';
import { visibleTo } from './visible-to.ts';

type StaffContext = Context<StaffActor>;

/** The chosen cases a person may find, in the order of their numbers. */
export async function listChosen(context: StaffContext, numbers: readonly string[]) {
	if (numbers.length === 0) return [];
	const rows = await context.db
		.select({ subject: cases, category: categories.name, categoryEn: categories.nameEn })
		.from(cases)
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.where(and(inArray(cases.number, [...numbers]), visibleTo(context)))
		.orderBy(asc(cases.number))
		.limit(mostAtOnce);
	return rows.map(({ subject, category, categoryEn }) => ({
		number: subject.number,
		state: subject.state,
		unitId: subject.unitId,
		categoryCode: subject.categoryCode,
		category,
		categoryEn,
		title: titleFor(context.actor, subject)
	}));
}

/** The run a form of this key began, or null. */
export async function findSent({ db, actor }: StaffContext, key: string): Promise<number | null> {
	const [run] = await db
		.select({ id: bulkRuns.id })
		.from(bulkRuns)
		.where(and(eq(bulkRuns.staffId, actor.id), eq(bulkRuns.key, key)));
	return run?.id ?? null;
}

/** The run a person began last, or null. */
export async function latestRun({ db, actor }: StaffContext): Promise<number | null> {
	const [run] = await db
		.select({ id: bulkRuns.id })
		.from(bulkRuns)
		.where(eq(bulkRuns.staffId, actor.id))
		.orderBy(desc(bulkRuns.id))
		.limit(1);
	return run?.id ?? null;
}

/** What became of a run of one's own: of each case done, or why not. Throws `case.not-found` for anybody else's. */
export async function findRun(context: StaffContext, id: number) {
	const { db, actor } = context;
	const [run] = await db
		.select({ act: bulkRuns.act, startedAt: bulkRuns.startedAt })
		.from(bulkRuns)
		.where(and(eq(bulkRuns.id, id), eq(bulkRuns.staffId, actor.id)));
	if (!run) throw new Refusal('case.not-found');
	const items = await db
		.select({ number: bulkItems.number, refusal: bulkItems.refusal, details: bulkItems.details })
		.from(bulkItems)
		.where(eq(bulkItems.runId, id))
		.orderBy(asc(bulkItems.number))
		.limit(mostAtOnce);
	// what has gone to others meanwhile has no title here any more
	const found = await listChosen(
		context,
		items.map(({ number }) => number)
	);
	const titles = new Map(found.map(({ number, title }) => [number, title]));
	return {
		...run,
		items: items.map(({ number, refusal, details }) => ({
			number,
			title: titles.get(number) ?? null,
			refusal: refusal ? { key: refusal, details: details ?? {} } : null
		}))
	};
}
