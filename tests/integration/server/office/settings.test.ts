import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorOf } from '#lib/server/auth/sessions.ts';
import { loadCalendar } from '#lib/server/calendar/load-calendar.ts';
import type { Context } from '#lib/server/context.ts';
import { areas } from '#lib/server/db/schema/areas.ts';
import { categories } from '#lib/server/db/schema/categories.ts';
import { calendarDays, settings } from '#lib/server/db/schema/settings.ts';
import { staff, staffRoles } from '#lib/server/db/schema/staff.ts';
import { texts } from '#lib/server/db/schema/texts.ts';
import { units } from '#lib/server/db/schema/units.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import {
	changeArea,
	changeCategory,
	changeDay,
	changeText,
	changeTile,
	changeUnit,
	importYear
} from '#lib/server/office/change-settings.ts';
import { listAllTiles, listAllUnits, listSpecialDays } from '#lib/server/office/list-settings.ts';
import { listCategories, listTiles, listUnits } from '#lib/server/site/choices.ts';
import { forgetSiteTexts, siteTexts } from '#lib/server/site/site-texts.ts';
import type { StaffActor } from '#lib/domain/permissions.ts';
import { recorded } from '../../../support/ledger.ts';
import { noon, openWorld, planning, refusalOf, service, type World } from '../../../support/world.ts';

let world: World;
let administrator: Context<StaffActor>;
beforeAll(async () => {
	world = await openWorld();
	administrator = await world.as('guanli');
});
afterAll(() => world.close());

/** The one event of a change, with the version of the text it names. */
async function changed(act: () => Promise<unknown>) {
	const [event, ...more] = await recorded(world, 'settings', act);
	expect(more).toEqual([]);
	if (!event) throw new Error('no event');
	expect(event.by).toBe(administrator.actor.id);
	const { value, before: _before, ...data } = event.data;
	const named = value && typeof value === 'object' && 'textId' in value ? Number(value.textId) : 0;
	const [text] = await world.db.select().from(texts).where(eq(texts.id, named));
	const words: unknown = text?.body ? JSON.parse(text.body) : null;
	return { kind: event.kind, data, words };
}
const unit = (changes: object = {}) => ({
	id: null,
	name: '新设站所',
	phone: '',
	parentId: null,
	isActive: true,
	...changes
});
const unitNamed = async (name: string) => {
	const [row] = await world.db.select().from(units).where(eq(units.name, name));
	if (!row) throw new Error(`no unit ${name}`);
	return row;
};

describe('a unit', () => {
	it('is added below another, changed and put out of use, each with one event', async () => {
		const parentId = world.unitId(planning);
		const added = await changed(() =>
			changeUnit(administrator, unit({ name: '村镇建设站', phone: '0000-860 0199', parentId }))
		);
		const { id } = await unitNamed('村镇建设站');
		const words = { name: '村镇建设站', phone: '0000-860 0199', parent: String(parentId), active: 'true' };
		expect(added).toEqual({ kind: 'settings.unit-changed', data: { unitId: id }, words });
		const closed = await changed(() => changeUnit(administrator, unit({ id, name: '村镇站', isActive: false })));
		expect(closed).toEqual({
			kind: 'settings.unit-changed',
			data: { unitId: id },
			words: { name: '村镇站', phone: '', parent: '', active: 'false' }
		});
		expect(await unitNamed('村镇站')).toMatchObject({ id, parentId: null, isActive: false });
		expect((await listUnits(administrator)).some((choice) => choice.id === id)).toBe(false);
		expect((await listAllUnits(administrator)).some((choice) => choice.id === id)).toBe(true);
	});

	it('gives the head of the unit above it sight of what is below, and the other way round none', async () => {
		await changeUnit(administrator, unit({ name: '规建一组', parentId: world.unitId(planning) }));
		const { id } = await unitNamed('规建一组');
		await changeUnit(administrator, unit({ name: '规建一组东片', parentId: id }));
		const below = await unitNamed('规建一组东片');
		const head = await world.as('shenhe');
		expect(head.actor.unitIds).toEqual(expect.arrayContaining([world.unitId(planning), id, below.id]));
		expect(head.actor.unitPath).toEqual([world.unitId(planning)]);
		const [person] = await world.db
			.insert(staff)
			.values({ username: 'dongpian', name: '东片', unitId: below.id, createdAt: noon })
			.returning();
		const actor = await actorOf({ db: world.db, now: noon }, person?.id ?? 0);
		expect(actor.unitIds).toEqual([below.id]);
		expect([...actor.unitPath].sort()).toEqual([world.unitId(planning), id, below.id].sort());
	});

	it('is never above itself', async () => {
		const { id } = await unitNamed(service);
		const refusedUnder = (parentId: number) =>
			refusalOf(changeUnit(administrator, unit({ id, name: service, parentId })));
		expect(await refusedUnder(id)).toBe('unit.below-itself');
		await changeUnit(administrator, unit({ name: '服务一组', parentId: id }));
		expect(await refusedUnder((await unitNamed('服务一组')).id)).toBe('unit.below-itself');
		expect((await unitNamed(service)).parentId).toBeNull();
	});

	it('that is not there is not changed', async () => {
		const events = await recorded(world, 'settings', async () => {
			expect(await refusalOf(changeUnit(administrator, unit({ id: 9999 })))).toBe('case.not-found');
		});
		expect(events).toEqual([]);
	});
});

