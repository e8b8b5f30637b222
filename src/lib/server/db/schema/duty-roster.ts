import { sql } from 'drizzle-orm';
import { bigint, check, date, index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

const id = () => bigint({ mode: 'number' });
const person = () =>
	id()
		.notNull()
		.references(() => staff.id);

/** 值班: who is on duty from when until when. */
export const shifts = pgTable(
	'shifts',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		staffId: person(),
		fromAt: instant().notNull(),
		untilAt: instant().notNull()
	},
	(table) => [
		index().on(table.untilAt),
		index().on(table.staffId, table.untilAt),
		check('shift_in_order', sql`${table.fromAt} < ${table.untilAt}`)
	]
);

/** An urgent case rings for the person on duty, and after 15 minutes without a sign for the supervisor. */
export const alarms = pgTable(
	'alarms',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: id()
			.notNull()
			.references(() => cases.id),
		/** Who was on duty; null when nobody was, then the supervisors are rung at once. */
		staffId: id().references(() => staff.id),
		raisedAt: instant().notNull(),
		escalatedAt: instant(),
		answeredById: id().references(() => staff.id),
		answeredAt: instant()
	},
	(table) => [
		uniqueIndex('one_open_alarm')
			.on(table.caseId)
			.where(sql`${table.answeredAt} is null`),
		index()
			.on(table.raisedAt)
			.where(sql`${table.answeredAt} is null`)
	]
);

/** AB岗: who stands in for whom, day by day, both included. */
export const standIns = pgTable(
	'stand_ins',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		absentId: person(),
		standInId: person(),
		fromOn: date({ mode: 'string' }).notNull(),
		untilOn: date({ mode: 'string' }).notNull()
	},
	(table) => [
		index().on(table.standInId, table.untilOn),
		index().on(table.absentId, table.untilOn),
		check('stand_in_in_order', sql`${table.fromOn} <= ${table.untilOn}`),
		check('stand_in_differs', sql`${table.absentId} <> ${table.standInId}`)
	]
);
