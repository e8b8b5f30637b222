import { type CaseNumber, readNumber } from './case-number.ts';
import type { StaffActor } from './permissions.ts';

/** Acts that make sense for many cases at once. 并案 is not one: it is judged matter by matter. */
export const bulkActs = ['accept', 'assign', 'reassign', 'urge', 'supervise', 'add-note'] as const;
export type BulkAct = (typeof bulkActs)[number];

/** So many at once. */
export const mostAtOnce = 200;

/** What the bulk bar offers a person; whether it may be done to each case is the act's to say. */
export function bulkActsOf({ roles, onDuty }: StaffActor): BulkAct[] {
	const has = (...wanted: StaffActor['roles'][number][]) => wanted.some((role) => roles.includes(role));
	const isDirecting = has('dispatcher', 'supervisor') || onDuty !== 'none';
	const isOffered: Record<BulkAct, boolean> = {
		accept: isDirecting,
		assign: isDirecting,
		reassign: has('head'),
		urge: has('dispatcher', 'supervisor', 'lead-official'),
		supervise: has('supervisor', 'lead-official'),
		'add-note': has('dispatcher', 'handler', 'head') || onDuty !== 'none'
	};
	return bulkActs.filter((act) => isOffered[act]);
}

/** A case as it was chosen: its number and the version the list was made from. */
export type Chosen = { number: CaseNumber; version: number };

/** Reads `<number>.<version>`, each case once; what is neither is left out. */
export function chosenIn(entries: readonly string[]): Chosen[] {
	const chosen = new Map<CaseNumber, number>();
	for (const entry of entries) {
		const [, number = '', version = ''] = /^([^.]{1,40})\.(\d{1,9})$/.exec(entry) ?? [];
		const read = readNumber(number);
		if (read.ok) chosen.set(read.number, Number(version));
	}
	return [...chosen].map(([number, version]) => ({ number, version }));
}

/** Of one kind: the first two digits of the category are the same. A unit is chosen by the kind of matter. */
export function areOfOneKind(codes: readonly (string | null)[]): boolean {
	return new Set(codes.map((code) => code?.slice(0, 2) ?? '')).size <= 1;
}
