import { and, eq, ne, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as v from 'valibot';
import { type Issue, issueFindings, issueOfParts, keepsIssue } from '../../domain/common-issue.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { commonIssues } from '../db/schema/common-issues.ts';
import { exclusions } from '../db/schema/exclusions.ts';
import { texts } from '../db/schema/texts.ts';
import type { TextRef } from '../events/catalogue.ts';
import { notConduct } from './queries/visible-to.ts';

export type CommonIssue = typeof commonIssues.$inferSelect;

/** Locks a common issue for who keeps it. Throws `case.not-found` for everybody else. */
export async function takeIssue({ db, actor }: Context<StaffActor>, id: number): Promise<CommonIssue> {
	const [issue] = await db.select().from(commonIssues).where(eq(commonIssues.id, id)).for('update');
	if (!issue || !keepsIssue(actor, issue.unitId)) throw new Refusal('case.not-found');
	return issue;
}

const partsSchema = v.record(v.string(), v.string());

export function issueOfBody(body: string | null): Issue {
	return issueOfParts(body ? v.parse(partsSchema, JSON.parse(body)) : {});
}

/** The words of a version, and how events name it. */
export async function readIssue({ db }: Context, textId: number): Promise<{ issue: Issue; ref: TextRef }> {
	const [row] = await db.select({ body: texts.body, digest: texts.digest }).from(texts).where(eq(texts.id, textId));
	if (!row?.body) throw new Error(`the words of a common issue are gone: text ${textId}`);
	return { issue: issueOfBody(row.body), ref: { textId, digest: row.digest.toString('hex') } };
}

/** How an event names what was published until then. */
export async function publishedIssueRef(context: Context, { publishedTextId }: CommonIssue): Promise<TextRef | null> {
	return publishedTextId === null ? null : (await readIssue(context, publishedTextId)).ref;
}

/** What lists show of its words. */
export function issueColumns({ title, categoryCode, areaId, unitId }: Issue) {
	return { title, categoryCode, areaId, unitId };
}

/** Throws `issue.personal-data` with the first words that could tell who somebody is. */
export function assertNamesNobody(words: readonly string[], officeNumbers: readonly string[]): void {
	const [first] = issueFindings(words, officeNumbers);
	if (first) throw new Refusal('issue.personal-data', { words: first.words });
}

const parts = alias(cases, 'issue_parts');

/**
 * Cases that may stand under a public heading. Never a confidential one, one of 作风与服务, one that somebody is recused
 * from (a whole group where one part of it is), nor a withdrawn one: from "one of these" somebody could guess who wrote.
 * Asked whenever a link is read, so a case that becomes such a one later is out at once.
 */
export function mayBeTold(): SQL | undefined {
	const ofGroup = sql`(${parts.id} = ${cases.id} or ${parts.id} = ${cases.mainId}
		or ${parts.mainId} = coalesce(${cases.mainId}, ${cases.id}))`;
	return and(
		ne(cases.identity, 'confidential'),
		notConduct(),
		sql`${cases.closedAs} is distinct from 'withdrawn'`,
		sql`not exists (select from ${cases} as ${sql.identifier('issue_parts')} where ${ofGroup} and (
			${parts.identity} = 'confidential' or exists (
				select from ${exclusions} where ${exclusions.caseId} = ${parts.id} and ${exclusions.liftedAt} is null)))`
	);
}
