import { page } from '$app/state';
import type { Messages } from '#lib/i18n/messages.ts';

type Words = { [Area in 'shared' | 'labels' | 'problems']: Messages<Area> };

/** The words every page has, in the visitor's language: the root layout's load brings them. */
export function words(): Words {
	return page.data as App.PageData & Words;
}
