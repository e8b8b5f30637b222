import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { firstDue } from '#lib/domain/deadline.ts';
import { findDangers, hotlinesFor } from '#lib/domain/danger.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { dayInWords, dueMoment } from '#lib/i18n/dates.ts';
import { listWaiting } from '#lib/server/attachments/photos.ts';
import { loadCalendar } from '#lib/server/calendar/load-calendar.ts';
import { type OpenDraft, readDraft, requireDraft } from '#lib/server/http/draft.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { findAlike, readAlike } from '#lib/server/intake/alike.ts';
import { findAnswers } from '#lib/server/intake/answers.ts';
import { draftPlace } from '#lib/server/intake/drafts.ts';
import { fileDraft } from '#lib/server/intake/web.ts';
import { rulesAt } from '#lib/server/site/clock-rules.ts';
import { listAreas, listCategories, listTiles, listUnits, nameOfChoice } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { secret, draft, contact } = await requireDraft(event);
	if (!draft.type) redirect(303, '/submit/what');
	if (!draft.text) redirect(303, '/submit/where');
	if (!draft.identity || isContactLost(draft, contact)) redirect(303, '/submit/contact');
	const { context, preferences } = event.locals;
	const { locale } = preferences;
	const [photos, tiles, categories, areas, units, calendar, rules] = await Promise.all([
		listWaiting(context, draftPlace(secret).draftId),
		listTiles(context, locale),
		listCategories(context, locale),
		listAreas(context),
		listUnits(context),
		loadCalendar(context.db),
		rulesAt(context.db, context.now)
	]);
	const due = firstDue({
		type: draft.type,
		class: draft.hasDanger ? 'urgent' : 'ordinary',
		submittedAt: context.now,
		calendar,
		rules
	});
	const [similar, answers] = await Promise.all([
		findAlike(context, draft, tiles),
		findAnswers(context, draft, tiles, locale)
	]);
	const dangers = findDangers(draft.text);
	return {
		submissionKey: draft.submissionKey,
		type: draft.type,
		category: nameOfChoice(draft, tiles, categories),
		text: draft.text,
		want: draft.want,
		place: [areas.find(({ id }) => id === draft.areaId)?.name, draft.place].filter(Boolean).join(' · '),
		photos: photos.map(({ id }) => id),
		identity: draft.identity,
		contact: draft.identity === 'anonymous' ? null : contact,
		hours: draft.callHours,
		wantsCall: draft.wantsCall,
		avoid: [...units.filter(({ id }) => draft.avoidUnitIds.includes(id)).map(({ name }) => name), draft.avoidWords]
			.filter(Boolean)
			.join(' · '),
		consentsToPublish: draft.identity !== 'confidential' && draft.consentsToPublish,
		hasDanger: draft.hasDanger,
		similar: similar.map(({ token, category, categoryEn, area, weekOf, step }) => ({
			...{ token, area, step },
			category: locale === 'en' ? categoryEn : category,
			week: dayInWords(weekOf, locale)
		})),
		answers,
		due: dueMoment(due, locale),
		hotlines: dangers.length > 0 ? hotlinesFor(dangers) : ['110', '119', '120']
	};
};

export const actions: Actions = {
	submit: formAction(
		v.object({
			submissionKey: v.pipe(v.string('version.missing'), v.regex(/^[0-9a-f]{32}$/, 'version.missing')),
			alike: v.optional(v.pipe(v.string(), v.maxLength(30)), '')
		}),
		async ({ submissionKey, alike }, event) => {
			const open = await readDraft(event);
			if (!open) redirect(303, '/submit/what');
			// another draft was begun in this browser since: what this page showed is not what would be sent
			if (open.draft.submissionKey !== submissionKey) throw new Refusal('submission.key-reused');
			if (isContactLost(open.draft, open.contact)) redirect(303, '/submit/contact');
			const { context, preferences } = event.locals;
			// asked only of who said so: everybody else files as fast as ever
			const alikeId =
				alike && !open.draft.filed
					? await readAlike(context, open.draft, await listTiles(context, preferences.locale), alike)
					: null;
			await fileDraft(context, open, preferences.locale, alikeId);
			redirect(303, '/receipt');
		}
	)
};

/** Contact ends with the browser session, the rest of the draft lasts seven days. */
function isContactLost({ identity, filed }: OpenDraft['draft'], contact: OpenDraft['contact']): boolean {
	return filed === null && identity !== null && identity !== 'anonymous' && contact === null;
}
