import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Indicators, indicatorKeys } from '#lib/domain/indicators.ts';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { mergeCase } from '#lib/server/cases/merge.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { findMorning, listMorning } from '#lib/server/stats/morning.ts';
import { countedFor, findFigures, listBehind, type Opened } from '#lib/server/stats/staff-figures.ts';
import { badRating, carrier, goodRating } from '../../../support/carry.ts';
import { keepAllFigures } from '../../../support/figures.ts';
import { days, hours, openWorld, refusalOf, type World } from '../../../support/world.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
/** Late on 10 November, the day on which what was filed at noon falls due. */
const evening = hours(24 * 7 + 8);

let world: World;
let carry: ReturnType<typeof carrier>;
let avoided: { caseId: number; number: string };
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	for (const rating of [goodRating, goodRating, badRating]) {
		const { caseId, number } = await carry.answered();
		await rateCase(world.resident(caseId, hours(30)), number, rating);
	}
	await carry.processing();
	await world.aCase();
	// a matter of the unit from which one of its own people is excluded
	const filed = await carry.processing();
	avoided = filed;
	const staffId = await world.staffId('shenhe');
	await excludeFromCase(await world.as('duban', hours(4)), filed.number, {
		version: await carry.version(filed.number),
		excluded: { unitId: null, staffId }
	});
	await keepAllFigures(world);
});
afterAll(() => world.close());

const figuresOf = async (username: string, at = evening) => findFigures(await world.as(username, at), november, 'unit');
const receivedBy = async (username: string) => {
	const { received } = (await figuresOf(username)).total;
	return received.kind === 'count' ? received.count : null;
};

describe('the figures of a person', () => {
	it('are of all cases for who watches, of the own units for a head, and of nobody else', async () => {
		expect(await receivedBy('duban')).toBe(6);
		expect(await receivedBy('fenguan')).toBe(6);
		// five were given to the unit, of one of which its head is not to know
		expect(await receivedBy('shenhe')).toBe(4);
		expect(await receivedBy('bianmin-fz')).toBe(0);
		for (const username of ['chengban', 'jiedai', 'gongkai', 'huifang', 'guanli', 'shenji'])
			expect(await refusalOf(figuresOf(username))).toBe('case.not-found');
	});

	it('acceptance 12: do not count the case a person is excluded from, under no number', async () => {
		const opened = { figure: { key: 'received', side: 'whole' }, period: november, group: null, after: null } as const;
		const numbers = async (username: string) => {
			const { rows } = await listBehind(await world.as(username, evening), opened);
			return rows.map(({ number }) => number);
		};
		expect(await numbers('duban')).toContain(avoided.number);
		expect(await numbers('shenhe')).not.toContain(avoided.number);
		expect((await figuresOf('shenhe')).total.answeredInTime).toMatchObject({ part: 3 });
		const morning = await findMorning(await world.as('shenhe', evening));
		expect(morning.counts.find(({ list }) => list === 'today')?.count).toBe(1);
	});

	it('are of exactly the cases each person finds, whatever is hidden from them and why', async () => {
		const other = await openWorld();
		const handled = carrier(other);
		const conduct = { categoryCode: '1801', type: 'complaint' } as const;
		const [plain, whole] = [await handled.processing(), await handled.processing()];
		for (const changes of [conduct, conduct, {}, { identity: 'confidential' } as const]) await other.aCase(changes);
		const exclude = async (number: CaseNumber, person: string) =>
			excludeFromCase(await other.as('duban', hours(4)), number, {
				version: await handled.version(number),
				excluded: { unitId: null, staffId: await other.staffId(person) }
			});
		for (const person of ['fenpai', 'fenguan', 'shenhe']) await exclude(plain.number, person);
		// what is hidden of a part is hidden of its main case, and of what else is in it
		for (const part of [plain, await handled.processing()])
			await mergeCase(await other.as('fenpai2', hours(5)), part.number, {
				version: await handled.version(part.number),
				...{ mainNumber: whole.number, reason: '同一件事。' }
			});
		await keepAllFigures(other);
		const seen: number[] = [];
		for (const username of ['duban', 'fenguan', 'fenpai', 'fenpai2', 'shenhe']) {
			const context = await other.as(username, evening);
			const { received } = (await findFigures(context, november, 'unit')).total;
			const found = await other.db.$count(cases, countedFor(context));
			expect([username, received]).toEqual([username, { kind: 'count', count: found }]);
			seen.push(found);
		}
		expect(seen).toEqual([7, 4, 2, 5, 0]);
		await other.close();
	});

	it('open as many cases as they say, for every indicator, side, level and group', async () => {
		const context = await world.as('duban', days(8));
		const { total, groups } = await findFigures(context, november, 'unit');
		const count = async (opened: Pick<Opened, 'figure'> & Partial<Opened>) => {
			const { rows } = await listBehind(context, { period: november, group: null, after: null, ...opened });
			return rows.length;
		};
		const expectOpened = async (figures: Indicators, group: Opened['group']) => {
			for (const key of indicatorKeys) {
				const figure = figures[key];
				const whole = await count({ figure: { key, side: 'whole' }, group });
				if (figure.kind === 'count') expect([key, whole]).toEqual([key, figure.count]);
				if (figure.kind === 'days') expect([key, whole]).toEqual([key, figure.of]);
				if (figure.kind !== 'share') continue;
				const part = await count({ figure: { key, side: 'part' }, group });
				const rest = await count({ figure: { key, side: 'rest' }, group });
				expect([key, part, rest]).toEqual([key, figure.part, figure.whole - figure.part]);
			}
			for (const stars of [1, 2, 3, 4, 5] as const)
				expect(await count({ figure: { stars }, group })).toBe(figures.levels[stars]);
		};
		await expectOpened(total, null);
		expect(groups).toHaveLength(2);
		for (const { key, figures } of groups) await expectOpened(figures, { by: 'unit', key });
		const { answerDays } = await findFigures(context, november, 'unit');
		expect(answerDays).toEqual([{ bucket: 1, isImportant: false, count: 3 }]);
		expect(await count({ figure: { bucket: 1 } })).toBe(3);
	});

	it('go through the pages of a list by key, each case once', async () => {
		const other = await openWorld();
		for (let index = 0; index < 53; index++) await other.aCase({}, hours(index / 60));
		await keepAllFigures(other);
		const context = await other.as('duban', days(1));
		const opened = { period: november, figure: { key: 'received', side: 'whole' }, group: null } as const;
		const first = await listBehind(context, { ...opened, after: null });
		const second = await listBehind(context, { ...opened, after: first.next });
		expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 3, null]);
		expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(53);
		await other.close();
	});

	it('show six months of answers, also those in which nothing fell due', async () => {
		const { months } = await figuresOf('duban', days(8));
		expect(months.map(({ month }) => month)).toEqual(
			['06', '07', '08', '09', '10', '11'].map((month) => `2026-${month}`)
		);
		expect(months.at(-1)).toEqual({ month: '2026-11', part: 3, whole: 6 });
		expect(months[0]).toEqual({ month: '2026-06', part: 0, whole: 0 });
	});
});

