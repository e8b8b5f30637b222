import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { contactFields } from '#lib/domain/contact-form.ts';
import { externalNumberLimits } from '#lib/domain/external.ts';
import { externalForm } from '#lib/domain/external-form.ts';
import { maybeRowId, textField, ticked } from '#lib/domain/form-fields.ts';
import { readPhone } from '#lib/domain/phone.ts';
import { caseTypes, identities, textLimits } from '#lib/domain/submission.ts';
import { lookUpPhone } from '#lib/server/cases/look-up-phone.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { fileForSomebody, newFormKey } from '#lib/server/intake/desk.ts';
import { listAreas, listCategories } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const context = staffContext(locals);
	if (!context.actor.roles.some((role) => role === 'clerk' || role === 'dispatcher'))
		error(404, { message: 'not-found' });
	const { locale } = locals.preferences;
	const [areas, categories] = await Promise.all([listAreas(context), listCategories(context, locale)]);
	return {
		areas,
		categories,
		formKey: newFormKey(),
		isClerk: context.actor.roles.includes('clerk')
	};
};

const deskForm = v.pipe(
	v.object({
		formKey: v.pipe(v.string('version.missing'), v.regex(/^[0-9a-f]{32}$/, 'version.missing')),
		channel: v.picklist(['reception', 'phone', 'forwarded'], 'field.missing'),
		type: v.picklist(caseTypes, 'type.missing'),
		text: textField('text', textLimits.text),
		want: v.optional(textField('want', textLimits.want), ''),
		place: v.optional(textField('place', textLimits.place), ''),
		area: maybeRowId,
		category: v.optional(
			v.pipe(
				v.string(),
				v.regex(/^(\d{4})?$/),
				v.transform((text) => text || null)
			),
			''
		),
		identity: v.picklist(identities, 'identity.missing'),
		...contactFields,
		call: ticked,
		publish: ticked,
		danger: ticked,
		readBack: ticked,
		source: v.optional(v.union([v.literal(''), externalForm.source]), ''),
		externalNumber: v.optional(textField('externalNumber', [0, externalNumberLimits[1]]), ''),
		externalDueOn: externalForm.externalDueOn
	}),
	// what another body passed on nobody said here: nothing is read back
	v.forward(
		v.partialCheck(
			[['channel'], ['readBack']],
			({ channel, readBack }) => channel === 'forwarded' || readBack,
			'readBack.missing'
		),
		['readBack']
	),
	v.forward(
		v.partialCheck(
			[['channel'], ['source']],
			({ channel, source }) => channel !== 'forwarded' || source !== '',
			'source.missing'
		),
		['source']
	),
	v.forward(
		v.partialCheck(
			[['channel'], ['externalNumber']],
			({ channel, externalNumber }) => channel !== 'forwarded' || externalNumber.length >= externalNumberLimits[0],
			'externalNumber.short'
		),
		['externalNumber']
	),
	v.forward(
		v.partialCheck(
			[['identity'], ['phone']],
			({ identity, phone }) => identity === 'anonymous' || phone !== '',
			'phone.missing'
		),
		['phone']
	)
);

export const actions: Actions = {
	file: formAction(deskForm, async (input, event) => {
		const context = staffContext(event.locals);
		const keeps = input.identity !== 'anonymous';
		const { channel, source, externalNumber, externalDueOn } = input;
		const external =
			channel === 'forwarded' && source !== '' ? { source, number: externalNumber, dueOn: externalDueOn } : null;
		const spoken = {
			submissionKey: input.formKey,
			channel,
			type: input.type,
			text: input.text,
			want: input.want,
			place: input.place,
			areaId: input.area,
			categoryCode: input.category,
			hasDanger: input.danger,
			identity: input.identity,
			contact: keeps ? { name: input.name, phone: input.phone, email: '' } : null,
			wantsCall: keeps && input.call,
			consentsToPublish: input.publish
		};
		const { number } = await fileForSomebody(context, spoken, external);
		redirect(303, `/staff/desk/filed?number=${number}`);
	}),
	lookUp: formAction(
		v.object({
			phoneToFind: v.pipe(
				v.string('phone.missing'),
				v.check((text) => readPhone(text) !== null, 'phone.wrong'),
				v.transform((text) => readPhone(text) ?? '')
			),
			reason: textField('reason', [2, 100])
		}),
		async ({ phoneToFind, reason }, event) => ({
			found: await lookUpPhone(staffContext(event.locals), { phone: phoneToFind, reason })
		})
	)
};
