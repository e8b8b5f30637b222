import { addDays, addMonth, type Day, weekday } from './clock.ts';
import { fewest, type Period } from './indicators.ts';
import type { StaffActor } from './permissions.ts';

/** 议题热点: over how long matters are counted. Weeks begin on Monday. */
export const spans = ['week', 'month', 'quarter'] as const;
export type Span = (typeof spans)[number];

/** Who reads what is raised: those who direct, lead a unit or watch over the office. */
export function readsTopics({ roles }: Pick<StaffActor, 'roles'>): boolean {
	return (['dispatcher', 'head', 'supervisor', 'lead-official'] as const).some((role) => roles.includes(role));
}

/** The week, month or quarter a day lies in. */
export function periodOf(span: Span, day: Day): Period {
	const from = beginOf(span, day);
	return { from, to: addDays(startAfter(span, from), -1) };
}

export function periodBefore(span: Span, { from }: Period): Period {
	return periodOf(span, addDays(from, -1));
}

export function periodAfter(span: Span, { to }: Period): Period {
	return periodOf(span, addDays(to, 1));
}

function beginOf(span: Span, day: Day): Day {
	if (span === 'week') return addDays(day, -((weekday(day) + 6) % 7));
	const month = Number(day.slice(5, 7));
	const first = span === 'month' ? month : month - ((month - 1) % 3);
	return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`;
}

function startAfter(span: Span, from: Day): Day {
	if (span === 'week') return addDays(from, 7);
	return span === 'month' ? addMonth(from) : addMonth(addMonth(addMonth(from)));
}

/** A count, or null where it is hidden. */
export type Cell = number | null;

/**
 * Counts with their totals as a last row and a last column, without what speaks of people: cells of 1 to 4, and as many
 * more as it takes that none of them follows from a total. What is hidden in a line adds up to five at least. Nothing
 * happened (0) says nothing of anybody and stays.
 */
export function hideSmall(counts: readonly (readonly number[])[]): Cell[][] {
	const table = withTotals(counts);
	const isHidden = table.map((row) => row.map((count) => count > 0 && count < fewest));
	const height = table.length;
	const width = table[0]?.length ?? 0;
	const lines: Place[][] = [
		...table.map((_, row) => Array.from({ length: width }, (__, column) => ({ row, column }))),
		...Array.from({ length: width }, (_, column) => Array.from({ length: height }, (__, row) => ({ row, column })))
	];
	const countAt = ({ row, column }: Place) => table[row]?.[column] ?? 0;
	const hides = ({ row, column }: Place) => isHidden[row]?.[column] ?? false;
	const hide = ({ row, column }: Place) => {
		const line = isHidden[row];
		if (line) line[column] = true;
	};
	for (let isChanged = true; isChanged;) {
		isChanged = false;
		for (const line of lines) {
			const next = nextToHide(line, countAt, hides);
			if (!next) continue;
			hide(next);
			isChanged = true;
		}
	}
	return table.map((row, at) => row.map((count, column) => (isHidden[at]?.[column] ? null : count)));
}

type Place = { row: number; column: number };

/** What else of a line, whose last cell is its total, must be hidden; undefined where nothing follows from anything. */
function nextToHide(line: readonly Place[], countAt: (place: Place) => number, hides: (place: Place) => boolean) {
	const parts = line.slice(0, -1);
	const total = line.at(-1);
	if (!total) return undefined;
	const hidden = parts.filter(hides);
	const shown = parts.filter((place) => countAt(place) > 0 && !hides(place));
	const [smallest] = shown.sort((one, other) => countAt(one) - countAt(other));
	// a hidden total follows from parts that are all shown
	if (hides(total)) return hidden.length === 0 ? smallest : undefined;
	const sum = hidden.reduce((all, place) => all + countAt(place), 0);
	const isSafe = hidden.length === 0 || (hidden.length > 1 && sum >= fewest);
	return isSafe ? undefined : (smallest ?? total);
}

function withTotals(counts: readonly (readonly number[])[]): number[][] {
	const rows = counts.map((row) => [...row, row.reduce((sum, count) => sum + count, 0)]);
	const width = rows[0]?.length ?? 1;
	const last = Array.from({ length: width }, (_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
	return [...rows, last];
}
