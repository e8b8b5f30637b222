import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdle, realClock } from '#lib/kiosk/idle.ts';

/** The clock on the page, and what it told. */
function anIdle() {
	const told: string[] = [];
	let left: number | null = null;
	const idle = createIdle({
		ask: () => told.push('ask'),
		tick: (seconds) => (left = seconds),
		end: () => told.push('end')
	});
	return { idle, told, left: () => left };
}
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
const asking = { countdown: 30 };

describe('the idle clock', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	it('asks after the time, counts down second by second, and ends', () => {
		const { idle, told, left } = anIdle();
		idle.start('say', 120, asking);
		pass(119);
		expect(told).toEqual([]);
		expect(left()).toBeNull();
		pass(1);
		expect(told).toEqual(['ask']);
		expect(left()).toBe(30);
		pass(10);
		expect(left()).toBe(20);
		pass(19);
		expect(told).toEqual(['ask']);
		pass(1);
		expect(told).toEqual(['ask', 'end']);
		expect(left()).toBe(0);
		pass(300);
		expect(told).toEqual(['ask', 'end']);
	});

	it('ends without a question where none is asked, and says how long that takes', () => {
		const { idle, told, left } = anIdle();
		idle.start('done', 30, { countdown: 0 });
		expect(left()).toBe(30);
		pass(12);
		expect(left()).toBe(18);
		pass(18);
		expect(told).toEqual(['end']);
	});

	it('begins anew with a touch, but not while it asks', () => {
		const { idle, told } = anIdle();
		idle.start('say', 60, asking);
		pass(59);
		idle.touch();
		pass(59);
		expect(told).toEqual([]);
		pass(1);
		idle.touch();
		pass(29);
		expect(told).toEqual(['ask']);
		idle.stay();
		pass(59);
		expect(told).toEqual(['ask']);
		pass(31);
		expect(told).toEqual(['ask', 'ask', 'end']);
	});

	it('gives who still copies their time from the last touch', () => {
		const { idle, told } = anIdle();
		idle.start('done', 30, { countdown: 0 });
		pass(25);
		idle.stay(60);
		expect(idle.seconds).toBe(60);
		pass(50);
		idle.touch();
		pass(59);
		expect(told).toEqual([]);
		pass(1);
		expect(told).toEqual(['end']);
	});

	it('does not begin anew on the same screen, whatever else changes', () => {
		const { idle, told } = anIdle();
		idle.start('say', 60, asking);
		pass(40);
		idle.start('say', 90, asking);
		pass(20);
		expect(told).toEqual(['ask']);
		pass(15);
		idle.start('say', 90, asking);
		pass(15);
		expect(told).toEqual(['ask', 'end']);
	});

	it('begins anew on another screen, and no clock runs where the limit is 0', () => {
		const { idle, told } = anIdle();
		idle.start('say', 60, asking);
		pass(50);
		idle.start('place', 60, asking);
		pass(50);
		expect(told).toEqual([]);
		idle.start('poster', 0, { countdown: 0 });
		idle.touch();
		pass(10_000);
		expect(told).toEqual([]);
	});

	it('stands while something holds it, and begins anew afterwards', () => {
		const { idle, told } = anIdle();
		idle.start('say', 60, asking);
		pass(50);
		idle.hold('recording', 150);
		idle.hold('reading', 900);
		pass(100);
		idle.release('recording');
		pass(100);
		expect(told).toEqual([]);
		idle.release('reading');
		pass(59);
		expect(told).toEqual([]);
		pass(31);
		expect(told).toEqual(['ask', 'end']);
	});

	it('is not held for ever by what is never released', () => {
		const { idle, told } = anIdle();
		idle.start('say', 60, asking);
		idle.hold('reading', 900);
		pass(899);
		expect(told).toEqual([]);
		pass(1 + 60 + 30);
		expect(told).toEqual(['ask', 'end']);
	});

	it('shows the receipt its whole time after it was printed', () => {
		const { idle, told, left } = anIdle();
		idle.start('done', 30, { countdown: 0 });
		idle.hold('printing', 60);
		pass(20);
		expect(left()).toBe(30);
		idle.release('printing');
		pass(29);
		expect(told).toEqual([]);
		pass(1);
		expect(told).toEqual(['end']);
	});

	it('goes by the time and not by its steps: a browser that slept asks when it wakes', () => {
		let now = 0;
		let work = () => {};
		const told: string[] = [];
		const idle = createIdle(
			{ ask: () => told.push('ask'), tick: () => {}, end: () => told.push('end') },
			{
				now: () => now,
				after: (step) => {
					work = step;
					return () => (work = () => {});
				}
			}
		);
		idle.start('say', 60, asking);
		now += 3_600_000;
		work();
		// it asks first: whoever came back in time keeps their words, and the question covers them
		expect(told).toEqual(['ask']);
		now += 3_600_000;
		work();
		expect(told).toEqual(['ask', 'end']);
	});
});

describe('the time it goes by', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	it('counts what a sleeping machine missed, and is not turned back with the wall clock', () => {
		const { now } = realClock();
		const begin = now();
		vi.advanceTimersByTime(1000);
		expect(now() - begin).toBe(1000);
		vi.setSystemTime(Date.now() + 60_000);
		expect(now() - begin).toBe(61_000);
		vi.setSystemTime(Date.now() - 3_600_000);
		expect(now() - begin).toBe(61_000);
		vi.advanceTimersByTime(500);
		expect(now() - begin).toBe(61_500);
	});
});
