import { caseStates, type CaseState } from '../../domain/lifecycle.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { type Channel, channels } from '../../domain/submission.ts';
import { type Filter, views, viewsOf } from '../cases/queries/queue.ts';

/** Filters live in the address; what is not known there, or a list that is not theirs, is ignored. */
export function readFilter(actor: StaffActor, params: URLSearchParams): Filter {
	const get = (name: string) => params.get(name) ?? '';
	const [due = 0, id = 0] = get('after').split('-').map(Number);
	const view = views.find((view) => view === get('view')) ?? 'mine';
	return {
		view: viewsOf(actor).includes(view) ? view : 'mine',
		query: get('q').slice(0, 60),
		state: caseStates.find((state): state is CaseState => state === get('state')) ?? null,
		category: /^\d{2}$/.test(get('category')) ? get('category') : null,
		areaId: /^\d{1,9}$/.test(get('area')) ? Number(get('area')) : null,
		channel: channels.find((channel): channel is Channel => channel === get('channel')) ?? null,
		most: get('most') === '200' ? 200 : 50,
		after: Number.isSafeInteger(due) && Number.isSafeInteger(id) && id > 0 ? { due, id } : null
	};
}

/** The filter as it stands in an address, always in the same order; without the place in the list. */
export function queryOf({ view, query, state, category, areaId, channel }: Filter): string {
	const params = new URLSearchParams({ view });
	if (query) params.set('q', query);
	if (state) params.set('state', state);
	if (category) params.set('category', category);
	if (areaId) params.set('area', String(areaId));
	if (channel) params.set('channel', channel);
	return String(params);
}
