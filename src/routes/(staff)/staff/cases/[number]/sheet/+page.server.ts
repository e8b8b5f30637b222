import { casePaper } from '#lib/server/http/case-paper.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { qrAddress } from '#lib/server/http/qr.ts';
import type { PageServerLoad } from './$types';

/** 办理单: one case on a sheet that is signed on its way through the office. */
export const load: PageServerLoad = async (event) => {
	const paper = await casePaper(event);
	const { now, actor } = staffContext(event.locals);
	const qr = await qrAddress(`${event.url.origin}/staff/cases/${paper.number}`);
	return { paper, qr, now, by: actor.name };
};
