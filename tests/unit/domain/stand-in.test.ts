import { describe, expect, it } from 'vitest';
import { areDaysToStandIn, mayStandIn } from '#lib/domain/stand-in.ts';
import type { Role } from '#lib/domain/roles.ts';

const person = (id: number, roles: readonly Role[], unitId = 20, unitIds: readonly number[] = [unitId]) => ({
	...{ id, roles, unitId, unitIds }
});
const head = person(1, ['head']);

describe('AB岗', () => {
	it.each([
		['a handler of the unit for its head', person(2, ['handler']), head, true],
		['a head above for the head', person(2, ['head'], 10, [10, 20]), head, true],
		['a handler above for the head', person(2, ['handler'], 10, [10, 20]), head, false],
		['a head of another unit', person(2, ['head'], 30), head, false],
		['a head below for the head above', head, person(2, ['head'], 10, [10, 20]), false],
		['a clerk for the head', person(2, ['clerk']), head, false],
		['a dispatcher for a dispatcher', person(2, ['dispatcher']), person(3, ['dispatcher']), true],
		['a handler for a dispatcher', person(2, ['handler']), person(3, ['dispatcher']), false],
		['a supervisor for who is head too', person(2, ['supervisor']), person(3, ['supervisor', 'head']), false],
		['somebody for a clerk, who is in charge of nothing', person(2, ['clerk']), person(3, ['clerk']), false],
		['an administrator who handles, for a dispatcher', person(2, ['administrator']), person(3, ['dispatcher']), false],
		[
			'an administrator who leads, for who directs too',
			person(2, ['administrator', 'head']),
			person(3, ['head', 'dispatcher']),
			false
		],
		['oneself', head, head, false]
	] as const)('%s', (_, standIn, absent, expected) => {
		expect(mayStandIn(standIn, absent)).toBe(expected);
	});

	it('lasts from today at the earliest and a year at the longest', () => {
		const now = new Date('2026-11-03T04:00:00Z');
		const may = (fromOn: string, untilOn: string) => areDaysToStandIn({ fromOn, untilOn, now });
		expect(may('2026-11-03', '2026-11-03')).toBe(true);
		expect(may('2026-11-02', '2026-11-05')).toBe(false);
		expect(may('2026-11-05', '2026-11-04')).toBe(false);
		expect(may('2026-11-05', '2027-11-05')).toBe(true);
		expect(may('2026-11-05', '2027-11-06')).toBe(false);
	});
});
