import type { oversight as law } from './oversight.zh-cn.ts';
import type { Wording } from './wording.ts';

export const oversight = {
	title: 'Oversight desk',
	lead: 'What drags, where nobody has heard a word, who looked at contacts. A number opens its list. Nobody is ranked here.',
	lists: {
		overdue: 'Overdue',
		silent: 'Long in silence',
		unanswered: 'Unanswered for more than 25 days (alarm)',
		rework: 'Handled a second time',
		second: 'Second bad rating',
		dead: 'Messages not delivered',
		reveals: 'Contacts looked at, 30 days',
		readings: 'Bulk reading (alarm)'
	},
	hints: {
		overdue: 'Past the latest day of the answer; the earliest due first.',
		silent: 'The day of a progress note has passed and nothing was said to the resident.',
		unanswered:
			'Whatever was extended, paused or listed: a resident who waits so long without an answer raises an alarm. Registered supervision takes it off; after as long again it is back.',
		rework: 'The first answer did not satisfy.',
		second: 'Neither answer satisfied: for the lead official to read.',
		dead: 'SMS and mail that were tried for two days.',
		reveals: 'Who, when, by which reason, which number. The contact itself is not here.',
		readings:
			'An alarm when somebody opens unusually many pages of cases, or contacts, in an hour or a day. Only a count, without which case, kept 90 days; it is no record of working time and judges nobody. How many is set under “Rules and limits”.'
	},
	orphans: {
		title: 'Cases in nobody’s charge',
		lead: 'Every case has somebody in charge, a due and a next step; every ended one an outcome. It should be 0.',
		last: 'The night of {at}: {count}.',
		never: 'The nightly check has not been made yet.',
		now: 'Of the open cases just now: {count}.',
		check: 'Check the open ones now'
	},
	untitled: '(confidential, not checked for clues yet)',
	due: 'by {due}',
	submitted: 'submitted {at}',
	none: 'None.',
	deadHint: 'Supervisors and dispatchers see and resend them under “SMS and mail”.',
	more: 'Further ones',
	measures: {
		'pages-hour': 'the hour from {at}: {count} pages of cases',
		'pages-day': 'the day from {at}: {count} pages of cases',
		'contacts-day': 'the day from {at}: {count} contacts and phones'
	},
	mark: 'Looked into',
	markOne: 'Looked into: {name}',
	own: 'somebody else looks into it',
	seen: 'looked into {at}',
	seenDone: 'Noted.'
} satisfies Wording<typeof law>;
