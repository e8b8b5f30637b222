import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { contactFields } from '#lib/domain/contact-form.ts';
import { textField, ticked } from '#lib/domain/form-fields.ts';
import { callHours, identities } from '#lib/domain/submission.ts';
import { readCookie, setCookie } from '#lib/server/http/cookies.ts';
import { keepDraft, requireDraft } from '#lib/server/http/draft.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { newSecret, saveDraftContact } from '#lib/server/intake/drafts.ts';
import { listUnits } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (event.locals.isAway) return nothingKnown;
	const { draft, contact } = await requireDraft(event);
	const units = await listUnits(event.locals.context);
	const {
		identity,
		callHours: hours,
		wantsCall,
		avoidUnitIds,
		avoidWords,
		consentsToPublish,
		isPublicComputer
	} = draft;
	return {
		units: units.map(({ id, name }) => ({ id, name })),
		identity,
		hours,
		wantsCall,
		avoidUnitIds,
		avoidWords,
		consentsToPublish,
		isPublicComputer,
		contact,
		hasLostContact: identity !== null && identity !== 'anonymous' && contact === null
	};
};

const nothingKnown = {
	units: [],
	identity: null,
	hours: 'any' as const,
	wantsCall: false,
	avoidUnitIds: [],
	avoidWords: '',
	consentsToPublish: false,
	isPublicComputer: false,
	contact: null,
	hasLostContact: false
};

const contactForm = v.pipe(
	v.object({
		identity: v.picklist(identities, 'identity.missing'),
		...contactFields,
		hours: v.optional(v.picklist(callHours), 'any'),
		call: ticked,
		consent: ticked,
		avoidUnits: v.optional(v.array(v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))), []),
		avoidWords: v.optional(textField('avoidWords', [0, 200]), ''),
		publish: ticked,
		publicComputer: ticked
	}),
	v.forward(
		v.partialCheck(
			[['identity'], ['phone'], ['email']],
			({ identity, phone, email }) => identity === 'anonymous' || phone !== '' || email !== '',
			'phone.missing'
		),
		['phone']
	),
	v.forward(
		v.partialCheck(
			[['identity'], ['phone'], ['call']],
			({ identity, phone, call }) => identity === 'anonymous' || !call || phone !== '',
			'call.phone'
		),
		['call']
	),
	v.forward(
		v.partialCheck(
			[['identity'], ['consent']],
			({ identity, consent }) => identity === 'anonymous' || consent,
			'consent.missing'
		),
		['consent']
	)
);

export const actions: Actions = {
	next: formAction(contactForm, async (input, event) => {
		const { secret } = await requireDraft(event);
		const { identity, hours, call, avoidWords, publish, publicComputer } = input;
		const units = await listUnits(event.locals.context);
		const avoidUnits = units.map(({ id }) => id).filter((id) => input.avoidUnits.includes(id));
		await keepDraft(event, {
			identity,
			callHours: hours,
			wantsCall: call,
			avoidUnitIds: avoidUnits,
			avoidWords,
			consentsToPublish: identity !== 'confidential' && publish,
			isPublicComputer: publicComputer
		});
		const { name, phone, email } = input;
		if (identity === 'anonymous') await saveDraftContact(event.locals.context, secret, null);
		else {
			const contactSecret = readCookie(event, 'draft-contact') ?? newSecret();
			await saveDraftContact(event.locals.context, secret, { value: { name, phone, email }, contactSecret });
			setCookie(event, 'draft-contact', contactSecret);
		}
		redirect(303, '/submit/check');
	})
};
