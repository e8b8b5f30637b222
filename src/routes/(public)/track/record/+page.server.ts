import * as v from 'valibot';
import { Refusal } from '#lib/domain/refusal.ts';
import { assertNotThrottled, countFailure, type Limit } from '#lib/server/auth/throttle.ts';
import { exportRecord } from '#lib/server/cases/export-record.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { ownCase } from '#lib/server/http/resident-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { subject } = await ownCase(event);
	return { number: subject.number, title: subject.title, hasContact: subject.identity !== 'anonymous' };
};

const recordForm = v.object({
	number: caseNumber,
	contact: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100)), '')
});
/** The contact is shown in full only to who knows it: five tries an hour (trust: number, code, link token). */
const tries = (number: string): Limit => ({
	name: 'export',
	key: number,
	failures: 5,
	seconds: 3600,
	blockSeconds: 900
});

export const actions: Actions = {
	default: formAction(recordForm, async ({ number, contact }, event) => {
		const { context } = event.locals;
		await assertNotThrottled(context, [tries(number)]);
		const { record, isOwn } = await exportRecord(context, number, contact || null);
		if (contact && !isOwn) {
			await countFailure(context, [tries(number)]);
			throw new Refusal('contact.does-not-match');
		}
		return { record };
	})
};