describe('今日一览', () => {
	const countsAt = async (username: string, at: Date) => {
		const { counts, orphans } = await findMorning(await world.as(username, at));
		return { ...Object.fromEntries(counts.map(({ list, count }) => [list, count])), nobody: orphans.length };
	};

	it('tells what is due today, and the next morning what is overdue; nobody has nothing', async () => {
		// the rework of the bad rating is due later
		expect(await countsAt('duban', evening)).toMatchObject({ today: 3, overdue: 0, accept: 1, nobody: 0 });
		expect(await countsAt('duban', hours(24 * 8))).toMatchObject({ today: 0, overdue: 3, nobody: 0 });
	});

	it('opens the cases it counted, the nearest first, and only those of the own unit to a head', async () => {
		const { rows } = await listMorning(await world.as('duban', evening), 'today', null);
		expect(rows).toHaveLength(3);
		expect(rows.every(({ at }) => at.getTime() === new Date('2026-11-10T16:00:00Z').getTime())).toBe(true);
		expect((await listMorning(await world.as('shenhe', evening), 'today', null)).rows).toHaveLength(1);
		expect((await listMorning(await world.as('bianmin-fz', evening), 'today', null)).rows).toEqual([]);
		expect(await refusalOf(listMorning(await world.as('chengban', evening), 'today', null))).toBe('case.not-found');
	});

	it('names an open case that nobody active has', async () => {
		await world.db.execute(
			sql`update staff set is_active = false where id = (select owner_id from cases where id = ${avoided.caseId})`
		);
		const { orphans } = await findMorning(await world.as('duban', evening));
		expect(orphans.map(({ number, lacks }) => [number, lacks])).toContainEqual([avoided.number, ['owner']]);
	});
});
