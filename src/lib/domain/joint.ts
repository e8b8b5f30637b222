import { type Day, dayOf, lastDayOf } from './clock.ts';

/** 会办: the rows of its form by their place; more units may be asked later. */
export const taskRows = [1, 2, 3, 4, 5] as const;

/**
 * 向群众承诺，限期解决: what is promised lies between today and the day the case is due, which only an extension moves
 * an overdue case has no such day left.
 */
export function mayPromise(promisedOn: Day, { dueAt, now }: { dueAt: Date; now: Date }): boolean {
	return dayOf(now) <= promisedOn && promisedOn <= lastDayOf(dueAt);
}

/** An assisting unit answers in time for the promise to be kept. */
export function mayAskUntil(taskOn: Day, { promisedOn, now }: { promisedOn: Day; now: Date }): boolean {
	return dayOf(now) <= taskOn && taskOn <= promisedOn;
}
