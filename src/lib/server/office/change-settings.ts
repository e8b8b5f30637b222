import chineseDays from 'chinese-days';
import { and, count, eq, gte, lte, sql } from 'drizzle-orm';
import { neverPublished } from '../../domain/publication.ts';
import { addDays, type Day, weekday } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { categories, entryTiles } from '../db/schema/categories.ts';
import { calendarDays, settings } from '../db/schema/settings.ts';
import { units } from '../db/schema/units.ts';
import { record } from '../events/record.ts';
import { bothVersions } from './both-versions.ts';

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
		const { db } = context;
		const values = { name, phone, parentId, isActive };
		const [stood] = id === null ? [] : await db.select().from(units).where(eq(units.id, id)).for('update');
		const [unit] =
			id === null
				? await db.insert(units).values(values).returning()
				: await db.update(units).set(values).where(eq(units.id, id)).returning();
		if (!unit) throw new Refusal('case.not-found');
		const change = { before: stood ? partsOfUnit(stood) : null, after: partsOfUnit(unit) };
		const versions = await bothVersions(context, {
			...{ kind: 'settings.unit-changed', which: { unitId: unit.id } },
			...change
		});
		await record(context, 'settings', 'settings.unit-changed', { unitId: unit.id, ...versions });
	});
}

const partsOfUnit = ({ name, phone, parentId, isActive }: typeof units.$inferSelect) => ({
	name,
	phone,
	parent: String(parentId ?? ''),
	active: String(isActive)
});

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
		const { db } = context;
		const values = { name, dispatcherId, isActive };
		const [stood] = id === null ? [] : await db.select().from(areas).where(eq(areas.id, id)).for('update');
		const [area] =
			id === null
				? await db.insert(areas).values(values).returning()
				: await db.update(areas).set(values).where(eq(areas.id, id)).returning();
		if (!area) throw new Refusal('case.not-found');
		const versions = await bothVersions(context, {
			...{ kind: 'settings.area-changed', which: { areaId: area.id } },
			...{ before: stood ? partsOfArea(stood) : null, after: partsOfArea(area) }
		});
		await record(context, 'settings', 'settings.area-changed', { areaId: area.id, ...versions });
	});
}

const partsOfArea = ({ name, dispatcherId, isActive }: typeof areas.$inferSelect) => ({
	name,
	dispatcher: String(dispatcherId ?? ''),
	active: String(isActive)
});

type CategoryChange = {
	code: string;
	name: string;
	nameEn: string;
	unitId: number | null;
	/** 可以公开: never for the kinds that the rules exclude. */
	publishable: boolean;
	isActive: boolean;
};

/**
 * Changes a category's names, unit and use, and whether its outcomes may be published. Codes stay: statistics and 12345
 * rely on them. Throws `publication.excluded-kind`.
 */
export function changeCategory(context: StaffContext, { code, ...values }: CategoryChange): Promise<void> {
	return administer(context, async (context) => {
		if (values.publishable && neverPublished(code)) throw new Refusal('publication.excluded-kind');
		const { db } = context;
		const [stood] = await db.select().from(categories).where(eq(categories.code, code)).for('update');
		const [category] = await db.update(categories).set(values).where(eq(categories.code, code)).returning();
		if (!stood || !category) throw new Refusal('case.not-found');
		const versions = await bothVersions(context, {
			...{ kind: 'settings.category-changed', which: { code } },
			...{ before: partsOfCategory(stood), after: partsOfCategory(category) }
		});
		await record(context, 'settings', 'settings.category-changed', { code, ...versions });
	});
}

const partsOfCategory = ({ name, nameEn, unitId, publishable, isActive }: typeof categories.$inferSelect) => ({
	name,
	nameEn,
	unit: String(unitId ?? ''),
	publishable: String(publishable),
	active: String(isActive)
});

type TileWords = Record<'label' | 'labelEn' | 'hint' | 'hintEn', string>;
type TileLists = Record<'categoryCodes' | 'phrases' | 'phrasesEn', string[]>;

/** Changes an entry tile's words, the level-1 categories behind it and the 常用语 that a kiosk offers there. */
export function changeTile(
	context: StaffContext,
	{ position, categoryCodes, phrases, phrasesEn, ...words }: { position: number } & TileWords & TileLists
): Promise<void> {
	return administer(context, async (context) => {
		const { db } = context;
		const [stood] = await db.select().from(entryTiles).where(eq(entryTiles.position, position)).for('update');
		const [tile] = await db
			.update(entryTiles)
			.set({ ...words, categoryCodes, phrases, phrasesEn })
			.where(eq(entryTiles.position, position))
			.returning();
		if (!stood || !tile) throw new Refusal('case.not-found');
		const versions = await bothVersions(context, {
			...{ kind: 'settings.tile-changed', which: { position } },
			...{ before: partsOfTile(stood), after: partsOfTile(tile) }
		});
		await record(context, 'settings', 'settings.tile-changed', { position, ...versions });
	});
}

const partsOfTile = (tile: typeof entryTiles.$inferSelect) => ({
	...{ label: tile.label, labelEn: tile.labelEn, hint: tile.hint, hintEn: tile.hintEn },
	codes: tile.categoryCodes.join(' '),
	phrases: tile.phrases.join('\n'),
	phrasesEn: tile.phrasesEn.join('\n')
});

/** Sets one site text or public contact. */
export function changeText(context: StaffContext, key: string, text: string): Promise<void> {
	return administer(context, async (context) => {
		const { db, now } = context;
		const [stood] = await db.select().from(settings).where(eq(settings.key, key)).for('update');
		const versions = await bothVersions(context, {
			...{ kind: 'settings.text-changed', which: { key } },
			...{ before: stood ? { [key]: stood.value } : null, after: { [key]: text } }
		});
		const row = { value: text, textId: versions.value.textId, changedAt: now };
		await db
			.insert(settings)
			.values({ key, ...row })
			.onConflictDoUpdate({ target: settings.key, set: row });
		await record(context, 'settings', 'settings.text-changed', { key, ...versions });
	});
}

/** Imports a year of holidays and make-up workdays. Returns how many; 0 means the source does not know the year yet. */
export function importYear(context: StaffContext, year: number): Promise<number> {
	return administer(context, async (context) => {
		const rows = holidaysOf(year);
		const ofYear = and(gte(calendarDays.day, `${year}-01-01`), lte(calendarDays.day, `${year}-12-31`));
		const [stood] = await context.db.select({ days: count() }).from(calendarDays).where(ofYear);
		for (const row of rows)
			await context.db
				.insert(calendarDays)
				.values(row)
				.onConflictDoUpdate({ target: calendarDays.day, set: { kind: row.kind, name: row.name } });
		await record(context, 'settings', 'settings.calendar-imported', {
			year,
			before: stood?.days ?? 0,
			days: rows.length
		});
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
		const [stood] = await context.db.select().from(calendarDays).where(eq(calendarDays.day, day)).for('update');
		if (kind === 'none') await context.db.delete(calendarDays).where(eq(calendarDays.day, day));
		else
			await context.db
				.insert(calendarDays)
				.values({ day, kind, name })
				.onConflictDoUpdate({ target: calendarDays.day, set: { kind, name } });
		await record(context, 'settings', 'settings.day-changed', { day, before: stood?.kind ?? 'none', kind });
	});
}

/** Whoever is not an administrator learns nothing. Acts of the settings stream wait for each other on its head. */
async function administer<T>(context: StaffContext, work: (context: StaffContext) => Promise<T>): Promise<T> {
	if (!context.actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	return inTransaction(context, work);
}
