import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { showCode } from '#lib/domain/access-code.ts';
import { readNumber } from '#lib/domain/case-number.ts';
import { dueMoment } from '#lib/i18n/dates.ts';
import { issueCode } from '#lib/server/cases/issue-code.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { qrAddress } from '#lib/server/http/qr.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = url.searchParams.get('number');
	if (!asked) return { filed: null };
	const read = readNumber(asked);
	if (!read.ok) error(404, { message: 'not-found' });
	const one = await orNotFound(() => findStaffCase(staffContext(locals), read.number));
	return {
		filed: {
			number: one.number,
			title: one.title,
			channel: one.channel,
			due: one.dueAt ? dueMoment(one.dueAt, locals.preferences.locale) : '',
			isOnTheSpot: one.can.includes('answer-on-the-spot')
		}
	};
};

const issueForm = v.object({
	number: caseNumber,
	how: v.picklist(['slip', 'read-out', 'receipt', 'call-back'], 'field.missing')
});

export const actions: Actions = {
	/** One POST, never stored, once: the only answer to a staff session that holds a code (ruling 17a). */
	issue: formAction(issueForm, async ({ number, how }, event) => {
		const { subject, code, linkToken } = await issueCode(staffContext(event.locals), number, how);
		const isPrinted = how === 'slip' || how === 'receipt';
		return {
			slip: {
				number,
				code: showCode(code),
				isPrinted,
				due: subject.dueAt ? dueMoment(subject.dueAt, event.locals.preferences.locale) : '',
				qr: isPrinted ? await qrAddress(`${event.url.origin}/track#${linkToken}`) : null
			}
		};
	})
};
