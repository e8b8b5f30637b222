import type { faq as law } from './faq.zh-cn.ts';
import type { Wording } from './wording.ts';

export const faq = {
	title: 'Questions and answers',
	lead: 'What many people ask, answered in plain words. If yours is not here, tell us.',
	search: 'Look for',
	searchHint: 'A word or two will do, in Chinese or English',
	category: 'Kind of matter',
	any: 'All kinds',
	apply: 'Search',
	clear: 'Show all',
	found: 'Found for “{query}”',
	near: 'Nothing fits exactly; these come near',
	none: 'Nothing found. Send us your question: it is answered within 3 working days.',
	empty: 'There are no questions and answers yet.',
	submit: 'Send us a matter',
	more: 'Show more',
	back: 'Questions and answers',
	basis: 'Based on',
	unit: 'Unit',
	since: 'Holds since',
	reviewBy: 'Review by',
	overdue: 'The day for reviewing this answer is over; we are checking it. If in doubt, call first.',
	onlyChinese: 'So far there is this answer only in Chinese.',
	fits: 'Is it about your matter? If not, tell us.',
	general: 'This is about the general case. For your own matter, the answer of the unit that handles it counts.',
	offer: {
		title: 'Perhaps the answer is here',
		hint: 'Open one to read it; what you wrote stays. If it answers you, you need not send anything. If not, just go on.',
		count: 'Perhaps the answer is here: {count}',
		whole: 'Show it on its own page'
	}
} satisfies Wording<typeof law>;
