import { asc, gte } from 'drizzle-orm';
import { addDays, type Day } from '../../domain/clock.ts';
import type { Context } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { categories, entryTiles } from '../db/schema/categories.ts';
import { calendarDays } from '../db/schema/settings.ts';
import { units } from '../db/schema/units.ts';

type Db = Pick<Context, 'db'>;

/* Settings as the administrator edits them: with what is not in use any more. Bounded all the same. */

export const listAllUnits = ({ db }: Db) => db.select().from(units).orderBy(asc(units.id)).limit(300);
export const listAllAreas = ({ db }: Db) => db.select().from(areas).orderBy(asc(areas.id)).limit(500);
export const listAllCategories = ({ db }: Db) => db.select().from(categories).orderBy(asc(categories.code)).limit(500);
export const listAllTiles = ({ db }: Db) => db.select().from(entryTiles).orderBy(asc(entryTiles.position)).limit(20);

/** Special days from a year before a day on. */
export const listSpecialDays = ({ db }: Db, around: Day) =>
	db
		.select()
		.from(calendarDays)
		.where(gte(calendarDays.day, addDays(around, -365)))
		.orderBy(asc(calendarDays.day))
		.limit(300);
