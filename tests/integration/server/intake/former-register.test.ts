import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { strToU8, zipSync } from 'fflate';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { FormerCell } from '../../../../src/lib/domain/former-register.ts';
import { readFilter } from '../../../../src/lib/domain/register.ts';
import { findOrphans } from '../../../../src/lib/server/cases/queries/orphans.ts';
import { listRegister } from '../../../../src/lib/server/cases/queries/register.ts';
import { cases } from '../../../../src/lib/server/db/schema/cases.ts';
import { contacts } from '../../../../src/lib/server/db/schema/contacts.ts';
import { events } from '../../../../src/lib/server/db/schema/events.ts';
import { importRows, imports } from '../../../../src/lib/server/db/schema/imports.ts';
import { texts } from '../../../../src/lib/server/db/schema/texts.ts';
import { verifyLedger } from '../../../../src/lib/server/events/verify.ts';
import { findImport } from '../../../../src/lib/server/intake/former-register/queries.ts';
import { tryImport } from '../../../../src/lib/server/intake/former-register/try-import.ts';
import {
	confirmImport,
	dropImport,
	writeImports
} from '../../../../src/lib/server/intake/former-register/write-import.ts';
import { openTestRoads, teller } from '../../../support/telling.ts';
import { days, noon, openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const headings = [
	'编号',
	'登记日期',
	'反映人姓名',
	'联系电话',
	'类型',
	'类别',
	'事项',
	'内容',
	'承办单位',
	'办理状态',
	'答复日期',
	'办理结果',
	'满意度'
];
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const open = [
	'T-1',
	day('2026-10-30'),
	'张三',
	'13800138000',
	'求助',
	'路灯',
	'',
	'石桥路灯坏了，请打 13900139000 找我。',
	planning,
	'在办',
	null,
	'',
	''
];
const closed = [
	'T-2',
	'2026/9/1',
	'李四',
	'13700137000',
	'咨询',
	'',
	'',
	'想问一下医保怎么交。',
	'便民服务',
	'已办结',
	'2026年9月3日',
	'已解决，已当面说明。',
	'满意'
];
const wrong = ['T-3', '去年', '王五', '', '求助', '没有这个类别', '', '路不好', planning, '已办结', '', '', ''];
const mended = [
	'T-3',
	'2025-12-01',
	'王五',
	'',
	'求助',
	'路灯',
	'',
	'路不好，一下雨就积水。',
	planning,
	'已办结',
	'2025-12-05',
	'已修好',
	''
];

async function workbook(...rows: FormerCell[][]): Promise<Uint8Array> {
	const cells: SheetData = [headings, ...rows].map((row) =>
		row.map((value) => (value instanceof Date ? { value, type: Date, format: 'yyyy-mm-dd' } : value))
	);
	return new Uint8Array(await writeXlsxFile(cells).toBuffer());
}
const dispatcher = (now = noon) => world.as('fenpai', now);
const page = { after: 0, onlyWrong: false };
const allCases = () => world.db.$count(cases);

describe('the former register', () => {
	it('is read by the dispatcher alone', async () => {
		const bytes = await workbook(open);
		for (const username of ['guanli', 'duban', 'shenhe', 'chengban', 'jiedai', 'shenji'])
			expect(await refusalOf(tryImport(await world.as(username), bytes)), username).toBe('case.not-found');
	});

	it('is tried first: what each row would become, and which cell is wrong, and nothing is written', async () => {
		const { id } = await tryImport(await dispatcher(), await workbook(open, closed, wrong));
		const found = await findImport(await dispatcher(), id, page);
		expect(await allCases()).toBe(0);
		expect(found.counts).toEqual({ wrong: 1, known: 0, waiting: 2, made: 0, failed: 0 });
		expect(found.rows.map(({ row, state }) => [row, state])).toEqual([
			[2, 'waiting'],
			[3, 'waiting'],
			[4, 'wrong']
		]);
		expect(found.rows[2]?.problems).toEqual([
			{ key: 'received.wrong', letter: 'B' },
			{ key: 'text.short', letter: 'H' },
			{ key: 'category.wrong', letter: 'F' },
			{ key: 'ended.missing', letter: '' },
			{ key: 'answer.missing', letter: '' }
		]);
		expect(found.columns.filter(({ field }) => field === null)).toEqual([
			{ letter: 'C', heading: '反映人姓名', field: null, why: 'person' },
			{ letter: 'D', heading: '联系电话', field: null, why: 'person' },
			{ letter: 'M', heading: '满意度', field: null, why: 'rating' }
		]);
		// no name and no number of anybody is kept, not even for the trial
		const kept = JSON.stringify(await world.db.select().from(importRows));
		expect(kept).not.toMatch(/张三|李四|王五|13[789]00/);
		expect(kept).toContain('请打 〔略〕 找我');
		// the same file again is the same trial
		await tryImport(await dispatcher(), await workbook(open, closed, wrong));
		expect(await world.db.$count(imports)).toBe(1);
	});

	it('is written after a second yes, each row through the acts, with the days it tells and no word to anybody', async () => {
		const [{ id } = { id: 0 }] = await world.db.select({ id: imports.id }).from(imports);
		await confirmImport(await dispatcher(), id);
		expect(await refusalOf(confirmImport(await dispatcher(), id))).toBe('import.gone');
		// the power fails after the first row; whoever comes next goes on with the second
		expect(await writeImports(world.system(), 1)).toBe(1);
		expect(await allCases()).toBe(1);
		expect(await writeImports(world.system(days(1)), 100)).toBe(1);
		expect(await writeImports(world.system(days(1)), 100)).toBe(0);
		const made = await findImport(await dispatcher(days(1)), id, page);
		expect([made.state, made.counts]).toEqual(['done', { wrong: 1, known: 0, waiting: 0, made: 2, failed: 0 }]);

		const [first, second] = await world.db.select().from(cases).orderBy(asc(cases.id));
		expect(first).toMatchObject({
			state: 'assigned',
			unitId: world.unitId(planning),
			externalNumber: 'T-1',
			externalSource: 'register'
		});
		expect(first?.submittedAt).toEqual(new Date('2026-10-29T16:00:00Z'));
		expect(await world.kinds(first?.id ?? 0)).toEqual([
			'case.submitted',
			'case.imported',
			'case.accepted',
			'case.assigned'
		]);
		expect(second).toMatchObject({
			state: 'closed',
			closedAs: 'unrated',
			dueAt: null,
			type: 'question',
			unitId: world.unitId('便民服务中心')
		});
		expect(second?.answeredAt).toEqual(new Date('2026-09-02T16:00:00Z'));
		expect(await world.kinds(second?.id ?? 0)).toEqual(['case.submitted', 'case.imported']);
		const [imported] = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, `case:${second?.id}`))
			.orderBy(asc(events.position))
			.offset(1);
		expect(imported?.data).toMatchObject({
			importId: id,
			row: 3,
			number: 'T-2',
			result: 'solved',
			answeredAt: '2026-09-02T16:00:00.000Z'
		});

		expect(await world.db.$count(contacts)).toBe(0);
		const written = JSON.stringify([await world.db.select().from(texts), await world.db.select().from(importRows)]);
		expect(written).not.toMatch(/张三|李四|13[789]00/);
		const { roads } = openTestRoads();
		const told = teller(world, roads);
		await told.work(days(1));
		expect(await told.rows()).toEqual([]);
		expect((await findOrphans(world.system(days(1)))).some).toEqual([]);
		expect(await verifyLedger(world.database.db)).toMatchObject({ isValid: true });
		const filter = readFilter(new URLSearchParams('from=&to=&mark=imported'), noon);
		expect((await listRegister(await dispatcher(days(1)), filter, null)).rows).toHaveLength(2);
	});

	it('makes no second case of a row, neither by the same file nor by one that was mended', async () => {
		const again = await tryImport(await dispatcher(days(1)), await workbook(open, closed, wrong));
		expect(again.isKnown).toBe(true);
		const { id } = await tryImport(await dispatcher(days(1)), await workbook(open, closed, mended));
		expect((await findImport(await dispatcher(days(1)), id, page)).counts).toMatchObject({
			known: 2,
			waiting: 1,
			wrong: 0
		});
		await confirmImport(await dispatcher(days(1)), id);
		await Promise.all([writeImports(world.system(days(1)), 10), writeImports(world.system(days(1)), 10)]);
		expect(await allCases()).toBe(3);
		// the old number is enough, though the words were changed
		const reworded = open.with(7, '石桥路口的路灯坏了好些天了。');
		const other = await tryImport(await dispatcher(days(1)), await workbook(reworded));
		expect((await findImport(await dispatcher(days(1)), other.id, page)).counts).toMatchObject({
			known: 1,
			waiting: 0
		});
	});

	it('keeps nothing of what was given up, or waited for a week', async () => {
		const fresh = (number: string) => open.with(0, number);
		const { id } = await tryImport(await dispatcher(), await workbook(fresh('T-8')));
		await dropImport(await dispatcher(), id);
		expect(await world.db.$count(importRows, eq(importRows.importId, id))).toBe(0);
		const late = await tryImport(await dispatcher(), await workbook(fresh('T-9')));
		await writeImports(world.system(days(8)), 10);
		expect(await world.db.$count(imports, eq(imports.id, late.id))).toBe(0);
	});

	it('refuses what is no plain workbook, too large, or without headings, and says which', async () => {
		const refused = async (bytes: Uint8Array) => refusalOf(tryImport(await dispatcher(), bytes));
		expect(await refused(strToU8('编号,日期\n1,2'))).toBe('import.not-xlsx');
		expect(await refused(zipSync({ 'a.txt': strToU8('x') }))).toBe('import.not-xlsx');
		expect(await refused(zipSync({ 'xl/workbook.xml': strToU8('<w/>'), 'xl/vbaProject.bin': strToU8('x') }))).toBe(
			'import.macros'
		);
		// 45 MB of one letter weigh next to nothing as they are sent
		expect(await refused(zipSync({ 'xl/workbook.xml': new Uint8Array(45 * 1024 * 1024) }))).toBe('import.too-big');
		const sheet = async (cells: SheetData) => new Uint8Array(await writeXlsxFile(cells).toBuffer());
		expect(
			await refused(
				await sheet([
					['甲', '乙'],
					['1', '2']
				])
			)
		).toBe('import.no-headings');
		expect(await refused(await sheet([headings]))).toBe('import.empty');
		const many = Array.from({ length: 2001 }, (_, at) => ['', '2026-01-01', '', '', '', '', `第 ${at} 件事情`]);
		expect(await refused(await sheet([headings, ...many]))).toBe('import.too-many-rows');
	});

	it('does not take over complaints about conduct, whose exclusions nobody would have set', async () => {
		const { id } = await tryImport(await dispatcher(), await workbook(open.with(0, 'T-18').with(5, '1801')));
		const [row] = (await findImport(await dispatcher(), id, page)).rows;
		expect(row?.problems).toEqual([{ key: 'category.conduct', letter: 'F' }]);
	});
});
