import { createHash } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookText, type LateList } from '#lib/domain/account-book.ts';
import { startOfDay } from '#lib/domain/clock.ts';
import type { Submission } from '#lib/domain/submission.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { accountBooks } from '#lib/server/db/schema/account-books.ts';
import { events } from '#lib/server/db/schema/events.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { accountCsv } from '#lib/server/http/account-csv.ts';
import { countAccountBooks, countBook } from '#lib/server/stats/count-account-books.ts';
import { findBook, listBooks } from '#lib/server/stats/queries/account-books.ts';
import { badRating, carrier, goodRating } from '../../../support/carry.ts';
import { keepAllFigures } from '../../../support/figures.ts';
import { days, hours, openWorld, planning, type World } from '../../../support/world.ts';

let world: World;
const closing = startOfDay('2026-12-16');
/** Words that stand in no file and on no public page. */
const marker = '石桥路口的两盏路灯';

beforeAll(async () => {
	world = await openWorld();
	const carry = carrier(world);
	const file = (count: number, changes: Partial<Submission>, after = 20) =>
		Promise.all(Array.from({ length: count }, (_, at) => carry.answered(changes, hours(at), after)));
	const roads = await file(8, { categoryCode: '0302' });
	await file(6, { categoryCode: '0101', channel: 'kiosk' });
	await file(2, { categoryCode: '0701' });
	const conduct = await Promise.all(Array.from({ length: 6 }, () => world.aCase({ categoryCode: '1801' })));
	expect(conduct).toHaveLength(6);
	for (const [at, { number, caseId }] of roads.slice(0, 7).entries())
		await rateCase(world.resident(caseId, days(3)), number, at === 0 ? badRating : goodRating);
	// late: one as any other, one confidential, one with somebody to be kept out, one of a rare category
	const [late, , kept] = [
		await carry.answered({ categoryCode: '0302' }, hours(1), 9 * 24),
		await carry.answered({ categoryCode: '0302', identity: 'confidential' }, hours(1), 9 * 24),
		await carry.processing({ categoryCode: '0302' }, hours(1))
	];
	expect(late.number).toBeTruthy();
	await excludeFromCase(await world.as('duban', hours(5)), kept.number, {
		version: await carry.version(kept.number),
		excluded: { unitId: world.unitId('便民服务中心'), staffId: null }
	});
	await carry.answered({ categoryCode: '0701' }, hours(1), 9 * 24);
	await keepAllFigures(world);
});
afterAll(() => world.close());

const book = async (month = '2026-11') => {
	const found = await findBook(world, month);
	if (!found) throw new Error('no book');
	return found;
};
const closings = () =>
	world.db
		.select({ kind: events.kind, by: events.actorKind, data: events.data })
		.from(events)
		.where(eq(events.stream, 'account-books'))
		.orderBy(asc(events.position));

describe('账本 of the running month', () => {
	it('is counted once a day, up to the last midnight, and is not final', async () => {
		expect(await countAccountBooks(world.system(days(12)))).toEqual({ counted: 1, closed: 0 });
		expect(await countAccountBooks(world.system(hours(3, days(12))))).toEqual({ counted: 0, closed: 0 });
		const { book: first } = await book();
		expect(first).toMatchObject({ month: '2026-11', isFinal: false, asOf: startOfDay('2026-11-15').toISOString() });
		expect(await countAccountBooks(world.system(days(13)))).toEqual({ counted: 1, closed: 0 });
		expect((await book()).book.asOf).toBe(startOfDay('2026-11-16').toISOString());
		expect(await listBooks(world)).toEqual([{ month: '2026-11', isFinal: false }]);
		expect(await closings()).toEqual([]);
		expect(await findBook(world, '2026-10')).toBeNull();
	});
});

