import { sql } from 'drizzle-orm';
import type { House } from '../start.ts';
import { settings } from '../db/schema/settings.ts';
import { planFollowUps } from '../jobs/plan-follow-ups.ts';
import { archiveAll } from '../jobs/retention.ts';
import { tellCommonIssues } from './common-issues.ts';
import { tellKnowledge } from './knowledge.ts';
import { seedOffice } from './office.ts';
import { tellOrdinaryCases } from './ordinary-cases.ts';
import { tellPublications } from './publications.ts';
import { tellReports } from './reports.ts';
import { tellStories } from './stories.ts';

const marker = 'demo';

/**
 * Demo life, once: the office, the stories of the sample cases as far as today's acts go, and about 150 ordinary
 * cases over three months, all told through the acts with a moving clock, so they cannot be impossible. `isWhole` is
 * false where an earlier telling was cut off: nothing that the ledger holds can be taken back and told again.
 */
export async function seedDemo(house: House, now = new Date()): Promise<{ isNew: boolean; isWhole: boolean }> {
	const [row] = await house.db.execute<{ found: boolean; whole: boolean }>(
		sql`select exists (select 1 from staff) as found, exists (select 1 from settings where key = ${marker}) as whole`
	);
	if (row?.found) return { isNew: false, isWhole: row.whole };
	const context = house.contextFor({ kind: 'system', job: 'seed' }, new Date(now.getTime() - 120 * 86_400_000));
	await seedOffice(context);
	await tellOrdinaryCases(house, now);
	await tellStories(house, now);
	await tellPublications(house, now);
	await tellKnowledge(house, now);
	await tellCommonIssues(house, now);
	// what the clock would have done by now
	const clock = house.contextFor({ kind: 'system', job: 'seed' }, now);
	await planFollowUps(clock);
	await archiveAll(clock);
	await tellReports(house, now);
	await house.db.insert(settings).values({ key: marker, value: 'told', changedAt: now });
	await house.sql`analyze`;
	return { isNew: true, isWhole: true };
}
