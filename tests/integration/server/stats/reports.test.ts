import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOfDay } from '#lib/domain/clock.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reports } from '#lib/server/db/schema/reports.ts';
import { staffRoles } from '#lib/server/db/schema/staff.ts';
import { reportStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { freezeReport } from '#lib/server/stats/freeze-report.ts';
import { checkReport, findReport, listBegun, listReports } from '#lib/server/stats/queries/reports.ts';
import { beginReport, correctReport, writeReport } from '#lib/server/stats/write-report.ts';
import { badRating, carrier, goodRating } from '../../../support/carry.ts';
import { keepAllFigures } from '../../../support/figures.ts';
import { recorded } from '../../../support/ledger.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
/** noon is a Tuesday in November 2026. */
const week = { kind: 'week', from: '2026-11-02' } as const;
const words = {
	done: '路灯报修当天派单，多数第二天修好。',
	undone: '两处等配件，没有按期修好，已向反映人说明。',
	next: '下周把备用灯头补齐。'
};
const officeNumbers = ['0000-8600133'];
const monday = days(6);

beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	for (let count = 0; count < 6; count++) {
		const { number, caseId } = await carry.answered({}, hours(count * 2));
		const rating = count === 0 ? badRating : goodRating;
		if (count < 5) await rateCase(world.resident(caseId, days(2)), number, { ...rating });
	}
	await keepAllFigures(world);
});
afterAll(() => world.close());

const version = async (id: number) => (await findReport(await world.as('duban', monday), id)).version;
const write = async (id: number, username = 'fenpai', changes = {}) =>
	writeReport(await world.as(username, monday), id, {
		version: await version(id),
		words: { ...words, ...changes },
		officeNumbers
	});
const freeze = async (id: number, username = 'duban', at = monday, changes = {}) =>
	freezeReport(await world.as(username, at), id, {
		version: await version(id),
		words: { ...words, ...changes },
		officeNumbers
	});

