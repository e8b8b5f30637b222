import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { presenceActOf } from '#lib/domain/presence.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { leaveCase, noteBeat } from '#lib/server/realtime/presence.ts';
import type { RequestHandler } from './$types';

const beat = v.object({
	number: caseNumber,
	/** The act whose form is open; null = leaves. */
	act: v.nullable(v.pipe(v.string(), v.maxLength(40)))
});

/**
 * `?as=staff`: a page at a case gives a sign of life and hears who else is there. Below /api/live, because a page that
 * asks by itself is nobody's act: it must not keep a session open.
 */
export const POST: RequestHandler = async ({ locals, request }) => {
	if (locals.context.actor.kind !== 'staff') error(404, { message: 'not-found' });
	const context = staffContext(locals);
	const { live } = locals.house;
	const read = v.safeParse(beat, await request.json().catch(() => null));
	if (!read.success) error(400, { message: 'not-found' });
	const { number, act } = read.output;
	if (act === null) {
		const left = await orNotFound(() => leaveCase(context, number));
		if (left !== null) await live.tellPresence(left);
		return answer([]);
	}
	const { caseId, others, hasMoved } = await orNotFound(() => noteBeat(context, number, presenceActOf(act)));
	if (hasMoved) await live.tellPresence(caseId);
	return answer(others);
};

function answer(others: unknown): Response {
	return new Response(JSON.stringify({ others }), {
		headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }
	});
}
