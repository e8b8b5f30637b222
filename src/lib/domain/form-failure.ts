import type { RefusalKey } from './refusal.ts';

/** A field and the message key of what is wrong with it. */
export type FieldIssue = { field: string; key: string };

/** What a page gets back when its form was not carried out; nothing typed is lost. */
export type FormFailure = {
	issues?: FieldIssue[];
	/** The database was away: nothing was carried out, everything typed is still on the page. */
	isAway?: boolean;
	refusal?: { key: RefusalKey; details: Record<string, string | number> };
	values: Record<string, string | string[]>;
};
