import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { visibleTo } from './queries/visible-to.ts';
import { type Case, changed } from './take-case.ts';

/** 并案: a case with the main case it is merged into (itself, when it is none's part) and all parts of that. */
export type Group = { subject: Case; main: Case; parts: Case[] };

/** How often a group may change under our hands before somebody is told to look again. */
const mostTries = 5;

/**
 * `takeCase` for acts that reach beyond one case: finds it the same way and locks the whole group it belongs to, in
 * order of id, so that two acts on one group wait for each other and never in a circle. Throws what `takeCase` throws.
 */
export async function takeGroup(
	context: Context,
	number: CaseNumber,
	version: number | null,
	within: SQL | undefined = visibleTo(context)
): Promise<Group> {
	const id = await findId(context, number, within);
	if (id === undefined) throw new Refusal('case.not-found');
	const rows = await lockGroups(context, [id]);
	const subject = oneOf(rows, id);
	if (version !== null && version !== subject.version) throw await changed(context, subject);
	return { subject, ...aroundOf(rows, subject) };
}

/** The id of a case the actor may see, nothing locked. */
export async function findId(
	{ db }: Context,
	number: CaseNumber,
	within: SQL | undefined
): Promise<number | undefined> {
	const [found] = await db
		.select({ id: cases.id })
		.from(cases)
		.where(and(eq(cases.number, number), within));
	return found?.id;
}

/** The main case and the parts of a case among locked rows; a case that is nobody's part is its own main. */
export function aroundOf(rows: readonly Case[], subject: Case): Omit<Group, 'subject'> {
	const main = subject.state === 'merged' && subject.mainId !== null ? oneOf(rows, subject.mainId) : subject;
	return { main, parts: rows.filter(({ mainId, state }) => mainId === main.id && state === 'merged') };
}

export function oneOf(rows: readonly Case[], id: number): Case {
	const found = rows.find((row) => row.id === id);
	if (!found) throw new Error(`case ${id} is not among the locked ones`);
	return found;
}

/**
 * Locks the groups of some cases, all rows in one order of id. A group that grew or moved while we waited is let go
 * (by a savepoint) and taken again, or its new members would be locked out of order. Throws `case.not-found`.
 */
export async function lockGroups(context: Context, ids: readonly number[]): Promise<Case[]> {
	for (let tries = 0; tries < mostTries; tries++) {
		const rows = await context.db
			.transaction((db) => lockOnce(db, ids))
			.catch((fault: unknown) => {
				if (fault !== moved) throw fault;
				return null;
			});
		if (rows) return rows;
	}
	throw new Refusal('throttled', { seconds: 1 });
}

const moved = new Error('a group changed while its rows were being locked');

async function lockOnce(db: Context['db'], ids: readonly number[]): Promise<Case[]> {
	const roots = await rootsOf(db, ids);
	const ofRoots = or(inArray(cases.id, roots), inArray(cases.mainId, roots));
	const rows = await db.select().from(cases).where(ofRoots).orderBy(asc(cases.id)).for('update');
	// what is locked stays as it is: the rest is what came or went before we had it
	const rootsNow = await rootsOf(db, ids);
	const isSame = rootsNow.length === roots.length && rootsNow.every((root) => roots.includes(root));
	if (!isSame || (await db.$count(cases, ofRoots)) !== rows.length) throw moved;
	return rows;
}

async function rootsOf(db: Context['db'], ids: readonly number[]): Promise<number[]> {
	const rows = await db
		.selectDistinct({ root: sql<string>`coalesce(${cases.mainId}, ${cases.id})` })
		.from(cases)
		.where(inArray(cases.id, [...ids]));
	if (rows.length === 0) throw new Refusal('case.not-found');
	return rows.map(({ root }) => Number(root));
}
