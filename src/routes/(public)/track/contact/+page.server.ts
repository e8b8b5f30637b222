import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { contactFields } from '#lib/domain/contact-form.ts';
import { ticked } from '#lib/domain/form-fields.ts';
import { callHours } from '#lib/domain/submission.ts';
import { changeContact } from '#lib/server/cases/change-contact.ts';
import { caseNumber, ownForm } from '#lib/server/http/case-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { ownCase } from '#lib/server/http/resident-page.ts';
import { maskContact, openContact } from '#lib/server/vault/contacts.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { subject } = await ownCase(event);
	const contact = await openContact(event.locals.context, subject.id);
	const { number, title, wantsCall } = subject;
	return {
		number,
		title,
		wantsCall,
		contact: contact && maskContact(contact)
	};
};

const contactForm = v.pipe(
	v.object({ number: caseNumber, ...contactFields, hours: v.optional(v.picklist(callHours), 'any'), call: ticked }),
	v.forward(
		v.partialCheck([['phone'], ['email']], ({ phone, email }) => phone !== '' || email !== '', 'phone.missing'),
		['phone']
	)
);

export const actions: Actions = {
	save: formAction(contactForm, async ({ number, name, phone, email, hours, call }, event) => {
		const contact = { name, phone, email };
		await changeContact(event.locals.context, number, { contact, hours, wantsCall: call && phone !== '' });
		redirect(303, '/track?done=contact');
	}),
	remove: formAction(ownForm, async ({ number }, event) => {
		await changeContact(event.locals.context, number, { contact: null, hours: 'any', wantsCall: false });
		redirect(303, '/track?done=contact');
	})
};
