import { error, redirect } from '@sveltejs/kit';
import { resultsFor } from '#lib/domain/answer-check.ts';
import { listWaiting } from '#lib/server/attachments/photos.ts';
import { listEligibleHandlers } from '#lib/server/cases/in-charge.ts';
import { listColleagues } from '#lib/server/cases/queries/colleagues.ts';
import type { StaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { isStaffAct, staffActs } from '#lib/server/http/staff-acts.ts';
import { staffPage } from '#lib/server/http/staff-page.ts';
import { listPhrases } from '#lib/server/office/change-phrase.ts';
import { photoPlace } from '#lib/server/http/waiting-photos.ts';
import { listHelpful } from '#lib/server/office/list-entries.ts';
import { listAreas, listCategories, listUnits } from '#lib/server/site/choices.ts';
import { rulesAt } from '#lib/server/site/clock-rules.ts';
import { siteTexts } from '#lib/server/site/site-texts.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where 常用答复语 are at hand. */
const written: readonly string[] = ['draft-answer', 'report-progress', 'answer-on-the-spot', 'request-info'];

export const load: PageServerLoad = async (event) => {
	const { locals, params, request } = event;
	const { act } = params;
	if (!isStaffAct(act)) error(404, { message: 'not-found' });
	const context = staffContext(locals);
	const one = await staffPage(event);
	const isOffered =
		act === 'accept-assign'
			? one.can.includes('accept')
			: act === 'reveal-contact'
				? one.mayReveal
				: one.can.includes(act);
	// not offered any more: the case page says what has happened; who was overtaken while writing keeps the words here
	if (!isOffered && request.method === 'GET') redirect(303, `/staff/cases/${one.number}`);
	const hasPhrases = written.includes(act);
	const [rules, units, categories, areas, handlers, people, photos, helpful, phrases] = await Promise.all([
		rulesAt(context.db, one.submittedAt),
		listUnits(context),
		listCategories(context, locals.preferences.locale),
		listAreas(context),
		act === 'reassign' && one.unitId !== null ? listEligibleHandlers(context, one, one.unitId) : [],
		act === 'exclude' ? listColleagues(context) : [],
		listWaiting(context, photoPlace(locals, one.id).draftId),
		act === 'draft-answer' || act === 'answer-on-the-spot' ? listHelpful(context, aboutOf(one)) : [],
		hasPhrases ? listPhrases(context) : []
	]);
	return {
		act,
		one,
		isOffered,
		units,
		categories: categories.map(({ code, name, parentCode }) => ({ code, name, parentCode })),
		areas,
		handlers: handlers.filter(({ id }) => id !== one.ownerId),
		people,
		photos: photos.map(({ id }) => ({ id })),
		helpful,
		phrases,
		hasPhrases,
		longestCycle: rules['notice.longTermDays'],
		results: resultsFor(one.type),
		officeNumbers: (await siteTexts(locals.house.db)).officeNumbers.split(/\s+/).filter(Boolean),
		now: context.now
	};
};

/** What the 知识库 is asked: the words this person may read of the case, and its kind. */
function aboutOf({ title, matter, categoryCode }: StaffCase) {
	return {
		text: `${title}\n${matter?.text ?? ''}`,
		kinds: categoryCode ? [categoryCode.slice(0, 2)] : [],
		most: 3
	};
}

export const actions: Actions = {
	default: async (event) => {
		const { act } = event.params;
		if (!isStaffAct(act)) error(404, { message: 'not-found' });
		return staffActs[act](event);
	}
};
