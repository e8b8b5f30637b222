import type { accountBook as law } from './account-book.zh-cn.ts';
import type { Wording } from './wording.ts';

export const accountBook = {
	title: 'Public account',
	of: 'Account of {year}-{month}',
	asOf: 'Counted up to the end of {day}',
	running: 'This month is not over; the figures are counted once a day and still change.',
	settling:
		'This month is over; the last answers and ratings are still awaited. It is counted for the last time on {day}.',
	final: 'This month has been closed and will not change.',
	earlier: 'Month before',
	later: 'Next month',
	download: { csv: 'Download CSV', json: 'Download JSON' },
	months: 'All months',
	isRunning: 'still running',
	none: 'No account has been counted yet. Come back tomorrow.',
	hidden: 'under 5',
	few: 'Fewer than 5 cases, not shown',
	fewPeople: 'Fewer than 5 people, not shown',
	cases: 'cases',
	people: 'people',
	days: 'days',
	of1: '{part} of {whole} cases',
	ofPeople: '{part} of {whole} people',
	kiosk: '{count} of them from kiosks',
	mean: 'mean {mean} days, {of} cases',
	headline: {
		received: 'Received',
		contactedInTime: 'Contacted in two working days',
		answeredInTime: 'Answered in time',
		daysToAnswer: 'Time to answer (median)',
		solved: 'Said it was solved',
		satisfied: 'Satisfied'
	},
	ratings: {
		title: 'How people rated',
		lead: '{part} of {whole} cases that could be rated were rated ({percent} %). The unrated do not count as satisfied.',
		leadFew: 'Fewer than 5 people rated; how they did is not shown. The unrated do not count as satisfied.',
		level: 'Rating'
	},
	categories: {
		title: 'What was raised',
		lead: 'Categories with fewer than 5 cases stand together, so that nobody is recognised.',
		category: 'Category',
		rest: 'Others',
		restOf: '{kinds} others',
		few: 'Fewer than 5 cases in all: no categories.'
	},
	channels: {
		title: 'Where from',
		channel: 'Channel'
	},
	late: {
		title: 'Overdue: {count}',
		none: 'All that fell due this month was answered in time.',
		lead: 'One by one, why and until when. Neither number nor place, so that nobody is recognised.',
		unlisted:
			'{count} more cannot be listed one by one (confidential, about conduct, with somebody to be kept out, or of a category with fewer than 5 cases).',
		over: '{days} days over',
		answered: 'Answered since',
		lateBy: '{days} days late, answered {day}.',
		causes: {
			answered: 'The answer has been given since, and the resident was told why.',
			listed: 'Cannot be done soon: on the long-running list, by a plan.',
			joint: 'Several units work on it together.',
			supervised: 'The supervisor is watching it.',
			led: 'It is before the lead official.',
			open: 'Still being worked on.'
		},
		until: 'answer promised by {day}',
		notice: 'next word by {day}',
		apologised: 'the resident had an apology'
	},
	longTerm: { title: 'What takes longer', link: 'Plans and dates of the long-running matters' },
	together: {
		title: 'Read together',
		lead: 'These figures stand together, so that none looks good by itself.',
		figure: 'Indicator',
		value: 'Value',
		share: 'Part / whole'
	},
	digest: {
		title: 'It cannot be changed quietly',
		lead: 'This is the check value (SHA-256) of the data file of this month. Download the JSON file and compute it: it should be the same.',
		leadFinal:
			'When the month was closed this value was written into the ledger, which can only grow and not be changed.',
		day: 'end of {day}'
	},
	links: { published: 'Published answers', openData: 'Open data', book: 'Public account' },
	openData: {
		title: 'Open data',
		lead: 'The figures of the public account of each month as CSV and JSON, free to use.',
		files: 'Files',
		month: 'Month',
		state: 'State',
		stateFinal: 'closed',
		stateRunning: 'still running',
		licence: 'Use',
		licenceText: 'May be used, passed on and adapted freely with the source named: "{name}".',
		what: 'What is in it, and what is not',
		whatText:
			'Only sums: no single cases, people, places or numbers. What has a denominator or a cell under 5 is left out, and so is what would show it by subtraction. Conduct and service is never a category of its own.',
		change: 'When it changes',
		changeText:
			'Counted anew from the ledger every night. A month is counted for the last time at the end of the 15th of the next month, so that its last cases have been answered and rated too, and never changes again; the SHA-256 of the JSON file is the check value in the account, and the ETag.',
		address: 'Addresses',
		addressText:
			'Put in the month you want, for example 2026-10. Other sites may read them directly (CORS, read only). The CSV is UTF-8 with a BOM and opens in spreadsheet programs.',
		schema: 'The JSON format',
		version:
			'Format version {version}. New fields do not change the version; fields that go or change their meaning do.',
		fields: {
			schema: 'Format and version',
			month: 'Month, YYYY-MM',
			asOf: 'Counted up to this instant (ISO 8601, UTC)',
			isFinal: 'Whether the month is closed',
			source: 'Source and terms of use',
			figures: 'Indicators: key, part, whole, count, median, mean, of; what is left out is null, and hidden is true',
			levels: 'People for each of the five levels, 5 is very satisfied; what is left out is null',
			categories: 'Cases received by level-1 category; code null is the others together',
			channels: 'Cases received by channel; code null is the others together'
		},
		indicators: 'How the indicators are counted',
		indicator: 'Indicator',
		key: 'Field',
		means: 'How'
	},
	csv: {
		section: 'section',
		key: 'field',
		name: 'name',
		part: 'part',
		whole: 'whole',
		value: 'value',
		note: 'note',
		hidden: 'under 5, left out',
		sections: {
			about: 'about',
			figures: 'indicators',
			levels: 'ratings',
			categories: 'categories',
			channels: 'channels'
		}
	}
} satisfies Wording<typeof law>;