describe('what is published of a month', () => {
	it('acceptance 15: shows no cell under 5, none that a subtraction would show, and never conduct by itself', async () => {
		const { book: counted } = await book();
		expect(counted.categories).toEqual([
			{ code: '03', name: '道路交通', nameEn: expect.any(String), count: 11 },
			{ code: '01', name: '环境卫生', nameEn: expect.any(String), count: 6 },
			// 3 of 07 and 6 of 18
			{ code: null, name: null, nameEn: null, kinds: 2, count: 9 }
		]);
		expect(counted.channels).toEqual([
			{ code: 'web', count: 20 },
			{ code: 'kiosk', count: 6 }
		]);
		// one bad rating: 差评率 tells the sum of the lower two, so both go
		expect(counted.levels).toEqual([
			{ level: 5, count: 6 },
			{ level: 4, count: 0 },
			{ level: 3, count: 0 },
			{ level: 2, count: null },
			{ level: 1, count: null }
		]);
		const figure = (key: string) => counted.figures.find((one) => one.key === key);
		expect(figure('received')).toEqual({ key: 'received', kind: 'count', count: 26, hidden: false });
		expect(figure('satisfied')).toEqual({ key: 'satisfied', kind: 'share', part: 6, whole: 7, hidden: false });
		// of the unrated nobody is taken for satisfied: they are no part of the whole
		expect(figure('rated')).toMatchObject({ part: 7, whole: 19 });
		expect(figure('mended')).toEqual({ key: 'mended', kind: 'share', part: null, whole: null, hidden: true });
		expect(figure('contactedInTime')).toMatchObject({ hidden: true, part: null });
	});

	it('lists the late ones one by one without anything that finds people out, and counts the others', async () => {
		const { late, book: counted } = await book();
		const due = counted.figures.find(({ key }) => key === 'answeredInTime');
		if (due?.kind !== 'share') throw new Error('no share');
		const expected: LateList = {
			listed: [
				{
					category: '03',
					unit: planning,
					cause: 'answered',
					days: 2,
					answeredOn: '2026-11-12',
					untilOn: null,
					isApologised: false
				}
			],
			unlisted: (due.whole ?? 0) - (due.part ?? 0) - 1
		};
		expect(late).toEqual(expected);
		// the confidential one, the one with somebody to be kept out, the rare one and those about conduct
		expect(late.unlisted).toBe(9);
	});

	it('holds no row of a case, no number and no words', async () => {
		const { text, late } = await book();
		const csv = await accountCsv((await book()).book);
		for (const part of [text, csv, JSON.stringify(late)]) {
			expect(part).not.toContain(marker);
			expect(part).not.toContain('石桥');
			expect(part).not.toMatch(/MQ\d{6}/);
		}
		expect(JSON.parse(text)).not.toHaveProperty('late');
	});

	it('says the same in CSV and JSON, line by line', async () => {
		const { book: counted } = await book();
		const csv = await accountCsv(counted);
		expect(csv.startsWith('\uFEFF部分,字段,名称,分子,分母,数值,说明\r\n')).toBe(true);
		const lines = csv
			.trimEnd()
			.split('\r\n')
			.map((line) => line.split(','));
		for (const figure of counted.figures) {
			const line = lines.find(([, key]) => key === figure.key);
			if (figure.kind === 'share')
				expect(line?.slice(3, 5)).toEqual([String(figure.part ?? ''), String(figure.whole ?? '')]);
			if (figure.kind === 'count') expect(line?.[5]).toBe(String(figure.count ?? ''));
			if (figure.hidden) expect(line?.[6]).toBe('少于 5，不给');
		}
		for (const { level, count } of counted.levels)
			expect(lines.find(([part, key]) => part === '评价' && key === String(level))?.[5]).toBe(String(count ?? ''));
		for (const { code, count } of counted.categories)
			expect(lines.find(([part, key]) => part === '类别' && key === (code ?? ''))?.[5]).toBe(String(count));
		expect(csv).toContain('满意率,6,7,85.7,%');
	});
});

describe('a month that is closed', () => {
	it('acceptance 28: is counted to the end of the 15th, named in the ledger, and counts the same ever after', async () => {
		expect(await countAccountBooks(world.system(startOfDay('2026-12-15')))).toEqual({ counted: 2, closed: 0 });
		const made = await countAccountBooks(world.system(hours(1, closing)));
		expect(made).toEqual({ counted: 1, closed: 1 });
		const { book: closed, text, digest } = await book();
		expect(closed).toMatchObject({ isFinal: true, asOf: closing.toISOString() });
		expect(createHash('sha256').update(text).digest('hex')).toBe(digest);
		const named = { textId: expect.any(Number), digest: expect.any(String) };
		expect(await closings()).toEqual([
			{
				kind: 'account-book.closed',
				by: 'system',
				data: { month: '2026-11', asOf: closing.toISOString(), document: named, sha256: digest }
			}
		]);

		// life goes on: late ratings, new cases
		const carry = carrier(world);
		const { number, caseId } = await carry.answered({}, hours(2, closing));
		await rateCase(world.resident(caseId, days(2, closing)), number, goodRating);
		await keepAllFigures(world);
		expect(await countAccountBooks(world.system(days(40, closing)))).toEqual({ counted: 1, closed: 1 });
		expect((await book()).digest).toBe(digest);
		expect(bookText(await countBook(world, '2026-11', { asOf: closing, isFinal: true }))).toBe(text);
		expect(await closings()).toHaveLength(2);
		expect(await verifyLedger(world.database.db)).toMatchObject({ isValid: true });
	});

	it('never changes again', async () => {
		const changed = world.db.update(accountBooks).set({ document: '{}' }).where(eq(accountBooks.month, '2026-11'));
		await expect(changed).rejects.toThrow();
		await expect(world.db.delete(accountBooks).where(eq(accountBooks.month, '2026-11'))).rejects.toThrow();
	});
});