describe('an area', () => {
	it('gets another dispatcher, who is in charge of what is filed there from then on', async () => {
		const [area] = await world.db.select().from(areas).orderBy(asc(areas.id)).limit(1);
		const areaId = area?.id ?? 0;
		const dispatcherId = await world.staffId('fenpai2');
		const filed = () => world.aCase({ areaId });
		expect((await world.look((await filed()).number)).ownerId).toBe(await world.staffId('fenpai'));
		const change = { id: areaId, name: '禾望乡', dispatcherId, isActive: true };
		expect(await changed(() => changeArea(administrator, change))).toEqual({
			kind: 'settings.area-changed',
			data: { areaId },
			words: { name: '禾望乡', dispatcher: String(dispatcherId), active: 'true' }
		});
		expect((await world.look((await filed()).number)).ownerId).toBe(dispatcherId);
	});

	it('whose dispatcher left the work falls to another dispatcher, and never to nobody', async () => {
		const change = { id: null, name: '新村', dispatcherId: await world.staffId('fenpai2'), isActive: true };
		await changeArea(administrator, change);
		const [area] = await world.db.select().from(areas).where(eq(areas.name, '新村'));
		await world.db.delete(staffRoles).where(eq(staffRoles.staffId, change.dispatcherId));
		const { number } = await world.aCase({ areaId: area?.id ?? 0 });
		expect((await world.look(number)).ownerId).toBe(await world.staffId('fenpai'));
		await world.db.insert(staffRoles).values({ staffId: change.dispatcherId, role: 'dispatcher', confirmedAt: noon });
	});
});

describe('categories and tiles', () => {
	it('change their words and unit, never their code, and leave the choices when out of use', async () => {
		const names = { name: '路灯与照明', nameEn: 'Street lights' };
		const rest = { unitId: world.unitId(service), publishable: false, isActive: false };
		const change = { code: '0302', ...names, ...rest };
		expect(await changed(() => changeCategory(administrator, change))).toEqual({
			kind: 'settings.category-changed',
			data: { code: '0302' },
			words: { ...names, unit: String(change.unitId), publishable: 'false', active: 'false' }
		});
		const [row] = await world.db.select().from(categories).where(eq(categories.code, '0302'));
		expect(row).toMatchObject({ ...names, unitId: change.unitId, parentCode: '03', isActive: false });
		expect((await listCategories(administrator, 'zh-CN')).some(({ code }) => code === '0302')).toBe(false);
		expect(await refusalOf(changeCategory(administrator, { ...change, code: '9999' }))).toBe('case.not-found');
	});

	it('tiles name problems and the categories behind them', async () => {
		const words = { label: '路和灯', labelEn: 'Roads, lamps', hint: '路坏了、灯不亮', hintEn: 'Broken road or lamp' };
		const phrases = { phrases: ['路灯不亮', '路坏了'], phrasesEn: ['The lamp is out'] };
		const change = { position: 1, ...words, ...phrases, categoryCodes: ['03'] };
		expect(await changed(() => changeTile(administrator, change))).toEqual({
			kind: 'settings.tile-changed',
			data: { position: 1 },
			words: { ...words, codes: '03', phrases: '路灯不亮\n路坏了', phrasesEn: 'The lamp is out' }
		});
		const shown = async (locale: 'zh-CN' | 'en') => (await listTiles(administrator, locale))[0];
		expect(await shown('zh-CN')).toMatchObject({ label: words.label, hint: words.hint, categoryCodes: ['03'] });
		expect(await shown('en')).toMatchObject({ label: words.labelEn, hint: words.hintEn });
		const tiles = await listAllTiles(administrator);
		expect(tiles).toHaveLength(8);
		expect(tiles[0]).toMatchObject(phrases);
		expect(await refusalOf(changeTile(administrator, { ...change, position: 9 }))).toBe('case.not-found');
	});
});

