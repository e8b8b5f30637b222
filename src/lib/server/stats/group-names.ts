import { asc } from 'drizzle-orm';
import type { Breakdown } from '../../domain/indicators.ts';
import type { Locale } from '../../domain/preferences.ts';
import type { Context } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { categories } from '../db/schema/categories.ts';
import { units } from '../db/schema/units.ts';

/** What the groups of a breakdown are called, by their keys; those no longer in use too. None for channel and month. */
export async function groupNames(
	{ db }: Pick<Context, 'db'>,
	by: Breakdown,
	locale: Locale
): Promise<Record<string, string>> {
	switch (by) {
		case 'unit': {
			const rows = await db.select({ key: units.id, name: units.name }).from(units).orderBy(asc(units.id)).limit(500);
			return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
		}
		case 'area': {
			const rows = await db.select({ key: areas.id, name: areas.name }).from(areas).orderBy(asc(areas.id)).limit(500);
			return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
		}
		case 'category': {
			const { code, name, nameEn } = categories;
			const rows = await db.select({ code, name, nameEn }).from(categories).orderBy(asc(code)).limit(500);
			return Object.fromEntries(rows.map((row) => [row.code, locale === 'en' ? row.nameEn : row.name]));
		}
		case 'channel':
		case 'month':
			return {};
	}
}
