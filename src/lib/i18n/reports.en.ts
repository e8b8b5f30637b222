import type { reports as law } from './reports.zh-cn.ts';
import type { Wording } from './wording.ts';

export const reports = {
	title: 'Periodic reports',
	lead: 'Each report is figures and comments. Once frozen it never changes; its figures can be counted again from the ledger at any time.',
	kinds: { week: 'Weekly', month: 'Monthly', quarter: 'Quarterly', year: 'Yearly' },
	names: {
		week: 'Week of {from} to {to}',
		month: 'Month {year}-{month}',
		quarter: 'Quarter {quarter} of {year}',
		year: 'Year {year}'
	},
	span: '{from} to {to}',
	begin: 'Begin a report',
	period: 'Of which period',
	beginButton: 'Begin',
	allBegun: 'The latest ones have all been begun.',
	none: 'No reports of this kind ({kind}) yet. Choose a period and begin one.',
	noneToRead: 'No reports of this kind ({kind}) yet. The dispatcher, the supervisor or the lead official begins them.',
	more: 'Earlier ones',
	first: 'Back to the latest',
	states: { drafted: 'Draft', frozen: 'Frozen' },
	draftedBy: 'Drafted by {name}',
	savedAt: 'saved {at}',
	frozenBy: 'Drafted by {drafter} · frozen by {freezer} · {at}',
	back: 'All reports',
	asOf: 'Counted up to the end of {day}',
	isDraft:
		'A draft. The figures are those of now; when it is frozen the ledger is counted up to the end of the day before.',
	isRunning: 'This period is not over yet; the report can be frozen after it.',
	corrects: 'This is a correction, of',
	correctedBy: 'This one has been corrected',
	thisOne: 'Look at it',
	print: 'Print',
	before: 'Period before',
	beforeFew: 'Fewer than 5 in the period before',
	few: 'Fewer than 5, not shown',
	unit: { cases: 'cases', days: 'days' },
	of: '{part} / {whole}',
	ofCases: 'median of {of} cases, mean {mean} days',
	headline: 'What matters most',
	all: 'All indicators',
	table: {
		figure: 'Indicator',
		now: 'This period',
		share: 'Part / whole',
		before: 'Before',
		beforeShare: 'Part / whole before'
	},
	trend: { title: 'Answered in time, month by month', part: 'In time', whole: 'Due', percent: '%', few: '—' },
	levels: {
		title: 'How people rated',
		hint: '{rated} people rated. The {unrated} unrated cases do not count as satisfied.',
		level: 'Rating',
		people: 'People',
		share: 'Share'
	},
	categories: {
		title: 'What was raised',
		hint: 'Categories with fewer than 5 stand together.',
		category: 'Category',
		received: 'Received',
		onTime: 'In time / due',
		rest: 'The other {kinds}'
	},
	together: { title: 'Read together, so that no figure looks better than the work' },
	words: {
		title: 'Comments',
		hint: 'No names, phones or door numbers. Save first, then freeze.',
		done: 'What was done',
		undone: 'What was not, and why',
		next: 'What comes next',
		empty: 'Nothing written yet.'
	},
	save: 'Save',
	saved: 'Saved.',
	found: 'Words that tell who somebody is: {words}',
	freeze: 'Save and freeze',
	freezeText:
		'After that neither figures nor comments can be changed; a mistake is put right by a correction. One person is enough: the figures come from the ledger, anybody may count them again, and who drafted and who froze is recorded.',
	frozen: 'Frozen.',
	check: 'Count again',
	checkText: 'Counts the ledger again, and tells whether it says the same as when the report was frozen.',
	same: 'They agree. The ledger was counted again and every figure is the same.',
	differs: 'They do not agree. These figures differ from the ledger:',
	broken: 'The stored figures or comments were tampered with: they do not match the digest in the ledger.',
	checkedAt: 'Counted again {at}',
	digest: 'Check value of the figures',
	digestText: 'SHA-256 of the stored figures; the ledger holds the same value.',
	correct: 'Write a correction',
	correctText: 'The old report stays as it is; the new one names it.'
} satisfies Wording<typeof law>;
