import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { rowId } from '#lib/domain/form-fields.ts';
import { noticeKinds } from '#lib/domain/messages.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listInbox, markRead } from '#lib/server/notify/queries/inbox.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:live');
	const before = Number(url.searchParams.get('before'));
	const { rows, next } = await listInbox(
		staffContext(locals),
		Number.isSafeInteger(before) && before > 0 ? before : null
	);
	return {
		rows: rows.flatMap(({ kind, ...row }) => {
			const notice = noticeKinds.find((one) => one === kind);
			return notice ? [{ ...row, kind: notice }] : [];
		}),
		next
	};
};

const message = v.object({ id: rowId('id.missing') });

export const actions: Actions = {
	read: formAction(message, async ({ id }, { locals }) => {
		await markRead(staffContext(locals), { id, andOlder: false });
		redirect(303, '/staff/inbox');
	}),
	all: formAction(message, async ({ id }, { locals }) => {
		await markRead(staffContext(locals), { id, andOlder: true });
		redirect(303, '/staff/inbox');
	})
};
