import { redirect } from '@sveltejs/kit';
import { readPhone } from '#lib/server/http/phone.ts';
import { listPhonePhotos } from '#lib/server/intake/photo-tickets.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const phone = await readPhone(event);
	if (phone?.state !== 'open') redirect(303, '/photos');
	return { count: (await listPhonePhotos(event.locals.context, phone)).length };
};
