import { sql } from 'drizzle-orm';
import { type ClockRules, isRuleKey, readLimit, usualRules } from '../../domain/office-limits.ts';
import type { Database, Transaction } from '../db/connect.ts';

/** Versions of the rules that held at a moment, as rows {key, figure}: one statement of its own, or part of another. */
export const versionsAt = (at: ReturnType<typeof sql>) => sql`
	select distinct on (key) key, figure from rule_versions where from_at <= ${at} order by key, from_at desc`;

export type RuleVersion = { key: string; figure: number };

/** The rules as they held when a case was submitted: what was promised then goes on to hold. */
export async function rulesAt(db: Database | Transaction, at: Date): Promise<ClockRules> {
	return rulesOf(await db.execute<RuleVersion>(versionsAt(sql`${at.toISOString()}::timestamptz`)));
}

export function rulesOf(versions: readonly RuleVersion[]): ClockRules {
	const rules = { ...usualRules };
	for (const { key, figure } of versions)
		if (isRuleKey(key) && readLimit(key, String(figure)) !== null) rules[key] = figure;
	return rules;
}
