import { error, redirect } from '@sveltejs/kit';
import { mostHours, timetableForm } from '#lib/domain/reception.ts';
import { formAction, orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { pointForm, rowOfPage } from '#lib/server/http/kiosk-forms.ts';
import { changePoint, changeTimetable, keepsTimetable } from '#lib/server/office/change-point.ts';
import { findPoint, listClerks } from '#lib/server/office/find-point.ts';
import { listAreas } from '#lib/server/site/choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const context = staffContext(locals);
	const id = rowOfPage(params.id);
	const isAdministrator = context.actor.roles.includes('administrator');
	if (id === null ? !isAdministrator : !(await keepsTimetable(context, id))) error(404, { message: 'not-found' });
	const [point, areas, clerks] = await Promise.all([
		id === null ? null : orNotFound(() => findPoint(context, id)),
		listAreas(context),
		listClerks(context)
	]);
	return { point, areas, clerks, isAdministrator, mostHours, isFresh: url.searchParams.has('made') };
};

export const actions: Actions = {
	facts: formAction(pointForm, async ({ area, active, clerks, ...facts }, { locals, params }) => {
		const id = rowOfPage(params.id ?? '');
		const point = { id, ...facts, areaId: area, isActive: active, clerkIds: clerks };
		const pointId = await changePoint(staffContext(locals), point);
		if (id === null) redirect(303, `/staff/kiosks/points/${pointId}?made`);
		return { saved: true as const };
	}),
	timetable: formAction(timetableForm, async (hours, { locals, params }) => {
		await changeTimetable(staffContext(locals), rowOfPage(params.id ?? '') ?? 0, hours);
		return { saved: true as const };
	})
};
