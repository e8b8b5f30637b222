import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { findDangers, hotlinesFor } from '#lib/domain/danger.ts';
import { maybeRowId, textField, ticked } from '#lib/domain/form-fields.ts';
import { textLimits } from '#lib/domain/submission.ts';
import { acceptPhoto, listWaiting, removeWaiting } from '#lib/server/attachments/photos.ts';
import { keepDraft, requireDraft } from '#lib/server/http/draft.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { inTurn } from '#lib/server/http/uploads.ts';
import { findAnswers } from '#lib/server/intake/answers.ts';
import { draftPlace } from '#lib/server/intake/drafts.ts';
import { listAreas, listCategories, listTiles, nameOfChoice } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (event.locals.isAway) return nothingKnown;
	const { secret, draft } = await requireDraft(event);
	const { context } = event.locals;
	const { locale } = event.locals.preferences;
	const [areas, photos, tiles, categories] = await Promise.all([
		listAreas(context),
		listWaiting(context, draftPlace(secret).draftId),
		listTiles(context, locale),
		listCategories(context, locale)
	]);
	const dangers = findDangers(draft.text);
	const { text, want, place, areaId, hasDanger } = draft;
	return {
		areas,
		photos: photos.map(({ id }) => ({ id })),
		text,
		want,
		place,
		areaId,
		hasDanger,
		hotlines: hotlinesFor(dangers),
		answers: text ? await findAnswers(context, draft, tiles, locale) : [],
		type: draft.type,
		choice: nameOfChoice(draft, tiles, categories)
	};
};

const nothingKnown = {
	areas: [],
	photos: [],
	text: '',
	want: '',
	place: '',
	areaId: null,
	hasDanger: false,
	hotlines: [],
	answers: [],
	type: null,
	choice: ''
};

/** What may be kept as it is, however unfinished: nothing typed is lost while a photo goes up. */
const loose = v.object({
	text: v.optional(v.pipe(v.string(), v.maxLength(20_000, 'text.long')), ''),
	want: v.optional(v.pipe(v.string(), v.maxLength(4000, 'want.long')), ''),
	place: v.optional(v.pipe(v.string(), v.maxLength(2000, 'place.long')), ''),
	area: maybeRowId,
	danger: ticked,
	photo: v.optional(v.unknown()),
	remove: v.optional(v.string(), '')
});
const strict = v.object({
	...loose.entries,
	text: textField('text', textLimits.text),
	want: v.optional(textField('want', textLimits.want), ''),
	place: v.optional(textField('place', textLimits.place), '')
});
type Typed = v.InferOutput<typeof loose>;

async function keep(event: RequestEvent, { text, want, place, area, danger }: Typed) {
	const isKnown = area !== null && (await listAreas(event.locals.context)).some(({ id }) => id === area);
	return keepDraft(event, { text, want, place, areaId: isKnown ? area : null, hasDanger: danger });
}

async function takePhoto(event: RequestEvent, secret: string, photo: unknown): Promise<void> {
	if (!(photo instanceof File) || photo.size === 0) return;
	await acceptPhoto(event.locals.context, draftPlace(secret), Buffer.from(await photo.arrayBuffer()));
}

const next = formAction(strict, async (input, event) => {
	await requireDraft(event);
	const { secret, draft } = await keep(event, input);
	await takePhoto(event, secret, input.photo);
	// danger words the resident has not seen the numbers for: show them once, never block
	const isNews = findDangers(input.text).length > 0 && !event.url.searchParams.has('warned');
	if (isNews) redirect(303, '/submit/where?warned');
	redirect(303, draft.identity ? '/submit/check' : '/submit/contact');
});

const upload = formAction(loose, async (input, event) => {
	const { secret } = await requireDraft(event);
	await keep(event, input);
	await takePhoto(event, secret, input.photo);
	redirect(303, '/submit/where#photos');
});

const remove = formAction(loose, async (input, event) => {
	const { secret } = await requireDraft(event);
	await keep(event, input);
	await removeWaiting(event.locals.context, draftPlace(secret).draftId, input.remove);
	redirect(303, '/submit/where#photos');
});

export const actions: Actions = {
	next: (event) => inTurn(() => next(event)),
	upload: (event) => inTurn(() => upload(event)),
	remove
};
