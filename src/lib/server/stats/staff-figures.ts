import { and, inArray, type SQL, sql } from 'drizzle-orm';
import { addDays, addMonth } from '../../domain/clock.ts';
import {
	type Breakdown,
	type IndicatorKey,
	indicatorKeys,
	type Period,
	type FigureSide
} from '../../domain/indicators.ts';
import { type StaffActor, titleFor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Role } from '../../domain/roles.ts';
import { hiddenFrom, visibleTo } from '../cases/queries/visible-to.ts';
import type { Context } from '../context.ts';
import { caseFigures } from '../db/schema/case-figures.ts';
import { cases } from '../db/schema/cases.ts';
import { units } from '../db/schema/units.ts';
import { countBy, keyOf } from './indicators.ts';
import { belongsTo, dateOf, levelOf, type Measure, measuresAt } from './measures.ts';
import { subjectColumns } from '../cases/queries/subject-columns.ts';

type StaffContext = Context<StaffActor>;

const wholeOffice: readonly Role[] = ['dispatcher', 'supervisor', 'lead-official'];

/** Does this person see figures, and of what: everything they may find, or their units' cases alone? */
export function reachOf({ roles }: StaffActor): 'office' | 'units' | null {
	if (roles.some((role) => wholeOffice.includes(role))) return 'office';
	return roles.includes('head') ? 'units' : null;
}

/**
 * The cases somebody's figures are counted from: those they may find, so that of a case somebody is excluded from
 * (回避) not even the number tells. Throws `case.not-found` for whoever has no figures.
 */
export function countedFor(context: StaffContext): SQL | undefined {
	const { actor } = context;
	const reach = reachOf(actor);
	if (!reach) throw new Refusal('case.not-found');
	const ofUnits = reach === 'units' ? inArray(cases.unitId, [...actor.unitIds]) : undefined;
	return and(visibleTo(context), ofUnits);
}

/** The same as a condition on the kept rows alone. */
function countedRows(context: StaffContext): SQL {
	const within = countedFor(context);
	return reachOf(context.actor) === 'office'
		? sql`${caseFigures.caseId} not in ${hiddenFrom(context)}`
		: sql`${caseFigures.caseId} in (select ${cases.id} from ${cases} where ${within})`;
}

/** How many months the line of 按期答复率 has, the period's last one included. */
const trendMonths = 6;

/** All that the page of figures shows of a period. Throws as `countedFor`. */
export async function findFigures(context: StaffContext, period: Period, by: Breakdown) {
	const counted = { period, restrict: countedRows(context) };
	const trend = { ...counted, period: trendOf(period) };
	const apart = countBy(context, counted, by, indicatorKeys);
	const byKind = by === 'category' ? apart : countBy(context, counted, 'category', ['received', 'answeredInTime']);
	const [all, kinds, months, answerDays] = await Promise.all([
		apart,
		byKind,
		countBy(context, trend, 'month', ['answeredInTime']),
		countAnswerDays(context, counted)
	]);
	return { ...all, kinds: kinds.groups, months: inTurn(trend.period, months.groups), answerDays };
}

function trendOf({ to }: Period): Period {
	const [year = 0, month = 1] = to.split('-').map(Number);
	const first = new Date(Date.UTC(year, month - trendMonths, 1)).toISOString().slice(0, 10);
	return { from: first, to: addDays(addMonth(`${to.slice(0, 7)}-01`), -1) };
}

/** Every month of a period, also one in which nothing fell due. */
function inTurn({ from, to }: Period, groups: Awaited<ReturnType<typeof countBy<'answeredInTime'>>>['groups']) {
	const months: { month: string; part: number; whole: number }[] = [];
	for (let day = from; day <= to; day = addMonth(day)) {
		const month = day.slice(0, 7);
		const figure = groups.find(({ key }) => key === month)?.figures.answeredInTime;
		months.push(
			figure?.kind === 'share' ? { month, part: figure.part, whole: figure.whole } : { month, part: 0, whole: 0 }
		);
	}
	return months;
}

/** How many were answered after so many days, 8 to 30 and beyond together, by whether they were ordinary. */
async function countAnswerDays({ db, now }: StaffContext, { period, restrict }: { period: Period; restrict: SQL }) {
	const rows = await db.execute<{ bucket: number; isImportant: boolean; count: number }>(sql`
		select least(${bucketOf}, 9) as bucket, ${caseFigures.class} = 'important' as "isImportant", count(*)::integer as count
		from ${caseFigures}
		where ${restrict} and ${belongsTo('submitted', period, now)} and ${measuresAt(now).daysToAnswer.whole}
		group by 1, 2 order by 1, 2`);
	return rows.map((row) => ({ ...row }));
}

/** 0 to 7 days, 8 for 8 to 30, 9 for more. */
const bucketOf = sql`case when ${caseFigures.answerDays} <= 7 then ${caseFigures.answerDays} when ${caseFigures.answerDays} <= 30 then 8 else 9 end`;

/** Which number was opened: an indicator and a side of it, a level of rating, or how long the answer took. */
export type Opened = {
	period: Period;
	figure: { key: IndicatorKey; side: FigureSide } | { stars: number } | { bucket: number };
	/** Of one unit, area …; `key` null: of those that have none. */
	group: { by: Breakdown; key: string | null } | null;
	/** The id of the last row of the page before. */
	after: number | null;
};

const pageSize = 50;

/** The cases behind a number, the latest filed first, one page by key; the same condition as the number. */
export async function listBehind(context: StaffContext, { period, figure, group, after }: Opened) {
	const { db, now, actor } = context;
	const { basis, where } = conditionOf(figure, now);
	const ofGroup = group ? sql`${keyOf(group.by, dateOf(basis, now))} is not distinct from ${group.key}` : undefined;
	const rows = await db
		.select({
			...subjectColumns,
			number: cases.number,
			unit: units.name,
			submittedAt: cases.submittedAt,
			answeredAt: cases.answeredAt
		})
		.from(caseFigures)
		.innerJoin(cases, sql`${cases.id} = ${caseFigures.caseId}`)
		.leftJoin(units, sql`${units.id} = ${cases.unitId}`)
		.where(
			and(
				belongsTo(basis, period, now),
				where,
				ofGroup,
				countedFor(context),
				after === null ? undefined : sql`${caseFigures.caseId} < ${after}`
			)
		)
		.orderBy(sql`${caseFigures.caseId} desc`)
		.limit(pageSize + 1);
	const shown = rows.slice(0, pageSize).map((row) => ({
		id: row.id,
		number: row.number,
		title: titleFor(actor, row),
		state: row.state,
		unit: row.unit,
		submittedAt: row.submittedAt,
		answeredAt: row.answeredAt
	}));
	return { rows: shown, next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null };
}

function conditionOf(figure: Opened['figure'], now: Date): { basis: Measure['basis']; where: SQL } {
	const measures = measuresAt(now);
	if ('stars' in figure) return { basis: 'submitted', where: levelOf(figure.stars) };
	if ('bucket' in figure)
		return { basis: 'submitted', where: sql`${measures.daysToAnswer.whole} and ${bucketOf} = ${figure.bucket}` };
	const { basis, whole, part } = measures[figure.key];
	if (figure.side === 'whole' || !part) return { basis, where: whole };
	const counts = figure.side === 'part' ? sql`(${part})` : sql`(${part}) is not true`;
	return { basis, where: sql`${whole} and ${counts}` };
}
