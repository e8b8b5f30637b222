import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { readDraft } from '#lib/server/http/draft.ts';
import { findAnswers } from '#lib/server/intake/answers.ts';
import { listTiles } from '#lib/server/site/choices.ts';
import type { RequestHandler } from './$types';

const asked = v.object({ text: v.pipe(v.string(), v.maxLength(20_000)) });
/** Longer than any text that may be sent: whoever posts more is no page of ours. */
const mostBytes = 64 * 1024;

/**
 * 也许这里有答案, while a resident types: the text comes in the body, is compared with what the office has published,
 * and is neither stored nor logged. Only for a browser with a draft.
 */
export const POST: RequestHandler = async (event) => {
	if (Number(event.request.headers.get('content-length') ?? mostBytes + 1) > mostBytes)
		return json([], { status: 413 });
	const open = await readDraft(event);
	const parsed = v.safeParse(asked, await event.request.json().catch(() => null));
	if (!open || open.draft.filed || !parsed.success) return json([], { status: open ? 422 : 404 });
	const { context, preferences } = event.locals;
	const tiles = await listTiles(context, preferences.locale);
	const found = await findAnswers(context, { ...open.draft, text: parsed.output.text }, tiles, preferences.locale);
	return json(found, { headers: { 'cache-control': 'no-store' } });
};
