import type { published as law } from './published.zh-cn.ts';
import type { Wording } from './wording.ts';

export const published = {
	title: 'Published answers',
	lead: 'Matters whose residents agreed to publication, and what we answered.',
	category: 'Category',
	area: 'Village or zone',
	month: 'Month of publication',
	any: 'all',
	apply: 'Filter',
	clear: 'Clear',
	answeredOn: 'answered {day}',
	submitted: 'Submitted',
	answered: 'Answered',
	unit: 'Answered by',
	answer: 'Answer',
	none: 'No answer is published yet.',
	noneFiltered: 'Nothing is published in this range. Try another.',
	more: 'Show more',
	accountBook: 'Read the public account',
	consent:
		'Staff write the summary and leave out what could tell who it was; a second person checks it. Residents may withdraw at any time.'
} satisfies Wording<typeof law>;
