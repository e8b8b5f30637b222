import { type Day, dayOf, daysBetween, lastDayOf } from './clock.ts';
import { type CaseState, caseStates, owedStates } from './lifecycle.ts';
import type { Role } from './roles.ts';
import { type CaseClass, caseClasses, type CaseType, caseTypes, type Channel, channels } from './submission.ts';

/** Who keeps the register (台账): those who direct, lead a unit or watch over the office. */
const readers: readonly Role[] = ['dispatcher', 'head', 'supervisor', 'lead-official'];

export function readsRegister({ roles }: { roles: readonly Role[] }): boolean {
	return roles.some((role) => readers.includes(role));
}

/** What cases of the register have in common beside where they stand. */
export const registerMarks = [
	...(['overdue', 'answered-late', 'long-term', 'extended', 'reworked', 'rated-badly', 'imported'] as const)
] as const;
export type RegisterMark = (typeof registerMarks)[number];

/** Of all states the two that an office asks for: still owed something, or at its end. */
export const stateGroups = ['open', 'ended'] as const;

/** Which cases the register shows; null is no condition. Days are those of the submission, both within. */
export type RegisterFilter = {
	from: Day | null;
	to: Day | null;
	state: CaseState | (typeof stateGroups)[number] | null;
	unitId: number | null;
	areaId: number | null;
	/** Level 1 or level 2. */
	category: string | null;
	channel: Channel | null;
	type: CaseType | null;
	class: CaseClass | null;
	mark: RegisterMark | null;
};

/** As it stands in an address. What is not known there is ignored; where no day is named it is the year so far. */
export function readFilter(query: URLSearchParams, now: Date): RegisterFilter {
	const get = (name: string) => query.get(name) ?? '';
	const oneOf = <Name extends string>(names: readonly Name[], name: string) =>
		names.find((known) => known === get(name)) ?? null;
	const isNew = !query.has('from') && !query.has('to');
	return {
		from: isNew ? `${dayOf(now).slice(0, 4)}-01-01` : dayIn(get('from')),
		to: dayIn(get('to')),
		state: oneOf(stateGroups, 'state') ?? oneOf(caseStates, 'state'),
		unitId: idIn(get('unit')),
		areaId: idIn(get('area')),
		category: /^\d{2}(?:\d{2})?$/.test(get('category')) ? get('category') : null,
		channel: oneOf(channels, 'channel'),
		type: oneOf(caseTypes, 'type'),
		class: oneOf(caseClasses, 'class'),
		mark: oneOf(registerMarks, 'mark')
	};
}

/** The conditions by name, codes and days only: for an address, and for the event of an export. */
export function filterNames(filter: RegisterFilter): Record<string, string> {
	const { from, to, state, unitId, areaId, category, channel, type, mark } = filter;
	const named = { state, unit: unitId, area: areaId, category, channel, type, class: filter.class, mark };
	const given = Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
	return { from: from ?? '', to: to ?? '', ...Object.fromEntries(given) };
}

export function filterQuery(filter: RegisterFilter): string {
	return new URLSearchParams(filterNames(filter)).toString();
}

const idIn = (text: string) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);
const dayIn = (text: string): Day | null =>
	/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;

type Clock = {
	state: CaseState;
	submittedAt: Date;
	dueAt: Date | null;
	answerDueAt: Date;
	answeredAt: Date | null;
	closedAt: Date | null;
};

/** 最迟答复: the due that runs, else the one the answer was measured against. */
export function latestAnswerOn({ state, dueAt, answerDueAt }: Clock): Day {
	const isOwed = (owedStates as readonly CaseState[]).includes(state);
	return lastDayOf(isOwed && dueAt ? dueAt : answerDueAt);
}

/** 用时: whole days from the submission to the first answer, to its end where it had none, else until today. */
export function daysTaken({ submittedAt, answeredAt, closedAt }: Clock, now: Date): number {
	return Math.max(0, daysBetween(dayOf(submittedAt), dayOf(answeredAt ?? closedAt ?? now)));
}

/** How many cases leave the house at once; a narrower period shows the rest. */
export const exportFormats = ['xlsx', 'csv', 'print'] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const mostExported: Record<ExportFormat, number> = { xlsx: 5000, csv: 5000, print: 1000 };
/** 汇总成册. */
export const mostBound = 200;

/** The columns an office keeps, in their order. */
export const registerColumns = [
	...(['number', 'receivedOn', 'channel', 'type', 'class', 'category', 'area', 'title', 'unit', 'owner'] as const),
	...(['state', 'dueOn', 'answeredOn', 'days', 'result', 'rating', 'closedOn'] as const)
] as const;
export type RegisterColumn = (typeof registerColumns)[number];

/** 导入原台账: the dispatcher, who finds every case that comes of it; an administrator finds none. */
export function mayImport({ roles }: { roles: readonly Role[] }): boolean {
	return roles.includes('dispatcher');
}
