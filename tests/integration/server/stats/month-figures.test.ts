import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { redirectCase } from '#lib/server/cases/redirect-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { monthFigures } from '#lib/server/stats/month-figures.ts';
import { carrier, goodRating } from '../../../support/carry.ts';
import { keepAllFigures } from '../../../support/figures.ts';
import { days, hours, noon, openWorld, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
/** 30 November, noon: the month is nearly over. */
const end = new Date('2026-11-30T04:00:00Z');
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

/** Counted anew: figures are kept for a minute a connection. */
const fresh: Connection[] = [];
const count = async (now = end) => {
	await keepAllFigures(world);
	const connection = connect(world.database.url, { max: 1 });
	fresh.push(connection);
	return monthFigures(connection.db, now);
};
afterAll(async () => {
	for (const connection of fresh) await connection.close();
});

/** What a case adds to each figure: received, answers on time, answers that fell due. */
async function added(act: () => Promise<unknown>, now = end) {
	const before = await count(now);
	await act();
	const after = await count(now);
	return {
		received: after.received - before.received,
		onTime: (after.onTime?.part ?? 0) - (before.onTime?.part ?? 0),
		due: (after.onTime?.whole ?? 0) - (before.onTime?.whole ?? 0)
	};
}
const day = 24;

describe('with few cases', () => {
	it('a share or a median of fewer than five is not shown, of five it is', async () => {
		expect(await count()).toEqual({ received: 0, onTime: null, medianDays: null, satisfied: null });
		const rate = async (stars: number) => {
			const { caseId, number } = await carry.answered();
			const rating = stars >= 3 ? { ...goodRating, stars } : { ...goodRating, stars, tags: [] };
			await rateCase(world.resident(caseId, hours(30)), number, rating);
		};
		for (const stars of [5, 4, 3, 2]) await rate(stars);
		expect(await count()).toEqual({ received: 4, onTime: null, medianDays: null, satisfied: null });
		await rate(1);
		expect(await count()).toEqual({
			received: 5,
			onTime: { part: 5, whole: 5 },
			medianDays: 1,
			satisfied: { part: 3, whole: 5 }
		});
	});
});

describe('a case', () => {
	beforeEach(async () => {
		expect((await count()).onTime).not.toBeNull();
	});

	it('answered in time counts among both', async () => {
		expect(await added(() => carry.answered())).toEqual({ received: 1, onTime: 1, due: 1 });
	});

	it('answered late counts as fallen due, and not as on time', async () => {
		expect(await added(() => carry.answered({}, noon, 9 * day))).toEqual({ received: 1, onTime: 0, due: 1 });
	});

	it('answered in the last moment of its day is on time', async () => {
		// 3 November: the answer is due at the end of 10 November
		expect(await added(() => carry.answered({}, noon, 7 * day + 12))).toEqual({ received: 1, onTime: 1, due: 1 });
	});

	it('still owed and late counts as fallen due, and not as on time', async () => {
		expect(await added(() => carry.processing())).toEqual({ received: 1, onTime: 0, due: 1 });
		expect(await added(() => world.aCase())).toEqual({ received: 1, onTime: 0, due: 1 });
	});

	it('still owed and not yet late counts as received alone', async () => {
		expect(await added(() => carry.processing({}, days(25)))).toEqual({ received: 1, onTime: 0, due: 0 });
	});

	it('answered before it falls due next month counts there, and not yet here', async () => {
		expect(await added(() => carry.answered({}, days(25)))).toEqual({ received: 1, onTime: 0, due: 0 });
	});

	it('answered before it falls due this month counts as on time', async () => {
		expect(await added(() => carry.answered({}, days(19)))).toEqual({ received: 1, onTime: 1, due: 1 });
	});

	it('filed last month and due this month counts among the answers, not the received', async () => {
		expect(await added(() => carry.processing({}, days(-6)))).toEqual({ received: 0, onTime: 0, due: 1 });
		expect(await added(() => carry.answered({}, days(-6)))).toEqual({ received: 0, onTime: 1, due: 1 });
	});

	it('due last month belongs to last month, however late it is', async () => {
		expect(await added(() => carry.processing({}, days(-20)))).toEqual({ received: 0, onTime: 0, due: 0 });
	});

	it('withdrawn, rejected or sent elsewhere owes no answer', async () => {
		const withdrawn = () =>
			world.aCase().then(({ caseId, number }) => withdrawCase(world.resident(caseId), number, { reason: '' }));
		const rejected = async () => {
			const { number } = await world.aCase();
			const words = { reason: 'not-local', words: '这件事不归本乡管。', route: '请打 12345。' } as const;
			await rejectCase(await world.as('fenpai'), number, { version: 1, ...words });
		};
		const redirected = async () => {
			const { number } = await world.aCase();
			const elsewhere = { body: '县供电公司', phone: '95598', how: '打电话报修，说清路名。' };
			await redirectCase(await world.as('fenpai'), number, { version: 1, ...elsewhere });
		};
		for (const act of [withdrawn, rejected, redirected])
			expect(await added(act)).toEqual({ received: 1, onTime: 0, due: 0 });
	});
});

it('the median is of the calendar days between filing and answer', async () => {
	const before = await count();
	expect(before.medianDays).toBe(1);
	for (let more = 0; more < 12; more++) await carry.answered({}, noon, 3 * day + more);
	expect((await count()).medianDays).toBe(3);
});

it('a new month begins at 0:00 in Shanghai with nothing', async () => {
	const december = new Date('2026-11-30T16:00:00Z');
	expect((await count(new Date(december.getTime() - 1))).received).toBeGreaterThan(10);
	expect(await count(december)).toMatchObject({ received: 0, medianDays: null, satisfied: null });
});

it('is counted at most once a minute by one process', async () => {
	const connection = connect(world.database.url, { max: 1 });
	fresh.push(connection);
	await keepAllFigures(world);
	const first = await monthFigures(connection.db, end);
	await world.aCase({}, days(20));
	await keepAllFigures(world);
	expect(await monthFigures(connection.db, new Date(end.getTime() + 59_000))).toBe(first);
	const next = await monthFigures(connection.db, new Date(end.getTime() + 60_000));
	expect(next.received).toBe(first.received + 1);
});
