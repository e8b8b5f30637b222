import * as v from 'valibot';
import type { ReceptionHour } from './kiosk.ts';
import { textField } from './form-fields.ts';

export const mostHours = 40;
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

const time = v.pipe(v.string('hours.time'), v.trim(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'hours.time'));
const hour = v.pipe(
	v.object({
		weekday: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)),
		opensAt: time,
		closesAt: time,
		who: textField('who', [1, 30]),
		note: textField('note', [0, 60])
	}),
	v.check(({ opensAt, closesAt }) => closesAt > opensAt, 'hours.order')
);
/** 接待安排: what stands for a week, by weekday and time. */
export const timetable = v.pipe(
	v.array(hour),
	v.maxLength(mostHours, 'hours.many'),
	v.transform((hours) =>
		hours.toSorted((one, other) => one.weekday - other.weekday || (one.opensAt < other.opensAt ? -1 : 1))
	)
);

// what is far too long is cut here, and refused where its row is read
const cell = v.pipe(
	v.string(),
	v.transform((text) => text.slice(0, 400))
);
const column = v.optional(v.pipe(v.array(cell), v.maxLength(60, 'hours.many')), []);
/**
 * The timetable as a form posts it: a list for each column. Rows ticked under `drop` and rows in which nothing but the
 * weekday stands are left out; an issue names its row (`hours-3`).
 */
export const timetableForm = v.pipe(
	v.object({ weekday: column, opensAt: column, closesAt: column, who: column, note: column, drop: column }),
	v.rawTransform<Record<'weekday' | 'opensAt' | 'closesAt' | 'who' | 'note' | 'drop', string[]>, ReceptionHour[]>(
		({ dataset: { value: columns }, addIssue, NEVER }) => {
			const rows = columns.weekday.map((weekday, at) => ({
				at,
				weekday: Number(weekday),
				opensAt: columns.opensAt[at] ?? '',
				closesAt: columns.closesAt[at] ?? '',
				who: columns.who[at] ?? '',
				note: columns.note[at] ?? ''
			}));
			const kept = rows.filter(
				({ at, opensAt, closesAt, who, note }) =>
					!columns.drop.includes(String(at)) && (opensAt + closesAt + who + note).trim() !== ''
			);
			const wrong = (key: string, message: string) =>
				addIssue({ message, path: [{ type: 'object', origin: 'value', input: columns, key, value: undefined }] });
			let isRight = true;
			for (const [index, { at, ...row }] of kept.entries()) {
				const read = v.safeParse(hour, row);
				if (read.success && !kept.slice(0, index).some((earlier) => overlap(earlier, row))) continue;
				isRight = false;
				wrong(`hours-${at}`, read.success ? 'hours.overlap' : read.issues[0].message);
			}
			if (!isRight) return NEVER;
			const read = v.safeParse(timetable, kept);
			if (read.success) return read.output;
			wrong('hours-0', read.issues[0].message);
			return NEVER;
		}
	)
);

/** One person is at two places of the same day's timetable at once: a row that was typed twice. */
function overlap(one: ReceptionHour, other: ReceptionHour): boolean {
	const isSame = one.weekday === other.weekday && one.who.trim() === other.who.trim();
	return isSame && one.opensAt < other.closesAt && other.opensAt < one.closesAt;
}

/** A timetable in one text, a line for each row: for the version that the ledger names. */
export function timetableText(hours: readonly ReceptionHour[]): string {
	return hours
		.map(({ weekday, opensAt, closesAt, who, note }) => `${weekday} ${opensAt}-${closesAt} ${who} ${note}`.trim())
		.join('\n');
}

/** One who receives on a day, with all their times of it. */
export type ReceptionTurn = { times: string[]; who: string; note: string };

/** A timetable as people read it: days on which the same is offered stand together, times of one person too. */
export function weekOf(hours: readonly ReceptionHour[]): { weekdays: number[]; turns: ReceptionTurn[] }[] {
	const week: { weekdays: number[]; turns: ReceptionTurn[] }[] = [];
	for (const day of weekdays) {
		const turns: ReceptionTurn[] = [];
		for (const { weekday, opensAt, closesAt, who, note } of hours) {
			if (weekday !== day) continue;
			const times = `${opensAt}–${closesAt}`;
			const same = turns.find((turn) => turn.who === who && turn.note === note);
			if (same) same.times.push(times);
			else turns.push({ times: [times], who, note });
		}
		if (turns.length === 0) continue;
		const alike = week.find((group) => JSON.stringify(group.turns) === JSON.stringify(turns));
		if (alike) alike.weekdays.push(day);
		else week.push({ weekdays: [day], turns });
	}
	return week;
}
