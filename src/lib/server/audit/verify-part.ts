import type { StaffActor } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { type Verdict, verifyStreams } from '../events/verify.ts';
import { listTrail, type TrailFilter } from './trail.ts';

/** So many events of a question are followed to their streams, and so many streams are recomputed. */
const mostEvents = 1000;
const mostStreams = 200;

export type PartVerdict = Verdict & {
	/** False where the question has more than was looked at; the nightly round sees to the rest. */
	isWhole: boolean;
};

/**
 * Recomputes the chains of what a question shows: every stream with an event in it, whole, up to a bound. Says how
 * many are intact, or which position is broken.
 */
export async function verifyPart(context: Context<StaffActor>, filter: TrailFilter): Promise<PartVerdict> {
	const { rows, next } = await listTrail(context, { ...filter, after: null }, mostEvents);
	const streams = [...new Set(rows.map(({ stream }) => stream))];
	const verdict = await verifyStreams(context.db, streams.slice(0, mostStreams));
	return { ...verdict, isWhole: next === null && streams.length <= mostStreams };
}
