import type { Wording } from './wording.ts';
import type { desk as law } from './desk.zh-cn.ts';

export const desk = {
	title: 'Reception desk',
	file: { title: 'File for somebody', hint: 'Write what is said, without changing its sense. Then read it back.' },
	channel: {
		label: 'How it came',
		reception: 'In person',
		phone: 'By phone',
		forwarded: 'Passed on (higher authority, 12345 …)'
	},
	type: 'What they want',
	text: 'What was said',
	want: 'What they hope for',
	place: 'Where',
	area: 'Area',
	category: 'Category',
	none: 'Not sure',
	identity: 'Contact',
	name: 'How to address them',
	phone: 'Mobile or landline',
	call: 'call with the result',
	publish: 'asked the person: a short account may be published (untick if not asked or not agreed)',
	danger: 'People are in danger',
	readBack: 'Read back',
	readBackTick: 'Read back to the person, who agrees',
	told: ['They get a number and a code', 'By when they get an answer', 'They can add, withdraw and rate at any time'],
	submit: 'File',
	filed: {
		title: 'Received',
		due: 'An answer by {due} at the latest',
		slip: 'Print the receipt',
		slipHint: 'The code is on paper alone, never on the screen, and prints once.',
		readOut: 'Read out to the caller',
		readOutHint: 'The code is shown this once. The caller writes it down and must change it at the first use.',
		onTheSpot: 'Answer on the spot',
		open: 'Open the case',
		another: 'File another'
	},
	slip: {
		number: 'Case number',
		code: 'Access code',
		due: 'An answer by {due} at the latest',
		scan: 'Scan to follow it',
		hidden: 'The code is on paper alone. Print this page (Ctrl+P); it cannot be printed again.',
		print: 'Print',
		readOutTitle: 'Read it out twice'
	},
	lost: {
		title: 'Lost code',
		text: 'A new one is given only against the receipt (paper or picture), or after calling the phone that was left. Never on a name, phone or matter alone.',
		number: 'Case number',
		how: 'Against what',
		receipt: 'Saw the receipt: print a new one',
		callBack: 'Called the phone that was left: read out a new one (only who may see the contact)',
		submit: 'Set a new code'
	},
	lookUp: {
		title: 'Find a number by phone',
		text: 'Only to help one who lost the number. Ten a day, each recorded and shown to the resident. Confidential cases do not appear.',
		phone: 'Mobile or landline',
		reason: 'Reason',
		submit: 'Find',
		none: 'Nothing found'
	}
} satisfies Wording<typeof law>;
