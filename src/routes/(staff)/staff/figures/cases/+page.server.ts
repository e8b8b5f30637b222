import { error } from '@sveltejs/kit';
import { breakdowns, figureSides, indicatorKeys, readPeriod } from '#lib/domain/indicators.ts';
import { orNotFound } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { listBehind, type Opened } from '#lib/server/stats/staff-figures.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const context = staffContext(locals);
	const opened = readOpened(url.searchParams);
	if (!opened) error(404, { message: 'not-found' });
	const { rows, next } = await orNotFound(() => listBehind(context, opened));
	const query = new URLSearchParams(url.searchParams);
	if (next) query.set('after', String(next));
	const { period, figure } = opened;
	const back = new URLSearchParams({ ...period, ...(opened.group ? { by: opened.group.by } : {}) });
	return { rows, figure, period, next: next ? `?${query}` : null, back: `/staff/figures?${back}` };
};

/** Which number was opened, as the links of the page of figures say it; null where there is no such number. */
function readOpened(query: URLSearchParams): Opened | null {
	const get = (name: string) => query.get(name) ?? '';
	const period = readPeriod(get('from'), get('to'));
	const figure = figureIn(get('figure'), get('side'));
	if (!period || !figure) return null;
	const by = breakdowns.find((one) => one === get('by'));
	const key = get('key').slice(0, 40);
	const after = /^\d{1,15}$/.test(get('after')) ? Number(get('after')) : null;
	return { period, figure, group: by && query.has('key') ? { by, key: key || null } : null, after };
}

function figureIn(name: string, side: string): Opened['figure'] | null {
	const [, kind, number] = /^(stars|days)-(\d)$/.exec(name) ?? [];
	if (kind === 'stars') return { stars: Number(number) };
	if (kind === 'days') return { bucket: Number(number) };
	const key = indicatorKeys.find((one) => one === name);
	return key ? { key, side: figureSides.find((one) => one === side) ?? 'whole' } : null;
}