describe('site texts', () => {
	it('are set and set again, each a version of its own', async () => {
		const first = await changed(() => changeText(administrator, 'phone', '0000-860 0001'));
		expect(first).toEqual({
			kind: 'settings.text-changed',
			data: { key: 'phone' },
			words: { phone: '0000-860 0001' }
		});
		await changed(() => changeText(administrator, 'phone', '0000-860 0002'));
		forgetSiteTexts(world.database.db);
		expect((await siteTexts(world.database.db)).phone).toBe('0000-860 0002');
		const [row] = await world.db.select().from(settings).where(eq(settings.key, 'phone'));
		const [text] = await world.db
			.select()
			.from(texts)
			.where(eq(texts.id, row?.textId ?? 0));
		expect(text?.body).toContain('0000-860 0002');
		const versions = await world.db.select().from(texts).where(eq(texts.kind, 'setting'));
		expect(versions.filter(({ body }) => body?.includes('0000-860 000'))).toHaveLength(2);
	});
});

describe('the working calendar', () => {
	it('takes a year from the published schedule; again it changes nothing', async () => {
		await world.db.delete(calendarDays);
		expect((await loadCalendar(world.db)).hasYear(2026)).toBe(false);
		let days = 0;
		const event = await changed(async () => (days = await importYear(administrator, 2026)));
		expect(event).toEqual({ kind: 'settings.calendar-imported', data: { year: 2026, days }, words: null });
		expect(days).toBeGreaterThan(20);
		expect(await world.db.$count(calendarDays)).toBe(days);
		expect(await importYear(administrator, 2026)).toBe(days);
		expect(await world.db.$count(calendarDays)).toBe(days);
		const calendar = await loadCalendar(world.db);
		expect(calendar.hasYear(2026)).toBe(true);
		expect(calendar.isWorkday('2026-10-01')).toBe(false);
		expect((await listSpecialDays(administrator, '2026-11-03')).some(({ kind }) => kind === 'workday')).toBe(true);
	});

	it('says that a year is not published yet, and leaves it missing', async () => {
		const event = await changed(async () => expect(await importYear(administrator, 2090)).toBe(0));
		expect(event.data).toEqual({ year: 2090, days: 0 });
		const calendar = await loadCalendar(world.db);
		expect(calendar.hasYear(2090)).toBe(false);
		await changeDay(administrator, { day: '2090-01-02', kind: 'holiday', name: '' });
		expect((await loadCalendar(world.db)).hasYear(2090)).toBe(false);
		// Monday to Friday stand in
		expect(calendar.isWorkday('2090-01-02')).toBe(true);
		expect(calendar.isWorkday('2090-01-01')).toBe(false);
	});

	it('takes single days, and takes them back', async () => {
		const day = '2026-11-04';
		const isWorkday = async () => (await loadCalendar(world.db)).isWorkday(day);
		const set = (kind: 'holiday' | 'workday' | 'none') =>
			changed(() => changeDay(administrator, { day, kind, name: '乡里庙会' }));
		expect(await isWorkday()).toBe(true);
		expect(await set('holiday')).toEqual({
			kind: 'settings.day-changed',
			data: { day, kind: 'holiday' },
			words: null
		});
		expect(await isWorkday()).toBe(false);
		await set('workday');
		expect(await isWorkday()).toBe(true);
		await set('none');
		expect(await world.db.select().from(calendarDays).where(eq(calendarDays.day, day))).toEqual([]);
	});

	it('moves a deadline that counts working days', async () => {
		const due = async () => (await world.aCase({ type: 'question' })).dueAt.toISOString();
		expect(await due()).toBe('2026-11-06T16:00:00.000Z');
		await changeDay(administrator, { day: '2026-11-05', kind: 'holiday', name: '停电' });
		// Thursday is off: Wednesday, Friday, Monday
		expect(await due()).toBe('2026-11-09T16:00:00.000Z');
	});
});

it('is an administrator’s to change, and nobody else’s', async () => {
	const before = await world.db.$count(texts);
	const events = await recorded(world, 'settings', async () => {
		for (const username of ['duban', 'fenpai', 'shenji', 'shenhe', 'chengban', 'jiedai']) {
			const other = await world.as(username);
			for (const act of [
				() => changeUnit(other, unit()),
				() => changeArea(other, { id: null, name: '别处', dispatcherId: null, isActive: true }),
				() =>
					changeCategory(other, {
						code: '0301',
						name: '路',
						nameEn: 'Roads',
						unitId: null,
						publishable: true,
						isActive: true
					}),
				() =>
					changeTile(other, {
						position: 2,
						label: '别的',
						labelEn: 'Else',
						hint: '',
						hintEn: '',
						categoryCodes: ['01'],
						phrases: [],
						phrasesEn: []
					}),
				() => changeText(other, 'name', '别的意见箱'),
				() => importYear(other, 2026),
				() => changeDay(other, { day: '2026-11-05', kind: 'none', name: '' })
			])
				expect(await refusalOf(act())).toBe('case.not-found');
		}
	});
	expect(events).toEqual([]);
	expect(await world.db.$count(texts)).toBe(before);
	expect(await verifyLedger(world.database.db)).toMatchObject({ isValid: true });
});
