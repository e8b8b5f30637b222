import { officeLimits } from '../../domain/office-limits.ts';
import type { Database } from '../db/connect.ts';
import { settings } from '../db/schema/settings.ts';

/** Site texts and public contacts, with what stands where the office has set nothing yet. */
export const siteDefaults = {
	name: '意见箱',
	nameEn: 'Opinion box',
	place: '本乡',
	host: '',
	phone: '12345',
	email: '',
	icp: '',
	supervisorPhone: '12345',
	/** Published office numbers that answers may name, separated by spaces. */
	officeNumbers: '',
	/** How long something is kept after closing: the privacy notice says it. */
	'retention.contactDays': String(officeLimits['retention.contactDays'].usual),
	'retention.attachmentDays': String(officeLimits['retention.attachmentDays'].usual)
};
export type SiteTexts = typeof siteDefaults;
export type SiteKey = keyof SiteTexts;

const keptMs = 60_000;
const kept = new WeakMap<Database, { at: number; texts: Promise<SiteTexts> }>();

/** The site's texts, asked for at most once a minute a process and never waited for again; `forgetSiteTexts` after a change. */
export function siteTexts(db: Database): Promise<SiteTexts> {
	const now = Date.now();
	const known = kept.get(db);
	if (known && now - known.at < keptMs) return known.texts;
	const texts = readSiteTexts(db);
	// while the database is away the texts of before still stand
	kept.set(db, { at: now, texts: known ? texts.catch(() => known.texts) : texts });
	if (!known) texts.catch(() => kept.delete(db));
	return known ? known.texts : texts;
}

export function forgetSiteTexts(db: Database): void {
	kept.delete(db);
}

async function readSiteTexts(db: Database): Promise<SiteTexts> {
	const rows = await db.select({ key: settings.key, value: settings.value }).from(settings).limit(200);
	const set = Object.fromEntries(rows.filter(({ key }) => key in siteDefaults).map(({ key, value }) => [key, value]));
	return { ...siteDefaults, ...set };
}
