import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { FormFailure } from '../../domain/form-failure.ts';
import { textField } from '../../domain/form-fields.ts';
import type { Contact } from '../../domain/submission.ts';

/** Answers the form of one act of the staff. */
export type Handler = (event: RequestEvent) => Promise<ActionFailure<FormFailure> | { contact: Contact }>;

/** Why something is done: most acts ask for it. */
export const reason = textField('reason', [2, 500]);

/** Back to the case with a word that it is done; the page clears what was kept of the form. */
export function done(number: string, act: string): never {
	redirect(303, `/staff/cases/${number}?done=${act}`);
}

/** One field is at fault, for what a schema cannot see. */
export function missing(field: string, key: string): ActionFailure<FormFailure> {
	return fail(422, { issues: [{ field, key }], values: {} });
}
