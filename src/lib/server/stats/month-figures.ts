import { addDays, addMonth, dayOf } from '../../domain/clock.ts';
import { type Figure, isShown } from '../../domain/indicators.ts';
import type { Database } from '../db/connect.ts';
import { countIndicators } from './indicators.ts';

/** A share with its numerator and denominator; null while the denominator is under 5. */
export type Share = { part: number; whole: number } | null;
export type MonthFigures = { received: number; onTime: Share; medianDays: number | null; satisfied: Share };

const keptMs = 60_000;
const kept = new WeakMap<Database, { at: number; figures: Promise<MonthFigures> }>();

/** This month's figures for the home page, counted as all figures are, at most once a minute a process. */
export function monthFigures(db: Database, now: Date): Promise<MonthFigures> {
	const known = kept.get(db);
	if (known && now.getTime() - known.at < keptMs) return known.figures;
	const figures = count(db, now);
	kept.set(db, { at: now.getTime(), figures });
	figures.catch(() => kept.delete(db));
	return figures;
}

async function count(db: Database, now: Date): Promise<MonthFigures> {
	const first = `${dayOf(now).slice(0, 7)}-01`;
	// the whole month: an answer that came before its due counts already
	const period = { from: first, to: addDays(addMonth(first), -1) };
	const figures = await countIndicators({ db, now }, { period });
	const { received, answeredInTime, daysToAnswer, satisfied } = figures;
	return {
		received: received.kind === 'count' ? received.count : 0,
		onTime: shareOf(answeredInTime),
		medianDays: daysToAnswer.kind === 'days' && isShown(daysToAnswer) ? Math.ceil(daysToAnswer.median) : null,
		satisfied: shareOf(satisfied)
	};
}

function shareOf(figure: Figure): Share {
	return figure.kind === 'share' && isShown(figure) ? { part: figure.part, whole: figure.whole } : null;
}
