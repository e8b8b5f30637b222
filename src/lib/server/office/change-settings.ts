import chineseDays from 'chinese-days';
import { eq, sql } from 'drizzle-orm';
import { addDays, type Day, weekday } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { categories, entryTiles } from '../db/schema/categories.ts';
import { calendarDays, settings } from '../db/schema/settings.ts';
import { units } from '../db/schema/units.ts';
import { record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';

type StaffContext = Context<StaffActor>;

/* Local rules are rows, not code: each change is one transaction with a version of what it became and its event. */

/** Adds (id null) or changes a unit. Throws `unit.below-itself` where it would stand below one of its own. */
export function changeUnit(
	context: StaffContext,
	{
		id,
		name,
		phone,
		parentId,
		isActive
	}: { id: number | null; name: string; phone: string; parentId: number | null; isActive: boolean }
): Promise<void> {
	return administer(context, async (context) => {
		if (id !== null && parentId !== null && (await isBelow(context, parentId, id)))
			throw new Refusal('unit.below-itself');
		const values = { name, phone, parentId, isActive };
		const [unit] =
			id === null
				? await context.db.insert(units).values(values).returning({ id: units.id })
				: await context.db.update(units).set(values).where(eq(units.id, id)).returning({ id: units.id });
		if (!unit) throw new Refusal('case.not-found');
		const value = await writeText(context, null, 'setting', {
			name,
			phone,
			parent: String(values.parentId ?? ''),
			active: String(isActive)
		});
		await record(context, 'settings', 'settings.unit-changed', { unitId: unit.id, value });
	});
}

/** Is `unitId` this unit, or does it stand below it? */
async function isBelow({ db }: StaffContext, unitId: number, aboveId: number): Promise<boolean> {
	const [row] = await db.execute<{ found: boolean }>(sql`
		with recursive above as (
			select id, parent_id from units where id = ${unitId}
			union select u.id, u.parent_id from units u join above on u.id = above.parent_id
		) select exists (select 1 from above where id = ${aboveId}) as found`);
	return row?.found ?? false;
}

/** Adds (id null) or changes an area and who dispatches for it. */
export function changeArea(
	context: StaffContext,
	{
		id,
		name,
		dispatcherId,
		isActive
	}: { id: number | null; name: string; dispatcherId: number | null; isActive: boolean }
): Promise<void> {
	return administer(context, async (context) => {
		const values = { name, dispatcherId, isActive };
		const [area] =
			id === null
				? await context.db.insert(areas).values(values).returning({ id: areas.id })
				: await context.db.update(areas).set(values).where(eq(areas.id, id)).returning({ id: areas.id });
		if (!area) throw new Refusal('case.not-found');
		const value = await writeText(context, null, 'setting', {
			name,
			dispatcher: String(dispatcherId ?? ''),
			active: String(isActive)
		});
		await record(context, 'settings', 'settings.area-changed', { areaId: area.id, value });
	});
}

/** Changes a category's names, unit and use. Codes stay: statistics and 12345 rely on them. */
export function changeCategory(
	context: StaffContext,
	{
		code,
		name,
		nameEn,
		unitId,
		isActive
	}: { code: string; name: string; nameEn: string; unitId: number | null; isActive: boolean }
): Promise<void> {
	return administer(context, async (context) => {
		const [category] = await context.db
			.update(categories)
			.set({ name, nameEn, unitId, isActive })
			.where(eq(categories.code, code))
			.returning();
		if (!category) throw new Refusal('case.not-found');
		const value = await writeText(context, null, 'setting', {
			name,
			nameEn,
			unit: String(unitId ?? ''),
			active: String(isActive)
		});
		await record(context, 'settings', 'settings.category-changed', { code, value });
	});
}

type TileWords = Record<'label' | 'labelEn' | 'hint' | 'hintEn', string>;
type TileLists = Record<'categoryCodes' | 'phrases' | 'phrasesEn', string[]>;

/** Changes an entry tile's words, the level-1 categories behind it and the 常用语 that a kiosk offers there. */
export function changeTile(
	context: StaffContext,
	{ position, categoryCodes, phrases, phrasesEn, ...words }: { position: number } & TileWords & TileLists
): Promise<void> {
	return administer(context, async (context) => {
		const [tile] = await context.db
			.update(entryTiles)
			.set({ ...words, categoryCodes, phrases, phrasesEn })
			.where(eq(entryTiles.position, position))
			.returning();
		if (!tile) throw new Refusal('case.not-found');
		const value = await writeText(context, null, 'setting', {
			...words,
			codes: categoryCodes.join(' '),
			phrases: phrases.join('\n'),
			phrasesEn: phrasesEn.join('\n')
		});
		await record(context, 'settings', 'settings.tile-changed', { position, value });
	});
}

/** Sets one site text or public contact. */
export function changeText(context: StaffContext, key: string, text: string): Promise<void> {
	return administer(context, async (context) => {
		const value = await writeText(context, null, 'setting', { [key]: text });
		const row = { value: text, textId: value.textId, changedAt: context.now };
		await context.db
			.insert(settings)
			.values({ key, ...row })
			.onConflictDoUpdate({ target: settings.key, set: row });
		await record(context, 'settings', 'settings.text-changed', { key, value });
	});
}

/** Imports a year of holidays and make-up workdays. Returns how many; 0 means the source does not know the year yet. */
export function importYear(context: StaffContext, year: number): Promise<number> {
	return administer(context, async (context) => {
		const rows = holidaysOf(year);
		for (const row of rows)
			await context.db
				.insert(calendarDays)
				.values(row)
				.onConflictDoUpdate({ target: calendarDays.day, set: { kind: row.kind, name: row.name } });
		await record(context, 'settings', 'settings.calendar-imported', { year, days: rows.length });
		return rows.length;
	});
}

/** Days of a year that differ from Monday to Friday, by the published holiday schedule. */
export function holidaysOf(year: number): { day: Day; kind: 'holiday' | 'workday'; name: string }[] {
	const rows: { day: Day; kind: 'holiday' | 'workday'; name: string }[] = [];
	for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
		const { work, name } = chineseDays.getDayDetail(day);
		const isWeekend = weekday(day) === 0 || weekday(day) === 6;
		if (work === isWeekend || (!work && name.includes(',')))
			rows.push({ day, kind: work ? 'workday' : 'holiday', name: name.split(',')[1] ?? name });
	}
	return rows;
}

/** Sets one day; `none` makes it an ordinary day again. */
export function changeDay(
	context: StaffContext,
	{ day, kind, name }: { day: Day; kind: 'holiday' | 'workday' | 'none'; name: string }
): Promise<void> {
	return administer(context, async (context) => {
		if (kind === 'none') await context.db.delete(calendarDays).where(eq(calendarDays.day, day));
		else
			await context.db
				.insert(calendarDays)
				.values({ day, kind, name })
				.onConflictDoUpdate({ target: calendarDays.day, set: { kind, name } });
		await record(context, 'settings', 'settings.day-changed', { day, kind });
	});
}

/** Whoever is not an administrator learns nothing. Acts of the settings stream wait for each other on its head. */
async function administer<T>(context: StaffContext, work: (context: StaffContext) => Promise<T>): Promise<T> {
	if (!context.actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	return inTransaction(context, work);
}