describe('阶段性总结', () => {
	let id = 0;

	it('is begun once for a period, by who writes reports', async () => {
		id = await beginReport(await world.as('fenpai', monday), week);
		expect(await beginReport(await world.as('duban', monday), week)).toBe(id);
		expect(await listBegun(await world.as('duban'), 'week', ['2026-11-02', '2026-10-26'])).toEqual(['2026-11-02']);
		for (const username of ['chengban', 'shenhe', 'jiedai', 'guanli', 'shenji'])
			expect(await refusalOf(beginReport(await world.as(username, monday), week))).toBe('case.not-found');
		const dispatcher = await world.as('fenpai', monday);
		for (const from of ['2026-11-03', '2026-11-16'])
			expect(await refusalOf(beginReport(dispatcher, { kind: 'week', from }))).toBe('case.not-found');
	});

	it('is read by heads and by those who direct and watch, and by nobody else', async () => {
		for (const username of ['fenpai', 'shenhe', 'duban', 'fenguan']) {
			const context = await world.as(username, monday);
			expect((await listReports(context, 'week', null)).rows).toMatchObject([{ id, state: 'drafted' }]);
			expect((await findReport(context, id)).sheet.figures.received).toEqual({ kind: 'count', count: 6 });
		}
		for (const username of ['chengban', 'jiedai', 'huifang', 'gongkai', 'guanli', 'shenji']) {
			const context = await world.as(username, monday);
			expect(await refusalOf(listReports(context, 'week', null))).toBe('case.not-found');
			expect(await refusalOf(findReport(context, id))).toBe('case.not-found');
			expect(await refusalOf(checkReport(context, id))).toBe('case.not-found');
		}
	});

	it('keeps words that two people write at once apart, and takes none that tell who somebody is', async () => {
		const before = await version(id);
		await write(id);
		const stale = { version: before, words, officeNumbers };
		expect(await refusalOf(writeReport(await world.as('duban', monday), id, stale))).toBe('report.changed');
		expect(await refusalOf(write(id, 'fenpai', { done: '林女士家门口的灯修好了。' }))).toBe('report.personal-data');
		expect(await refusalOf(write(id, 'shenhe'))).toBe('case.not-found');
		expect((await findReport(await world.as('duban', monday), id)).words).toEqual(words);
	});

	it('is frozen by supervisor or lead official, when the period is over and all is written', async () => {
		for (const username of ['fenpai', 'shenhe']) expect(await refusalOf(freeze(id, username))).toBe('case.not-found');
		expect(await refusalOf(freeze(id, 'duban', days(5)))).toBe('report.not-over');
		expect(await refusalOf(freeze(id, 'duban', monday, { next: '' }))).toBe('report.unwritten');
		expect(await refusalOf(freeze(id, 'duban', monday, { next: '给 13800138000 回电话。' }))).toBe(
			'report.personal-data'
		);
		expect((await findReport(await world.as('duban', monday), id)).state).toBe('drafted');
	});

	it('stores figures and words as versions that the ledger names, counted up to the last midnight', async () => {
		const events = await recorded(world, reportStream(id), () => freeze(id));
		const [supervisor, dispatcher] = [await world.staffId('duban'), await world.staffId('fenpai')];
		const report = await findReport(await world.as('shenhe', days(40)), id);
		expect(events).toEqual([
			{
				kind: 'report.frozen',
				by: supervisor,
				data: {
					asOf: startOfDay('2026-11-09').toISOString(),
					figures: { textId: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
					sha256: report.sha256,
					words: { textId: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
					drafterId: dispatcher
				}
			}
		]);
		expect(report).toMatchObject({ state: 'frozen', words, may: { write: false, freeze: false, correct: false } });
		expect(report.sheet).toMatchObject({
			asOf: startOfDay('2026-11-09').toISOString(),
			figures: {
				received: { count: 6 },
				acceptedInTime: { part: 6, whole: 6 },
				// they fall due in the week after
				answeredInTime: { part: 0, whole: 0 },
				satisfied: { part: 4, whole: 5 },
				rated: { part: 5, whole: 6 },
				levels: { 1: 1, 2: 0, 3: 0, 4: 0, 5: 4 }
			},
			before: { period: { from: '2026-10-26', to: '2026-11-01' }, figures: { received: { count: 0 } } },
			trend: [{ month: '2026-11', answeredInTime: { part: 6, whole: 6 } }]
		});
		expect(report.sheet.categories['03']?.received).toEqual({ kind: 'count', count: 6 });
	});

	it('never changes again, by no act and by no statement', async () => {
		const late = await world.as('duban', days(7));
		const stale = { version: await version(id), words, officeNumbers };
		expect(await refusalOf(writeReport(late, id, stale))).toBe('report.frozen');
		expect(await refusalOf(freezeReport(late, id, stale))).toBe('report.frozen');
		const changed = world.db.update(reports).set({ toOn: '2026-11-30' }).where(eq(reports.id, id));
		await expect(changed).rejects.toThrow();
		await expect(world.db.delete(reports).where(eq(reports.id, id))).rejects.toThrow();
	});

	it('is found to differ, figure by figure, where the ledger tells more of its time than it says', async () => {
		// written down by a clock that was in the week: no act of a house does that
		const { number, caseId } = await carry.answered({}, hours(3));
		await rateCase(world.resident(caseId, days(8)), number, badRating);
		await keepAllFigures(world);
		const checked = await checkReport(await world.as('shenhe', days(9)), id);
		expect(checked.isWhole).toBe(true);
		expect(checked.differ).toContain('received');
	});
});

describe('核对', () => {
	it('acceptance 28: says 相符 for what is frozen while later acts go on, and names what does not agree', async () => {
		const other = await openWorld();
		try {
			const carried = carrier(other);
			const cases = [];
			for (let count = 0; count < 6; count++) cases.push(await carried.answered({}, hours(count)));
			await keepAllFigures(other);
			const supervisor = await other.as('duban', monday);
			const id = await beginReport(supervisor, week);
			await freezeReport(supervisor, id, { version: 1, words, officeNumbers });
			for (const { number, caseId } of cases) await rateCase(other.resident(caseId, days(7)), number, goodRating);
			await carried.answered({}, days(7));
			await keepAllFigures(other);
			const reader = await other.as('shenhe', days(40));
			expect(await checkReport(reader, id)).toEqual({ isWhole: true, differ: [] });
			expect(await verifyLedger(other.database.db)).toMatchObject({ isValid: true });

			// somebody with every right over the database betters the stored figures
			await other.db.execute(sql`alter table texts disable trigger user`);
			await other.db.execute(sql`
				update texts set body = replace(body, '\\"whole\\":6', '\\"whole\\":5')
				where id = (select figures_id from reports where id = ${id})`);
			const { isWhole, differ } = await checkReport(reader, id);
			expect(isWhole).toBe(false);
			expect(differ).toContain('acceptedInTime');
			expect(await verifyLedger(other.database.db)).toMatchObject({ isValid: false });
		} finally {
			await other.close();
		}
	});

	it('is of frozen reports alone', async () => {
		const id = await beginReport(await world.as('fenpai', monday), { kind: 'month', from: '2026-11-01' });
		expect(await refusalOf(checkReport(await world.as('duban', monday), id))).toBe('report.not-frozen');
		expect(await refusalOf(correctReport(await world.as('duban', monday), id))).toBe('report.not-frozen');
		expect(await refusalOf(freeze(id))).toBe('report.not-over');
	});
});

describe('更正', () => {
	it('is a new report that names the old one, which stays as it is', async () => {
		const supervisor = await world.as('duban', days(10));
		const [frozen] = (await listReports(supervisor, 'week', null)).rows;
		if (!frozen) throw new Error('nothing is frozen');
		expect(await refusalOf(correctReport(await world.as('shenhe', days(10)), frozen.id))).toBe('case.not-found');
		const id = await correctReport(await world.as('fenpai', days(10)), frozen.id);
		expect(await correctReport(supervisor, frozen.id)).toBe(id);
		expect((await findReport(supervisor, id)).words).toEqual(words);
		expect((await findReport(supervisor, frozen.id)).correctedById).toBeNull();
		await freeze(id, 'fenguan', days(10), { done: '路灯报修当天派单，七件都按期答复。' });
		const [first, second] = [await findReport(supervisor, frozen.id), await findReport(supervisor, id)];
		expect(first).toMatchObject({ words, correctedById: id, correctsId: null });
		expect(second).toMatchObject({ correctsId: frozen.id, freezer: expect.any(String), state: 'frozen' });
		expect(second.sheet.figures.received).toEqual({ kind: 'count', count: 7 });
		expect(await checkReport(supervisor, id)).toEqual({ isWhole: true, differ: [] });
	});

	it('needs no role beyond the two', async () => {
		const staffId = await world.staffId('fenpai');
		await world.db.insert(staffRoles).values({ staffId, role: 'lead-official', confirmedAt: noon });
		const id = await beginReport(await world.as('fenpai', days(20)), { kind: 'week', from: '2026-11-09' });
		await freeze(id, 'fenpai', days(20));
		expect((await findReport(await world.as('duban', days(20)), id)).state).toBe('frozen');
	});
});
