import { randomUUID } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { type BulkAct, bulkActsOf, chosenIn, mostAtOnce } from '#lib/domain/bulk.ts';
import { maybeRowId, textField } from '#lib/domain/form-fields.ts';
import { fits } from '#lib/domain/lifecycle.ts';
import { actInBulk, type BulkWork } from '#lib/server/cases/act-in-bulk.ts';
import { findSent, listChosen } from '#lib/server/cases/queries/bulk.ts';
import { listColleagues } from '#lib/server/cases/queries/colleagues.ts';
import { missing } from '#lib/server/http/act-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { queryOf, readFilter } from '#lib/server/http/queue-filter.ts';
import { listUnits } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, request }) => {
	const context = staffContext(locals);
	const act = actIn(locals, url);
	const chosen = chosenIn(url.searchParams.getAll('case'));
	const rows = await listChosen(
		context,
		chosen.slice(0, mostAtOnce).map(({ number }) => number)
	);
	// the key stands in the address, so that going back leads to the same form, and after it was sent to what became of it
	const key = url.searchParams.get('key') ?? '';
	if (rows.length > 0 && !v.is(uuid, key)) redirect(303, `${url.pathname}?${withKey(url)}`);
	const sent = request.method === 'GET' ? await findSent(context, key) : null;
	if (sent !== null) redirect(303, reportOf(sent, url));
	const unitIds = new Set(rows.map(({ unitId }) => unitId));
	return {
		act,
		rows: rows.map(({ number, title, state, category, categoryEn }) => ({
			...{ number, title, state, category, categoryEn },
			isAble: fits(act, state) || (act === 'assign' && state === 'submitted')
		})),
		gone: Math.min(chosen.length, mostAtOnce) - rows.length,
		isTooMany: chosen.length > mostAtOnce,
		from: queryOf(readFilter(context.actor, new URLSearchParams(url.searchParams.get('from') ?? ''))),
		/** Names this form: sent twice it acts once. */
		key,
		units: act === 'assign' ? await listUnits(context) : [],
		people: act === 'reassign' ? (await listColleagues(context)).filter(({ unitId }) => unitIds.has(unitId)) : []
	};
};

const uuid = v.pipe(v.string('field.missing'), v.uuid('field.missing'));
const form = v.object({
	key: uuid,
	unit: maybeRowId,
	owner: maybeRowId,
	instruction: v.optional(textField('reason', [0, 500]), ''),
	reason: v.optional(textField('reason', [0, 500]), ''),
	note: v.optional(textField('note', [0, 1000]), '')
});

export const actions: Actions = {
	default: formAction(form, async ({ key, ...fields }, { locals, url }) => {
		const act = actIn(locals, url);
		const work = workOf(act, fields);
		if ('field' in work) return missing(work.field, work.key);
		const chosen = chosenIn(url.searchParams.getAll('case'));
		const id = await actInBulk(staffContext(locals), { key, chosen, work });
		redirect(303, reportOf(id, url));
	})
};

function withKey({ searchParams }: URL): URLSearchParams {
	const keyed = new URLSearchParams(searchParams);
	keyed.set('key', randomUUID());
	return keyed;
}

function reportOf(id: number, { searchParams }: URL): string {
	return `/staff/queue/bulk/${id}?from=${encodeURIComponent(searchParams.get('from') ?? '')}`;
}

/** What the bar offers this person; anything else is no page. */
function actIn(locals: App.Locals, url: URL): BulkAct {
	const act = bulkActsOf(staffContext(locals).actor).find((act) => act === url.searchParams.get('act'));
	return act ?? error(404, { message: 'not-found' });
}

type Fields = Omit<v.InferOutput<typeof form>, 'key'>;

function workOf(
	act: BulkAct,
	{ unit, owner, instruction, reason, note }: Fields
): BulkWork | { field: string; key: string } {
	switch (act) {
		case 'accept':
			return { act };
		case 'assign':
			return unit ? { act, unitId: unit, instruction } : { field: 'unit', key: 'unit.missing' };
		case 'reassign':
			if (!owner) return { field: 'owner', key: 'owner.missing' };
			return reason.length < 2 ? { field: 'reason', key: 'reason.short' } : { act, ownerId: owner, reason };
		case 'urge':
		case 'supervise':
		case 'add-note':
			return note.length < 2 ? { field: 'note', key: 'note.short' } : { act, text: note };
	}
}
