import { sql } from 'drizzle-orm';
import { dayOf, startOfDay } from '../../domain/clock.ts';
import type { Database } from '../db/connect.ts';

/** A share with its numerator and denominator; null while the denominator is under 5. */
export type Share = { part: number; whole: number } | null;
export type MonthFigures = { received: number; onTime: Share; medianDays: number | null; satisfied: Share };

const keptMs = 60_000;
const fewest = 5;
const kept = new WeakMap<Database, { at: number; figures: Promise<MonthFigures> }>();

/** This month's figures for the home page, counted from the tables at most once a minute a process. */
export function monthFigures(db: Database, now: Date): Promise<MonthFigures> {
	const known = kept.get(db);
	if (known && now.getTime() - known.at < keptMs) return known.figures;
	const figures = count(db, now);
	kept.set(db, { at: now.getTime(), figures });
	figures.catch(() => kept.delete(db));
	return figures;
}

async function count(db: Database, now: Date): Promise<MonthFigures> {
	const from = startOfDay(`${dayOf(now).slice(0, 7)}-01`).toISOString();
	// 按期答复: of the answers that fell due this month, so that one still owed counts as late
	const owed = sql`answer_due_at >= ${from} and (answer_due_at < ${now.toISOString()} or answered_at is not null)
		and coalesce(closed_as, '') not in ('withdrawn', 'rejected', 'redirected')`;
	const [row] = await db.execute<Record<string, string | null>>(sql`
		select
			(select count(*) from cases where submitted_at >= ${from}) as received,
			(select count(*) from cases where answered_at >= ${from}) as answered,
			(select count(*) from cases where ${owed}) as due,
			(select count(*) from cases where ${owed} and answered_at <= answer_due_at) as on_time,
			(select percentile_cont(0.5) within group (order by extract(epoch from answered_at - submitted_at) / 86400)
				from cases where answered_at >= ${from}) as median,
			(select count(*) from ratings where rated_at >= ${from}) as rated,
			(select count(*) from ratings where rated_at >= ${from} and stars >= 3) as satisfied`);
	const figure = (name: string) => Number(row?.[name] ?? 0);
	const share = (part: string, whole: string): Share =>
		figure(whole) < fewest ? null : { part: figure(part), whole: figure(whole) };
	return {
		received: figure('received'),
		onTime: share('on_time', 'due'),
		medianDays: figure('answered') < fewest ? null : Math.ceil(figure('median')),
		satisfied: share('satisfied', 'rated')
	};
}
