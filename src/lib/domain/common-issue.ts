import type { StaffActor } from './permissions.ts';
import { findInSummary } from './publication.ts';
import type { Finding } from './personal-data.ts';
import type { Parts } from './texts.ts';

/** 共性问题: one matter that several cases are about, as everybody reads of it. */
export type IssueWords = Record<'title' | 'known' | 'doing', string>;
/** With what kind of matter it is, where, and whose head may keep it. */
export type Issue = IssueWords & { categoryCode: string | null; areaId: number | null; unitId: number };
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

/** A common issue as a text version holds it, and back. */
export function partsOfIssue({ title, known, doing, categoryCode, areaId, unitId }: Issue): Parts {
	return { title, known, doing, category: categoryCode ?? '', area: String(areaId ?? ''), unit: String(unitId) };
}

export function issueOfParts({ title = '', known = '', doing = '', category, area, unit }: Parts): Issue {
	return { title, known, doing, categoryCode: category || null, areaId: Number(area) || null, unitId: Number(unit) };
}

/** What could tell who somebody is: as strict as for a published summary. */
export function issueFindings(words: readonly string[], officeNumbers: readonly string[]): Finding[] {
	return words.flatMap((text) => findInSummary(text, officeNumbers));
}
