import type { ReportKind } from './report-period.ts';
import type { Role } from './roles.ts';

/** What staff write beside the figures, section by section: 做了什么、没做到什么、下一步. */
export const reportParts = ['done', 'undone', 'next'] as const;
export type ReportPart = (typeof reportParts)[number];
export type ReportWords = Record<ReportPart, string>;
/** Letters, least and most, of a section that is frozen; a draft may be shorter. */
export const reportPartLimits = [5, 2000] as const;

type Holder = { roles: readonly Role[] };
const readers: readonly Role[] = ['dispatcher', 'head', 'supervisor', 'lead-official'];
const writers: readonly Role[] = ['dispatcher', 'supervisor', 'lead-official'];
const freezers: readonly Role[] = ['supervisor', 'lead-official'];
const holdsOneOf = ({ roles }: Holder, wanted: readonly Role[]) => roles.some((role) => wanted.includes(role));

export const readsReports = (one: Holder) => holdsOneOf(one, readers);
export const writesReports = (one: Holder) => holdsOneOf(one, writers);
/**
 * 定稿 takes one person: the figures are the ledger's, not theirs, anybody who reads the report can have them counted
 * again, and the ledger names who wrote and who froze.
 */
export const freezesReports = (one: Holder) => holdsOneOf(one, freezers);

export type ReportName = { kind: ReportKind; from: string; to: string };
