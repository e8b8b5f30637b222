import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { readCode } from '#lib/domain/access-code.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { timeInWords } from '#lib/i18n/dates.ts';
import { photos as photosEn } from '#lib/i18n/photos.en.ts';
import { photos as photosZh } from '#lib/i18n/photos.zh-cn.ts';
import { assertNotThrottled, countFailure, networkKey } from '#lib/server/auth/throttle.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { keepPhone, phoneSecret, readPhone, takeFromPhone } from '#lib/server/http/phone.ts';
import { inTurn } from '#lib/server/http/uploads.ts';
import { listPhonePhotos, openPhotoTicket, removeFromPhone } from '#lib/server/intake/photo-tickets.ts';
import type { Actions, PageServerLoad } from './$types';

/** Seen once, and by few: the words come with the page, so that they weigh on no other. */
export const load: PageServerLoad = async (event) => {
	const t = event.locals.preferences.locale === 'en' ? photosEn : photosZh;
	const phone = event.locals.isAway ? null : await readPhone(event);
	if (!phone) return { t, phone: null };
	const photos = await listPhonePhotos(event.locals.context, phone);
	const until = timeInWords(phone.expiresAt);
	return { t, phone: { state: phone.state, photos: photos.map(({ id }) => ({ id })), until } };
};

const short = v.optional(v.pipe(v.string(), v.maxLength(100)), '');
const upload = v.object({ photo: v.optional(v.unknown()) });

/** A photo is taken where one was chosen; a ticket that is over or used up is told by the page. */
async function take(event: RequestEvent, photo: unknown): Promise<void> {
	if (!(photo instanceof File) || photo.size === 0) return;
	try {
		await takeFromPhone(event, Buffer.from(await photo.arrayBuffer()));
	} catch (fault) {
		if (!(fault instanceof Refusal) || fault.key !== 'case.too-late') throw fault;
		redirect(303, '/photos');
	}
}

const takeOne = formAction(upload, async ({ photo }, event) => {
	await take(event, photo);
	redirect(303, '/photos#photos');
});
const finish = formAction(upload, async ({ photo }, event) => {
	await take(event, photo);
	redirect(303, '/photos?done');
});

export const actions: Actions = {
	link: formAction(v.object({ ticket: short }), async ({ ticket }, event) => {
		const opened = await openPhotoTicket(event.locals.context, { ticket }, phoneSecret(event));
		if (!opened) return fail(422, { why: 'ticket' as const });
		keepPhone(event, opened);
		redirect(303, '/photos');
	}),
	open: formAction(v.object({ code: short }), async ({ code }, event) => {
		const { context } = event.locals;
		const digits = readCode(code);
		if (!digits) return fail(422, { why: 'malformed' as const, values: { code } });
		const seconds = 600;
		const limits = [
			{ name: 'photo-network', key: networkKey(context, event.getClientAddress()), failures: 20, seconds },
			{ name: 'photo-all', key: 'all', failures: 200, seconds }
		].map((limit) => ({ ...limit, blockSeconds: 30 }));
		await assertNotThrottled(context, limits);
		const opened = await openPhotoTicket(context, { code: digits }, phoneSecret(event));
		if (!opened) {
			await countFailure(context, limits);
			return fail(422, { why: 'code' as const });
		}
		keepPhone(event, opened);
		redirect(303, '/photos');
	}),
	upload: (event) => inTurn(() => takeOne(event)),
	done: (event) => inTurn(() => finish(event)),
	remove: formAction(v.object({ remove: short }), async ({ remove }, event) => {
		const secret = phoneSecret(event);
		if (secret) await removeFromPhone(event.locals.context, secret, remove);
		redirect(303, '/photos#photos');
	})
};
