import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { weekOfShifts } from '#lib/domain/duty-roster.ts';
import { shifts } from '#lib/server/db/schema/duty-roster.ts';
import { staff } from '#lib/server/db/schema/staff.ts';
import { removeShift, setShifts } from '#lib/server/office/change-roster.ts';
import { listRoster } from '#lib/server/office/list-roster.ts';
import { shanghai } from '../../../support/clock.ts';
import { recorded } from '../../../support/ledger.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
beforeEach(() => world.db.delete(shifts));
afterAll(() => world.close());

const turn = async (username: string, fromAt: Date, untilAt: Date) => ({
	staffId: await world.staffId(username),
	fromAt,
	untilAt
});
const listed = async (now = noon) => (await listRoster(world.system(now))).map(({ name, fromAt }) => [name, fromAt]);

it('puts a week on the roster at once, each from the change of one day to that of the next', async () => {
	const [one, other] = [await world.staffId('chengban'), await world.staffId('chengban2')];
	const week = weekOfShifts('2026-11-09', '08:30', [one, other, one, other, one, null, other]);
	const events = await recorded(world, 'settings', async () => {
		expect(await setShifts(await world.as('guanli'), week)).toBe(6);
	});
	expect(events.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'settings.shift-set'));
	const roster = await listRoster(world.system());
	expect(roster[0]).toMatchObject({
		staffId: one,
		fromAt: shanghai('2026-11-09 08:30'),
		untilAt: shanghai('2026-11-10 08:30')
	});
	expect(roster.at(-1)?.fromAt).toEqual(shanghai('2026-11-15 08:30'));
	expect(events[0]?.data).toEqual({
		shiftId: roster[0]?.id,
		staffId: one,
		fromAt: '2026-11-09T00:30:00.000Z',
		untilAt: '2026-11-10T00:30:00.000Z'
	});
});

it('nobody is on duty twice at a time; two may be on duty together', async () => {
	const supervisor = await world.as('duban');
	await setShifts(supervisor, [await turn('chengban', days(1), days(2))]);
	for (const [from, until] of [
		[days(1), days(2)],
		[hours(30), hours(31)],
		[hours(20), hours(25)],
		[hours(47), hours(60)]
	] as const)
		expect(await refusalOf(setShifts(supervisor, [await turn('chengban', from, until)]))).toBe('shift.overlaps');
	await setShifts(supervisor, [await turn('chengban', days(2), days(3)), await turn('chengban2', days(1), days(2))]);
	expect(await listed()).toHaveLength(3);
});

it('of a week that does not fit nothing is kept', async () => {
	const supervisor = await world.as('duban');
	await setShifts(supervisor, [await turn('chengban', shanghai('2026-11-12 10:00'), shanghai('2026-11-12 12:00'))]);
	const ids = Array.from({ length: 7 }, () => world.staffId('chengban'));
	const week = weekOfShifts('2026-11-09', '08:30', await Promise.all(ids));
	const events = await recorded(world, 'settings', async () => {
		expect(await refusalOf(setShifts(supervisor, week))).toBe('shift.overlaps');
	});
	expect(events).toEqual([]);
	expect(await listed()).toHaveLength(1);
});

it('of two who put the same person on at once one is refused', async () => {
	const [one, other] = [await world.as('duban'), await world.as('guanli')];
	const wanted = [await turn('chengban', days(1), days(2))];
	const outcomes = await Promise.allSettled([setShifts(one, wanted), setShifts(other, wanted)]);
	expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(await listed()).toHaveLength(1);
});

it('refuses a turn that ends before it starts, is endless, or is somebody’s who left', async () => {
	const supervisor = await world.as('duban');
	for (const until of [days(1), hours(23), days(10)])
		expect(await refusalOf(setShifts(supervisor, [await turn('chengban', days(1), until)]))).toBe('shift.out-of-order');
	const gone = await turn('nongye-cb', days(1), days(2));
	await world.db.update(staff).set({ isActive: false }).where(eq(staff.id, gone.staffId));
	expect(await refusalOf(setShifts(supervisor, [gone]))).toBe('staff.not-found');
});

it('takes a turn off again, but not one that is over', async () => {
	const supervisor = await world.as('duban');
	await setShifts(supervisor, [await turn('chengban', hours(1), hours(2)), await turn('chengban', days(1), days(2))]);
	const [early, late] = await listRoster(world.system());
	const later = await world.as('duban', hours(3));
	expect(await refusalOf(removeShift(later, early?.id ?? 0))).toBe('case.not-found');
	const events = await recorded(world, 'settings', () => removeShift(later, late?.id ?? 0));
	expect(events).toMatchObject([{ kind: 'settings.shift-removed', data: { shiftId: late?.id } }]);
	expect(await listed(hours(3))).toEqual([]);
});

it('is kept by administrators and supervisors alone', async () => {
	const wanted = [await turn('chengban', days(1), days(2))];
	await setShifts(await world.as('duban'), wanted);
	const [shift] = await listRoster(world.system());
	for (const username of ['fenpai', 'chengban', 'shenhe', 'fenguan', 'shenji']) {
		expect(await refusalOf(setShifts(await world.as(username), wanted))).toBe('case.not-found');
		expect(await refusalOf(removeShift(await world.as(username), shift?.id ?? 0))).toBe('case.not-found');
	}
});
