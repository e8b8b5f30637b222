import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	doublePrecision,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex
} from 'drizzle-orm/pg-core';
import type { IdleSeconds, KioskPrinter } from '../../../domain/kiosk.ts';
import type { Locale } from '../../../domain/preferences.ts';
import { areas } from './areas.ts';
import { bytea } from './bytea.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';

const id = () => bigint({ mode: 'number' });
const key = () => id().primaryKey().generatedAlwaysAsIdentity();

/** 接待点: where residents are received at fixed hours, with or without a kiosk. */
export const receptionPoints = pgTable('reception_points', {
	id: key(),
	name: text().notNull().unique(),
	areaId: id().references(() => areas.id),
	address: text().notNull().default(''),
	phone: text().notNull().default(''),
	isActive: boolean().notNull().default(true)
});

/** 接待安排: the weekly timetable of a point. */
export const receptionHours = pgTable(
	'reception_hours',
	{
		id: key(),
		pointId: id()
			.notNull()
			.references(() => receptionPoints.id),
		/** 1 Monday … 7 Sunday. */
		weekday: integer().notNull(),
		/** HH:MM, Shanghai. */
		opensAt: text().notNull(),
		closesAt: text().notNull(),
		/** Who receives: a person or an office, as residents know them. */
		who: text().notNull(),
		note: text().notNull().default('')
	},
	(table) => [index().on(table.pointId)]
);

/** Who may unlock 代填 at a point's kiosk. */
export const receptionClerks = pgTable(
	'reception_clerks',
	{
		pointId: id()
			.notNull()
			.references(() => receptionPoints.id),
		staffId: id()
			.notNull()
			.references(() => staff.id)
	},
	(table) => [primaryKey({ columns: [table.pointId, table.staffId] })]
);

/** 一体机: a place with settings; the machine that stands there is a device. */
export const kiosks = pgTable(
	'kiosks',
	{
		id: key(),
		pointId: id()
			.notNull()
			.references(() => receptionPoints.id),
		name: text().notNull().unique(),
		locale: text().$type<Locale>().notNull().default('zh-CN'),
		printer: text().$type<KioskPrinter>().notNull().default('none'),
		hasCamera: boolean().notNull().default(false),
		hasMicrophone: boolean().notNull().default(true),
		/** Millimetres of one CSS pixel of the screen at scale 1: 0.248 on 21.5 inch full HD. */
		mmPerPx: doublePrecision().notNull().default(0.248),
		idleSeconds: jsonb().$type<IdleSeconds>().notNull(),
		/** Places nearby that are offered as chips. */
		places: text()
			.array()
			.notNull()
			.default(sql`'{}'`),
		/** PBKDF2, so that the service menu opens off-line too; null until set. */
		servicePin: text()
	},
	(table) => [index().on(table.pointId)]
);

/** A paired machine. A new pairing retires the one before it: what is in its outbox still arrives. */
export const kioskDevices = pgTable(
	'kiosk_devices',
	{
		id: key(),
		kioskId: id()
			.notNull()
			.references(() => kiosks.id),
		/** SHA-256 of the token. */
		tokenHash: bytea().notNull(),
		state: text().$type<'active' | 'retired' | 'lost'>().notNull().default('active'),
		pairedAt: instant().notNull(),
		endedAt: instant(),
		/** The last heartbeat and what it said. */
		seenAt: instant(),
		version: text().notNull().default(''),
		queued: integer().notNull().default(0),
		oldestQueuedAt: instant(),
		/** Items the server refused for good: somebody must look. */
		stuck: integer().notNull().default(0),
		freeNumbers: integer().notNull().default(0),
		paper: text().$type<'ok' | 'out' | 'unknown'>().notNull().default('unknown'),
		/** The device's clock less ours. */
		clockSkewSeconds: integer().notNull().default(0)
	},
	(table) => [
		uniqueIndex().on(table.tokenHash),
		uniqueIndex('one_active_device')
			.on(table.kioskId)
			.where(sql`${table.state} = 'active'`),
		index().on(table.kioskId)
	]
);

/** 配对码: ten characters, ten minutes, once; stored as HMAC under the pepper. */
export const pairingCodes = pgTable(
	'pairing_codes',
	{
		codeMac: bytea().primaryKey(),
		kioskId: id()
			.notNull()
			.references(() => kiosks.id),
		madeById: id().references(() => staff.id),
		expiresAt: instant().notNull(),
		usedAt: instant()
	},
	(table) => [index().on(table.expiresAt)]
);

/** 叫人帮忙: a bell until somebody answers it. */
export const kioskBells = pgTable(
	'kiosk_bells',
	{
		id: key(),
		kioskId: id()
			.notNull()
			.references(() => kiosks.id),
		rungAt: instant().notNull(),
		answeredAt: instant(),
		answeredById: id().references(() => staff.id)
	},
	(table) => [
		uniqueIndex('one_open_bell')
			.on(table.kioskId)
			.where(sql`${table.answeredAt} is null`),
		index().on(table.rungAt)
	]
);

/** 代填: a clerk unlocked a kiosk with the PIN; what is handed in under the ticket names the clerk. */
export const kioskAssists = pgTable(
	'kiosk_assists',
	{
		/** SHA-256 of the ticket. */
		id: bytea().primaryKey(),
		deviceId: id()
			.notNull()
			.references(() => kioskDevices.id),
		staffId: id()
			.notNull()
			.references(() => staff.id),
		openedAt: instant().notNull(),
		/** The ticket may be written on a submission until then; it may arrive later. */
		endsAt: instant().notNull()
	},
	(table) => [index().on(table.openedAt)]
);

/** Photos from the resident's own phone: one link, ten minutes, opened once, taken along by one letter. */
export const photoTickets = pgTable(
	'photo_tickets',
	{
		/** SHA-256 of the ticket, from which place and key of the waiting photos follow. */
		id: bytea().primaryKey(),
		deviceId: id()
			.notNull()
			.references(() => kioskDevices.id),
		/** The digits somebody types who cannot scan, as HMAC under the pepper. */
		codeMac: bytea().notNull(),
		expiresAt: instant().notNull(),
		/** Set when the phone opened the link; SHA-256 of the phone's cookie. */
		openedBy: bytea(),
		/** Set when a letter took along what had come: nothing is added any more. */
		usedAt: instant()
	},
	(table) => [
		index().on(table.expiresAt),
		index().on(table.deviceId),
		index().on(table.codeMac),
		uniqueIndex().on(table.openedBy)
	]
);

/** What came from a device that is lost: it waits, still sealed, until the dispatcher has looked at it. */
export const heldItems = pgTable(
	'held_items',
	{
		id: key(),
		deviceId: id()
			.notNull()
			.references(() => kioskDevices.id),
		number: text().notNull(),
		/** Emptied once it is a case: from then on that is where it is kept. */
		sealed: bytea().notNull(),
		arrivedAt: instant().notNull(),
		/** 有危险: what the dispatcher must see first. */
		hasDanger: boolean().notNull().default(false),
		decision: text().$type<'accepted' | 'refused'>(),
		decidedAt: instant(),
		decidedById: id().references(() => staff.id)
	},
	(table) => [
		uniqueIndex().on(table.deviceId, table.number),
		index()
			.on(table.hasDanger.desc(), table.arrivedAt)
			.where(sql`${table.decision} is null`)
	]
);
