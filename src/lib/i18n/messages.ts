import type { Locale } from '../domain/preferences.ts';
import type { Wording } from './wording.ts';

/** Every area of words in every language, each a file that is fetched when it is needed. */
const catalogue = {
	shared: {
		'zh-CN': async () => (await import('./shared.zh-cn.ts')).shared,
		en: async () => (await import('./shared.en.ts')).shared
	},
	labels: {
		'zh-CN': async () => (await import('./labels.zh-cn.ts')).labels,
		en: async () => (await import('./labels.en.ts')).labels
	},
	problems: {
		'zh-CN': async () => (await import('./problems.zh-cn.ts')).problems,
		en: async () => (await import('./problems.en.ts')).problems
	},
	staffProblems: {
		'zh-CN': async () => (await import('./staff-problems.zh-cn.ts')).staffProblems,
		en: async () => (await import('./staff-problems.en.ts')).staffProblems
	},
	home: {
		'zh-CN': async () => (await import('./home.zh-cn.ts')).home,
		en: async () => (await import('./home.en.ts')).home
	},
	pages: {
		'zh-CN': async () => (await import('./pages.zh-cn.ts')).pages,
		en: async () => (await import('./pages.en.ts')).pages
	},
	submit: {
		'zh-CN': async () => (await import('./submit.zh-cn.ts')).submit,
		en: async () => (await import('./submit.en.ts')).submit
	},
	published: {
		'zh-CN': async () => (await import('./published.zh-cn.ts')).published,
		en: async () => (await import('./published.en.ts')).published
	},
	receipt: {
		'zh-CN': async () => (await import('./receipt.zh-cn.ts')).receipt,
		en: async () => (await import('./receipt.en.ts')).receipt
	},
	track: {
		'zh-CN': async () => (await import('./track.zh-cn.ts')).track,
		en: async () => (await import('./track.en.ts')).track
	},
	staff: {
		'zh-CN': async () => (await import('./staff.zh-cn.ts')).staff,
		en: async () => (await import('./staff.en.ts')).staff
	},
	desk: {
		'zh-CN': async () => (await import('./desk.zh-cn.ts')).desk,
		en: async () => (await import('./desk.en.ts')).desk
	},
	kiosks: {
		'zh-CN': async () => (await import('./kiosks.zh-cn.ts')).kiosks,
		en: async () => (await import('./kiosks.en.ts')).kiosks
	},
	account: {
		'zh-CN': async () => (await import('./account.zh-cn.ts')).account,
		en: async () => (await import('./account.en.ts')).account
	},
	kiosk: {
		'zh-CN': async () => (await import('./kiosk.zh-cn.ts')).kiosk,
		en: async () => (await import('./kiosk.en.ts')).kiosk
	},
	kioskInput: {
		'zh-CN': async () => (await import('./kiosk-input.zh-cn.ts')).kioskInput,
		en: async () => (await import('./kiosk-input.en.ts')).kioskInput
	},
	queueTools: {
		'zh-CN': async () => (await import('./queue-tools.zh-cn.ts')).queueTools,
		en: async () => (await import('./queue-tools.en.ts')).queueTools
	},
	register: {
		'zh-CN': async () => (await import('./register.zh-cn.ts')).register,
		en: async () => (await import('./register.en.ts')).register
	},
	figures: {
		'zh-CN': async () => (await import('./figures.zh-cn.ts')).figures,
		en: async () => (await import('./figures.en.ts')).figures
	},
	reports: {
		'zh-CN': async () => (await import('./reports.zh-cn.ts')).reports,
		en: async () => (await import('./reports.en.ts')).reports
	},
	accountBook: {
		'zh-CN': async () => (await import('./account-book.zh-cn.ts')).accountBook,
		en: async () => (await import('./account-book.en.ts')).accountBook
	},
	rules: {
		'zh-CN': async () => (await import('./rules.zh-cn.ts')).rules,
		en: async () => (await import('./rules.en.ts')).rules
	},
	oversight: {
		'zh-CN': async () => (await import('./oversight.zh-cn.ts')).oversight,
		en: async () => (await import('./oversight.en.ts')).oversight
	},
	audit: {
		'zh-CN': async () => (await import('./audit.zh-cn.ts')).audit,
		en: async () => (await import('./audit.en.ts')).audit
	},
	knowledge: {
		'zh-CN': async () => (await import('./knowledge.zh-cn.ts')).knowledge,
		en: async () => (await import('./knowledge.en.ts')).knowledge
	},
	faq: {
		'zh-CN': async () => (await import('./faq.zh-cn.ts')).faq,
		en: async () => (await import('./faq.en.ts')).faq
	},
	matters: {
		'zh-CN': async () => (await import('./matters.zh-cn.ts')).matters,
		en: async () => (await import('./matters.en.ts')).matters
	},
	admin: {
		'zh-CN': async () => (await import('./admin.zh-cn.ts')).admin,
		en: async () => (await import('./admin.en.ts')).admin
	}
};

type Area = keyof typeof catalogue;
/** The words of one area: zh-CN is the law, and every other language must satisfy it. */
export type Messages<A extends Area> = Wording<Awaited<ReturnType<(typeof catalogue)[A]['zh-CN']>>>;

const kept = new Map<string, Promise<unknown>>();

/**
 * The words of one area in one language. For universal `load` functions: the browser fetches them as a file that it
 * keeps, instead of getting them with every page.
 */
export function messages<A extends Area>(area: A, locale: Locale): Promise<Messages<A>> {
	const key = `${area} ${locale}`;
	const known = kept.get(key) as Promise<Messages<A>> | undefined;
	if (known) return known;
	const words = catalogue[area][locale]() as Promise<Messages<A>>;
	kept.set(key, words);
	// a broken line is tried again
	words.catch(() => kept.delete(key));
	return words;
}
