import { json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { KioskActor } from '../../domain/permissions.ts';
import { Refusal, type RefusalKey } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { isAway } from './faults.ts';

const statusOf: Partial<Record<RefusalKey, number>> = {
	'case.not-found': 404,
	'kiosk.not-active': 403,
	throttled: 429
};

/**
 * The one pattern of what a kiosk asks: JSON by a valibot schema in (400), JSON out; a `Refusal` as its key with its
 * status (409 unless said otherwise), a database that is away as 503.
 */
export function kioskAnswer<Schema extends v.GenericSchema<unknown, unknown>>(
	schema: Schema,
	work: (input: v.InferOutput<Schema>, event: RequestEvent) => Promise<object>
): (event: RequestEvent) => Promise<Response> {
	return (event) =>
		wordless(event, async () => {
			const parsed = v.safeParse(schema, await event.request.json().catch(() => null));
			if (!parsed.success) return json({ key: 'malformed' }, { status: 400 });
			return json(await work(parsed.output, event));
		});
}

/** Carries a kiosk's request out and tells refusals by their keys, for requests that are no JSON. */
export async function wordless(event: RequestEvent, work: () => Promise<Response>): Promise<Response> {
	try {
		await event.locals.house.ready();
		return await work();
	} catch (fault) {
		if (isAway(fault)) return json({ key: 'away' }, { status: 503, headers: { 'retry-after': '5' } });
		if (!(fault instanceof Refusal)) throw fault;
		const { key, details } = fault;
		return json({ key, details }, { status: statusOf[key] ?? 409 });
	}
}

/** The machine that asks. Throws `case.not-found` for anybody else; `kiosk.not-active` unless it is in service. */
export function kioskContext({ context }: App.Locals, { mustBeActive = true } = {}): Context<KioskActor> {
	const { actor } = context;
	if (actor.kind !== 'kiosk') throw new Refusal('case.not-found');
	if (mustBeActive && actor.state !== 'active') throw new Refusal('kiosk.not-active');
	return { ...context, actor };
}
