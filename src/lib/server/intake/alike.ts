import { createHmac } from 'node:crypto';
import { addDays, dayOf, startOfDay, weekday } from '../../domain/clock.ts';
import { publicStep } from '../../domain/lifecycle.ts';
import { listAlike } from '../cases/queries/similar.ts';
import type { Context } from '../context.ts';
import type { Tile } from '../site/choices.ts';
import type { Draft } from './drafts.ts';

/**
 * 我也遇到了: similar cases in hand, for who is about to file the draft. Of each only kind, area, week and step; a token
 * that holds for this draft alone stands for it.
 */
export async function findAlike(context: Context, draft: Draft, tiles: readonly Tile[]) {
	const found = await alikeTo(context, draft, tiles);
	return found.map(({ id, state, resumesTo, submittedAt, category, categoryEn, area }) => ({
		token: tokenOf(context, draft, id),
		...{ category, categoryEn, area },
		weekOf: mondayOf(submittedAt),
		step: publicStep(state, resumesTo) ?? 1
	}));
}

/** The case a token of this draft stands for; null for one that is none, or whose case is no longer offered. */
export async function readAlike(
	context: Context,
	draft: Draft,
	tiles: readonly Tile[],
	token: string
): Promise<number | null> {
	const found = await alikeTo(context, draft, tiles);
	return found.find(({ id }) => tokenOf(context, draft, id) === token)?.id ?? null;
}

function alikeTo(context: Context, draft: Draft, tiles: readonly Tile[]) {
	const { text, place } = draft;
	return listAlike(context, { text: text.slice(0, 200), place, kinds: kindsOf(draft, tiles) });
}

/** The level-1 codes a draft may be about: of its category, or of the tile it came by. */
export function kindsOf({ categoryCode, tilePosition }: Draft, tiles: readonly Tile[]): string[] {
	const tile = tiles.find(({ position }) => position === tilePosition);
	const codes = categoryCode ? [categoryCode] : (tile?.categoryCodes ?? []);
	return [...new Set(codes.map((code) => code.slice(0, 2)))];
}

function tokenOf({ secrets }: Context, { submissionKey }: Draft, caseId: number): string {
	return createHmac('sha256', secrets.derivation)
		.update(`alike:${submissionKey}:${caseId}`)
		.digest('base64url')
		.slice(0, 22);
}

function mondayOf(at: Date): Date {
	const day = dayOf(at);
	return startOfDay(addDays(day, -((weekday(day) + 6) % 7)));
}
