import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import readXlsxFile from 'read-excel-file/node';
import { readFilter, type RegisterFilter } from '../../../src/lib/domain/register.ts';
import { exportRegister } from '../../../src/lib/server/cases/export-register.ts';
import { countRegister, listRegister } from '../../../src/lib/server/cases/queries/register.ts';
import { rateCase } from '../../../src/lib/server/cases/rate.ts';
import { cases } from '../../../src/lib/server/db/schema/cases.ts';
import { events } from '../../../src/lib/server/db/schema/events.ts';
import { exclusions } from '../../../src/lib/server/db/schema/exclusions.ts';
import { registerCsv, registerXlsx } from '../../../src/lib/server/http/register-file.ts';
import { badRating, carrier } from '../../support/carry.ts';
import { days, hours, noon, openWorld, planning, refusalOf, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const every = readFilter(new URLSearchParams('from=&to='), noon);
const all = (changes: Partial<RegisterFilter> = {}): RegisterFilter => ({ ...every, ...changes });
const as = (username: string, now = days(1)) => world.as(username, now);
const numbers = async (username: string, changes: Partial<RegisterFilter> = {}, now = days(1)) =>
	(await listRegister(await as(username, now), all(changes), null)).rows.map(({ number }) => number);

describe('the register', () => {
	it('is for who directs, leads a unit or watches, and for nobody else', async () => {
		for (const username of ['fenpai', 'shenhe', 'duban', 'fenguan'])
			expect((await listRegister(await as(username), all(), null)).rows).toEqual([]);
		for (const username of ['chengban', 'jiedai', 'guanli', 'shenji', 'huifang', 'gongkai']) {
			expect(await refusalOf(listRegister(await as(username), all(), null))).toBe('case.not-found');
			expect(await refusalOf(countRegister(await as(username), all()))).toBe('case.not-found');
			expect(await refusalOf(exportRegister(await as(username), all(), 'csv'))).toBe('case.not-found');
		}
	});

	it('narrows by day, state, kind, channel and what happened, and counts the same', async () => {
		const lamp = await world.aCase();
		const question = await world.aCase(
			{ type: 'question', categoryCode: '1102', text: '想问一下养老保险怎么交？' },
			hours(2)
		);
		const late = await world.aCase({ text: '很早以前的一件事还没有办。' }, days(-30));
		expect(await numbers('fenpai')).toEqual([question.number, lamp.number, late.number]);
		expect(await numbers('fenpai', { type: 'question' })).toEqual([question.number]);
		expect(await numbers('fenpai', { category: '11' })).toEqual([question.number]);
		expect(await numbers('fenpai', { category: '0302', from: '2026-11-01' })).toEqual([lamp.number]);
		expect(await numbers('fenpai', { mark: 'overdue' })).toEqual([late.number]);
		expect(await numbers('fenpai', { state: 'ended' })).toEqual([]);
		expect(await numbers('fenpai', { channel: 'phone' })).toEqual([]);
		expect(await countRegister(await as('fenpai'), all({ state: 'open' }))).toBe(3);
		// page by page, by the key of the last row
		const first = await listRegister(await as('fenpai'), all(), null, 2);
		expect(first.rows.map(({ number }) => number)).toEqual([question.number, lamp.number]);
		const second = await listRegister(await as('fenpai'), all(), first.next, 2);
		expect([second.rows.map(({ number }) => number), second.next]).toEqual([[late.number], null]);
	});

	it('acceptance 12: leaves out of list, count and export what the reader is excluded from', async () => {
		const { caseId, number } = await world.aCase({ text: '反映规划办收了材料不给回执。' }, hours(3));
		const before = await countRegister(await as('fenpai'), all());
		const dispatcherId = await world.staffId('fenpai');
		await world.db.insert(exclusions).values({ caseId, unitId: null, staffId: dispatcherId, setAt: noon });
		expect(await numbers('fenpai')).not.toContain(number);
		expect(await countRegister(await as('fenpai'), all())).toBe(before - 1);
		expect((await exportRegister(await as('fenpai'), all(), 'csv')).map((row) => row.number)).not.toContain(number);
		expect(await numbers('duban')).toContain(number);
		await world.db.update(cases).set({ state: 'withdrawn', dueAt: null }).where(eq(cases.id, caseId));
	});

	it('shows the level of a rating, and lists what was rated badly, only before those who may read it', async () => {
		const { caseId, number } = await carrier(world).answered();
		await rateCase(world.resident(caseId, days(2)), number, { stars: 1, solved: 'not', tags: ['fear'], words: '' });
		const levelFor = async (username: string) =>
			(await listRegister(await as(username, days(3)), all(), null)).rows.find((row) => row.number === number)?.stars;
		// those who name retaliation are the supervisor's alone
		expect(await levelFor('duban')).toBe(1);
		expect(await levelFor('fenpai')).toBe(null);
		expect(await levelFor('shenhe')).toBe(null);
		const plain = await carrier(world).answered();
		await rateCase(world.resident(plain.caseId, days(2)), plain.number, badRating);
		const badly = async (username: string) => numbers(username, { mark: 'rated-badly' }, days(3));
		expect(await badly('duban')).toEqual([plain.number, number]);
		for (const username of ['fenguan', 'fenpai', 'shenhe'])
			expect(await badly(username), username).toEqual([plain.number]);
		// whatever the list of bad ratings names, the reader may see the level of
		for (const username of ['duban', 'fenguan', 'fenpai', 'shenhe']) {
			const { rows } = await listRegister(await as(username, days(3)), all({ mark: 'rated-badly' }), null);
			expect(rows.every(({ stars }) => stars !== null)).toBe(true);
		}
		expect(await numbers('fenpai', { mark: 'reworked' }, days(3))).toEqual([plain.number, number]);
	});

	it('shows a unit the checked title of a confidential case, or none', async () => {
		const { caseId, number } = await world.aCase({
			identity: 'confidential',
			contact: { name: '甲', phone: '13800138000', email: '' },
			text: '我家门口第三户在烧塑料，味道很大。'
		});
		await world.db
			.update(cases)
			.set({ unitId: world.unitId(planning), checkedTitle: null })
			.where(eq(cases.id, caseId));
		const titleFor = async (username: string) =>
			(await listRegister(await as(username), all(), null)).rows.find((row) => row.number === number)?.title;
		expect(await titleFor('shenhe')).toBe('');
		expect(await titleFor('fenpai')).toContain('我家门口');
		const csv = await registerCsv(await exportRegister(await as('shenhe'), all(), 'csv'), 'zh-CN');
		expect(csv).toContain(number);
		expect(csv).not.toContain('我家门口');
		expect(csv).not.toContain('13800138000');
	});
});

describe('an export', () => {
	it('is on record with its conditions and how many, and nothing of what stood in it', async () => {
		const context = await as('duban', days(5));
		const rows = await exportRegister(context, all({ type: 'question', from: '2026-11-01' }), 'xlsx');
		const recorded = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, `staff:${context.actor.id}`))
			.orderBy(asc(events.position));
		expect(recorded.at(-1)).toMatchObject({
			kind: 'staff.register-exported',
			actorId: context.actor.id,
			data: { format: 'xlsx', rows: rows.length, filter: { from: '2026-11-01', to: '', type: 'question' } }
		});
		expect(rows).toHaveLength(1);
	});

	it('has dates as dates, numbers of cases as text, and no cell that a spreadsheet calculates', async () => {
		const payloads = ['=1+1，帮我看看', '+86 打不通，请修', '-5 层的灯不亮了', '@all 请来看看', '\t=cmd|calc 路灯'];
		for (const [at, text] of payloads.entries()) await world.aCase({ text, title: text.slice(0, 20) }, hours(30 + at));
		const rows = await exportRegister(await as('duban', days(6)), all(), 'xlsx');
		const bytes = await registerXlsx(rows, 'zh-CN');
		const [sheet] = await readXlsxFile(bytes);
		const [headings, ...lines] = sheet?.data ?? [];
		expect(headings?.slice(0, 2)).toEqual(['编号', '收件日期']);
		expect(lines).toHaveLength(rows.length);
		expect(lines[0]?.[0]).toBe(rows[0]?.number);
		expect(lines[0]?.[1]).toBeInstanceOf(Date);
		const titles = lines.map((line) => String(line[headings?.indexOf('事项') ?? 0]));
		expect(titles.filter((title) => /^[=+\-@\t\r]/.test(title))).toEqual([]);
		expect(titles.filter((title) => title.startsWith("'")).length).toBeGreaterThanOrEqual(4);
		const csv = await registerCsv(rows, 'en');
		expect(csv.startsWith('\uFEFFNumber,Received')).toBe(true);
		expect(csv.split('\r\n').filter((line) => /(?:^|,)"?[=+@]/.test(line))).toEqual([]);
	});
});
