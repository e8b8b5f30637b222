import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { caseTypes } from '#lib/domain/submission.ts';
import { dropCookie } from '#lib/server/http/cookies.ts';
import { endDraft, keepDraft, readDraft } from '#lib/server/http/draft.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { listCategories, listTiles } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, url } = event;
	const { locale } = locals.preferences;
	if (locals.isAway) return nothingKnown;
	const [tiles, categories, open] = await Promise.all([
		listTiles(locals.context, locale),
		listCategories(locals.context, locale),
		readDraft(event)
	]);
	const draft = open && !open.draft.filed ? open.draft : null;
	const asked = Number(url.searchParams.get('tile')) || null;
	return {
		tiles,
		// level 2 of what the tiles name; level 1 where a tile names a level-1 code
		groups: tiles.map(({ position, label, categoryCodes }) => ({
			position,
			label,
			choices: categories.filter(({ parentCode }) => parentCode && categoryCodes.includes(parentCode))
		})),
		type: draft?.type ?? null,
		tilePosition: asked ?? draft?.tilePosition ?? null,
		categoryCode: draft?.categoryCode ?? null,
		hasUnfinished: Boolean(draft?.text) && !url.searchParams.has('change'),
		hasReceipt: Boolean(open?.draft.filed && locals.context.now < new Date(open.draft.filed.shownUntil))
	};
};

const nothingKnown = {
	tiles: [],
	groups: [],
	type: null,
	tilePosition: null,
	categoryCode: null,
	hasUnfinished: false,
	hasReceipt: false
};

const whatForm = v.object({
	type: v.picklist(caseTypes, 'type.missing'),
	tile: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^[1-8]?$/),
			v.transform((text) => Number(text) || null)
		),
		''
	),
	category: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^(\d{2}|\d{4})?$/),
			v.transform((text) => text || null)
		),
		''
	)
});

export const actions: Actions = {
	next: formAction(whatForm, async ({ type, tile, category }, event) => {
		const categories = await listCategories(event.locals.context, event.locals.preferences.locale);
		const isKnown = categories.some(({ code }) => code === category);
		const { draft } = await keepDraft(event, { type, tilePosition: tile, categoryCode: isKnown ? category : null });
		redirect(303, event.url.searchParams.has('change') && draft.text ? '/submit/check' : '/submit/where');
	}),
	clear: async (event) => {
		await endDraft(event);
		dropCookie(event, 'case');
		redirect(303, '/');
	},
	fresh: async (event) => {
		await endDraft(event);
		redirect(303, '/submit/what');
	}
};
