import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { rowId } from '#lib/domain/form-fields.ts';
import { letterKinds } from '#lib/domain/messages.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { countBacklog, listDead } from '#lib/server/notify/queries/backlog.ts';
import { resendMessage } from '#lib/server/notify/resend.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:live');
	const context = staffContext(locals);
	const before = Number(url.searchParams.get('before'));
	const from = Number.isSafeInteger(before) && before > 0 ? before : null;
	const [backlog, { rows, next }] = await orNotFound(() =>
		Promise.all([countBacklog(context), listDead(context, from)])
	);
	return {
		backlog,
		// alarms go to staff and have a name of their own
		rows: rows.map(({ kind, channel, ...row }) => ({
			...row,
			kind: letterKinds.find((one) => one === kind) ?? null,
			channel: channel === 'email' ? ('email' as const) : ('sms' as const)
		})),
		next,
		isResent: url.searchParams.has('resent')
	};
};

export const actions: Actions = {
	resend: formAction(v.object({ id: rowId('id.missing') }), async ({ id }, { locals }) => {
		await resendMessage(staffContext(locals), id);
		redirect(303, '/staff/messages?resent');
	})
};
