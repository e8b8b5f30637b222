import { page } from '$app/state';
import type { RefusalKey } from '#lib/domain/refusal.ts';
import type { Messages } from '#lib/i18n/messages.ts';

type Words = { [Area in 'shared' | 'labels']: Messages<Area> } & {
	/** Staff pages have more of them than residents' pages. */
	problems: Messages<'problems'> & { refusal: Partial<Record<RefusalKey, string>> };
};

/** The words every page has, in the visitor's language: the root layout's load brings them. */
export function words(): Words {
	return page.data as App.PageData & Words;
}
