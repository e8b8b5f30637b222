import { and, asc, eq } from 'drizzle-orm';
import type { Locale } from '../../domain/preferences.ts';
import type { Context } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { categories, entryTiles } from '../db/schema/categories.ts';
import { units } from '../db/schema/units.ts';

/* What people choose from. The tables are small; every list is bounded all the same. */

export type Tile = { position: number; icon: string; label: string; hint: string; categoryCodes: string[] };

/** The eight entry tiles (ruling 15). */
export async function listTiles({ db }: Pick<Context, 'db'>, locale: Locale): Promise<Tile[]> {
	const rows = await db.select().from(entryTiles).orderBy(asc(entryTiles.position)).limit(8);
	return rows.map((row) => ({
		position: row.position,
		icon: row.icon,
		label: locale === 'en' ? row.labelEn : row.label,
		hint: locale === 'en' ? row.hintEn : row.hint,
		categoryCodes: row.categoryCodes
	}));
}

export type CategoryChoice = { code: string; name: string; parentCode: string | null; unitId: number | null };

/** Categories in use, level 1 before its level 2. */
export async function listCategories({ db }: Pick<Context, 'db'>, locale: Locale): Promise<CategoryChoice[]> {
	const rows = await db
		.select()
		.from(categories)
		.where(eq(categories.isActive, true))
		.orderBy(asc(categories.code))
		.limit(500);
	return rows.map(({ code, name, nameEn, parentCode, unitId }) => ({
		code,
		name: locale === 'en' ? nameEn : name,
		parentCode,
		unitId
	}));
}

/** What a draft's choice is called: the category, else the tile it was reached by; empty when neither was chosen. */
export function nameOfChoice(
	{ categoryCode, tilePosition }: { categoryCode: string | null; tilePosition: number | null },
	tiles: readonly Tile[],
	categories: readonly CategoryChoice[]
): string {
	const category = categories.find(({ code }) => code === categoryCode)?.name;
	const tile = tiles.find(({ position }) => position === tilePosition)?.label;
	return [tile, category].filter(Boolean).join(' · ');
}

export type Choice = { id: number; name: string };

export function listAreas({ db }: Pick<Context, 'db'>): Promise<Choice[]> {
	return db
		.select({ id: areas.id, name: areas.name })
		.from(areas)
		.where(eq(areas.isActive, true))
		.orderBy(asc(areas.id))
		.limit(200);
}

export function listUnits({ db }: Pick<Context, 'db'>): Promise<(Choice & { phone: string })[]> {
	return db
		.select({ id: units.id, name: units.name, phone: units.phone })
		.from(units)
		.where(and(eq(units.isActive, true)))
		.orderBy(asc(units.id))
		.limit(200);
}
