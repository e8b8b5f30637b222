import type { rules as law } from './rules.zh-cn.ts';
import type { Wording } from './wording.ts';

export const rules = {
	sections: { limits: 'Rules and limits', wordings: 'Wording and lists', roles: 'Roles' },
	limits: {
		lead: 'A changed rule counts for what is submitted from now on; cases under way keep what was promised. It can only be changed in the residents’ favour, and no further than the regulations.',
		range: '{least} to {most}; {usual} unless changed',
		rolls: { no: 'no roll (stricter, and usual)', yes: 'on to the next working day' },
		groups: {
			deadline: 'Deadlines',
			notice: 'Word of progress',
			ladder: 'Once overdue',
			alarm: 'Alarms for the supervisor',
			retention: 'How long things are kept',
			followUp: 'Follow-ups'
		},
		hints: {
			deadline: 'Counted from the submission, until 24:00 of the day. Slips of a kiosk that was off-line know no roll.',
			notice: 'After so many days in silence whoever handles the case is told to say something to the resident.',
			ladder:
				'On the due itself a reminder and an apology; so many working days later supervision, then the lead official.',
			alarm:
				'They appear on the oversight desk, and the supervisor is told. Bulk reading is a count, without which case; it is no record of working time.',
			retention: 'Deleted each night by these figures; the privacy notice says the same. What is held is not deleted.',
			followUp: 'By somebody who did not handle the case; residents may decline.'
		},
		of: {
			'deadline.ordinaryDays': 'Days for an ordinary case',
			'deadline.importantDays': 'Days for an important case, at most (31 is a month)',
			'deadline.questionWorkdays': 'Working days for a question (never beyond an ordinary case)',
			'deadline.urgentHours': 'Hours for an urgent case',
			'deadline.rolls': 'Where the last day is a day off',
			'deadline.pauseDays': 'Days the clock may stand while the resident is asked, in all',
			'deadline.ratingDays': 'Days to rate an answer',
			'deadline.reworkWorkdays': 'Working days for the second answer',
			'notice.ordinaryDays': 'Ordinary cases: every … days',
			'notice.importantDays': 'Important cases: every … days',
			'notice.longTermDays': 'Long-running matters: every … days',
			'ladder.superviseWorkdays': 'Working days after the due until supervision',
			'ladder.leadWorkdays': 'Working days after the due until the lead official',
			'alarm.unansweredDays': 'Days without an answer that raise an alarm',
			'alarm.pagesAnHour': 'Pages of cases opened in an hour',
			'alarm.pagesADay': 'Pages of cases opened in a day',
			'alarm.contactsADay': 'Contacts looked at and phones looked up in a day, together',
			'retention.contactDays': 'Days that contact details are kept after closing',
			'retention.attachmentDays': 'Days that photos and recordings are kept after closing',
			'followUp.samplePercent': 'Follow-ups at random, of a hundred closed cases'
		}
	},
	publishing: {
		may: 'may be published',
		never: 'never published',
		hint: 'Welfare, insurance, health, family and neighbours, conduct of staff, and whatever is confidential or about a person are never published: that cannot be changed here.'
	},
	wordings: {
		lists: 'Lists',
		listOf: {
			refusalReason: 'Reasons not to accept',
			revealReason: 'Reasons to look at a contact',
			tag: 'Tags of ratings',
			hotline: 'Other routes',
			letter: 'Messages to residents'
		},
		hints: {
			refusalReason:
				'Codes stay, and so do figures. What is taken out of use cannot be chosen any more; what was said before is still shown.',
			revealReason: 'Codes stay. Residents read on their own page which one was chosen.',
			tag: 'Codes stay. “My information was leaked” and “I fear trouble” go to the supervisor and always remain.',
			hotline: '12345 and the emergency numbers are always there; only what is said beside them changes.',
			letter:
				'Dates and days in braces are filled in and must stay as they are. A message never says what a case is about.'
		},
		zh: 'Chinese',
		en: 'English',
		offered: 'in use',
		stays: 'always in use',
		usual: 'before: {text}',
		saveOne: 'Save: {text}'
	},
	roles: {
		title: 'Who may do what',
		lead: 'To read only. Roles are given and taken away under',
		role: 'Role',
		may: 'May',
		never: 'Never',
		contact: 'Contacts',
		factor: 'One-time code',
		withReason: 'with a reason, which the resident sees',
		no: 'no',
		yes: 'required',
		optional: 'optional',
		of: {
			clerk: {
				may: 'receive, fill in for others, renew codes, keep the reception point',
				never: 'see what others filed; look up more than 10 phones a day'
			},
			dispatcher: {
				may: 'accept, classify, assign, split, merge, decide on returns',
				never: 'see cases about conduct; be an administrator too'
			},
			handler: {
				may: 'work on their own cases: contact, progress, answer, ask for time',
				never: 'publish their own draft; know who is confidential'
			},
			head: { may: 'review and publish, grant time, reassign, hand over', never: 'review their own draft' },
			supervisor: {
				may: 'urge, supervise, exclude, hold, cases about conduct, read the audit',
				never: 'change the record'
			},
			'lead-official': {
				may: 'see all, agree to long-running matters, second bad ratings',
				never: 'answer for a handler'
			},
			'follow-up-caller': { may: 'ask how it went', never: 'about a case they handled' },
			'publication-reviewer': { may: 'publish summaries, take them back', never: 'their own summary' },
			administrator: {
				may: 'accounts, roles, settings',
				never: 'see or handle cases; change their own roles; be a dispatcher or auditor'
			},
			auditor: { may: 'read, verify and take out the audit', never: 'change anything; hold another role' }
		}
	},
	history: {
		title: 'What was changed',
		lead: 'Each change keeps the version before and the version after, and stands in the audit.',
		none: 'Nothing was changed yet.',
		same: 'no difference',
		fresh: '(new)',
		empty: '(empty)',
		system: 'system',
		yes: 'yes',
		no: 'no',
		colon: ':',
		more: 'Earlier changes',
		parts: {
			name: 'Name',
			nameEn: 'Name in English',
			phone: 'Phone',
			parent: 'Unit above',
			dispatcher: 'Dispatcher',
			unit: 'Default unit',
			active: 'In use',
			publishable: 'May be published',
			label: 'Label',
			labelEn: 'Label in English',
			hint: 'Hint',
			hintEn: 'Hint in English',
			codes: 'Level-1 codes',
			phrases: 'Phrases',
			phrasesEn: 'Phrases in English',
			day: 'Day',
			zh: 'Chinese',
			en: 'English',
			offered: 'In use'
		}
	}
} satisfies Wording<typeof law>;
