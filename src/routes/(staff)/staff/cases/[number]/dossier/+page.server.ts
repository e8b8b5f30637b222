import { casePaper } from '#lib/server/http/case-paper.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import type { PageServerLoad } from './$types';

/** 卷宗: everything of one case, as the reader may see it. */
export const load: PageServerLoad = async (event) => {
	const { now, actor } = staffContext(event.locals);
	return { paper: await casePaper(event), now, by: actor.name };
};
