import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { textField } from '#lib/domain/form-fields.ts';
import { textLimits } from '#lib/domain/submission.ts';
import { acceptPhoto, listWaiting, removeWaiting } from '#lib/server/attachments/photos.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { caseNumber } from '#lib/server/http/case-form.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { ownCase } from '#lib/server/http/resident-page.ts';
import { attachWaiting, photoPlace } from '#lib/server/http/waiting-photos.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { subject } = await ownCase(event);
	const photos = await listWaiting(event.locals.context, photoPlace(event.locals, subject.id).draftId);
	return { number: subject.number, title: subject.title, photos: photos.map(({ id }) => ({ id })) };
};

const entries = { number: caseNumber, photo: v.optional(v.unknown()), remove: v.optional(v.string(), '') };
const supplementForm = v.object({ ...entries, text: textField('text', textLimits.text) });
const loose = v.object({ ...entries, text: v.optional(v.string(), '') });

async function take(locals: App.Locals, caseId: number, photo: unknown): Promise<void> {
	if (!(photo instanceof File) || photo.size === 0) return;
	await acceptPhoto(locals.context, photoPlace(locals, caseId), Buffer.from(await photo.arrayBuffer()));
}

export const actions: Actions = {
	send: formAction(supplementForm, async ({ number, text, photo }, event) => {
		const { subject } = await ownCase(event);
		await take(event.locals, subject.id, photo);
		await supplyInfo(event.locals.context, number, { text }, attachWaiting(event.locals));
		redirect(303, '/track?done=supplement');
	}),
	upload: formAction(loose, async ({ photo, text }, event) => {
		const { subject } = await ownCase(event);
		await take(event.locals, subject.id, photo);
		return { values: { text } };
	}),
	remove: formAction(loose, async ({ remove, text }, event) => {
		const { subject } = await ownCase(event);
		await removeWaiting(event.locals.context, photoPlace(event.locals, subject.id).draftId, remove);
		return { values: { text } };
	})
};
