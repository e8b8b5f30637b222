import { schedule } from '../../src/lib/server/jobs/schedule.ts';
import type { World } from './world.ts';

/** Runs timed tasks of the one table at a moment. */
export function clockOf(world: World) {
	const run = async (name: string, now: Date) => {
		const task = schedule.find((one) => one.name === name);
		if (!task) throw new Error(`no task ${name}`);
		await task.run(world.system(now));
	};
	return {
		run,
		/** As two processes would, at once, and then once more. */
		runThrice: async (name: string, now: Date) => {
			await Promise.all([run(name, now), run(name, now)]);
			await run(name, now);
		}
	};
}

/** A moment of Shanghai: `2026-11-10 24:00` is the next day's 00:00. */
export function shanghai(words: string): Date {
	const [day = '', time = ''] = words.split(' ');
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	return new Date(Date.parse(`${day}T00:00:00+08:00`) + (hour * 60 + minute) * 60_000);
}

export const minuteBefore = (moment: Date) => new Date(moment.getTime() - 60_000);
