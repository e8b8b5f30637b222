import type { StaffActor } from './permissions.ts';
import { findInSummary } from './publication.ts';
import type { Finding } from './personal-data.ts';

/** 共性问题: one matter that several cases are about, as everybody reads of it. */
export type IssueWords = Record<'title' | 'known' | 'doing', string>;
export const issueParts = ['title', 'known', 'doing'] as const;
export const issueLimits = { title: [4, 30], known: [10, 1000], doing: [10, 1000], note: [6, 600] } as const;
export type IssueState = 'open' | 'settled';

/** Who may write of any common issue, and link any case they find. */
const directs = ({ roles }: StaffActor) => roles.includes('dispatcher') || roles.includes('supervisor');

/** Dispatchers and supervisors keep all of them, a head those of the own units. */
export function keepsIssue(actor: StaffActor, unitId: number): boolean {
	return directs(actor) || (actor.roles.includes('head') && actor.unitIds.includes(unitId));
}

/** May this member of staff say which common issue a case belongs to? A head, of the own units' cases. */
export function linksCase(actor: StaffActor, unitId: number | null): boolean {
	return directs(actor) || (unitId !== null && actor.roles.includes('head') && actor.unitIds.includes(unitId));
}

export function keepsSomeIssues(actor: StaffActor): boolean {
	return directs(actor) || actor.roles.includes('head');
}

/** Who finds the list in the menu. */
export function readsIssues(actor: StaffActor): boolean {
	return keepsSomeIssues(actor) || actor.roles.includes('lead-official');
}

/** What could tell who somebody is: as strict as for a published summary. */
export function issueFindings(words: Partial<IssueWords> & { note?: string }, officeNumbers: readonly string[]) {
	return Object.values(words).flatMap((text): Finding[] => findInSummary(text, officeNumbers));
}
