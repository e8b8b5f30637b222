import { addDays, type Day, startOfDay } from './clock.ts';

/** A turn of duty: from one instant until another. */
export type Shift = { staffId: number; fromAt: Date; untilAt: Date };

/** Nobody is on duty longer than this in one turn: a slip of the pen in a date is found out. */
const longestDays = 8;

/** How far somebody on duty directs: urgent cases; on days off also whatever nobody has taken up. */
export type DutyReach = 'none' | 'urgent' | 'all';

export function dutyReach({ isOnShift, isWorkday }: { isOnShift: boolean; isWorkday: boolean }): DutyReach {
	if (!isOnShift) return 'none';
	return isWorkday ? 'urgent' : 'all';
}

export function isShiftInOrder({ fromAt, untilAt }: Pick<Shift, 'fromAt' | 'untilAt'>): boolean {
	const length = untilAt.getTime() - fromAt.getTime();
	return length > 0 && length <= longestDays * 86_400_000;
}

/** The hour of a day in Shanghai; `time` is HH:MM. */
export function momentOf(day: Day, time: string): Date {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return new Date(startOfDay(day).getTime() + (hours * 60 + minutes) * 60_000);
}

/** A week of the roster: each day's person from an hour of that day to the same hour of the next; null = nobody. */
export function weekOfShifts(first: Day, time: string, people: readonly (number | null)[]): Shift[] {
	return people.flatMap((staffId, index) => {
		const day = addDays(first, index);
		return staffId === null ? [] : [{ staffId, fromAt: momentOf(day, time), untilAt: momentOf(addDays(day, 1), time) }];
	});
}

const signMinutes = 15;

/** Alarms raised until then go up to the supervisors and the 分管负责人 now: nobody gave a sign for 15 minutes. */
export function unansweredSince(now: Date): Date {
	return new Date(now.getTime() - signMinutes * 60_000);
}
