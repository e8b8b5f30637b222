import type { Wording } from './wording.ts';
import type { submit as law } from './submit.zh-cn.ts';

export const submit = {
	step: 'Step {step} of 4',
	resume: {
		title: 'Go on where you left off',
		text: 'You had begun to write. Go on with it?',
		go: 'Go on',
		fresh: 'Start a new one'
	},
	unkept: {
		title: 'The receipt of what you just sent is still there',
		text: 'Note number and code before you write the next one.',
		go: 'Show the receipt'
	},
	what: {
		title: 'What would you like to do?',
		hint: 'Choose what comes closest',
		type: 'What would you like to do',
		types: {
			question: 'Ask a question',
			help: 'Ask for help',
			complaint: 'Complain',
			suggestion: 'Suggest something',
			thanks: 'Say thank you'
		},
		typeHints: {
			question: 'About rules or paperwork; answered within 3 working days',
			help: 'Something is broken or difficult',
			complaint: 'About a person, a matter or a unit',
			suggestion: 'A good idea',
			thanks: 'Praise'
		},
		tile: 'What is it about',
		tileHint: 'Not sure? Leave it: we pass it to the right people',
		category: 'More precisely',
		none: 'Not sure',
		discipline: 'To report misconduct call 12388. Here only ordinary complaints about service are handled.'
	},
	where: {
		title: 'What happened, and where',
		text: 'What is it about',
		textHint: 'What, when, and what you hope for. Please no ID, bank card or door numbers.',
		want: 'What you hope for',
		wantHint: 'One sentence is enough',
		place: 'Where',
		placeHint: 'A crossing or shop nearby, so that we find it',
		area: 'Village or part',
		noArea: 'Not sure',
		dangerTitle: 'This sounds dangerous. Call now, then go on writing',
		danger: 'People are in danger',
		dangerHint:
			'Ticked, it is handled as urgent, within 24 hours. For fire, electricity or injury call 119, 110 or 120 first.',
		check: 'See whether to call somebody first',
		next: 'Continue: how to reach you',
		saved: 'Saved as a draft for 7 days',
		advice: 'Three things that speed it up',
		advice1: 'Where: a crossing, a bridge, next to which shop',
		advice2: 'Since when, and at what time of day',
		advice3: 'Whom it affects, and whether it is dangerous',
		answerTime: 'When you get an answer',
		answerText: 'Ordinary matters within seven days, important ones within a month.'
	},
	contact: {
		title: 'How to reach you',
		again:
			'Contact details are kept only until the browser is closed. Please enter them again, or choose to leave none.',
		identity: 'Leave contact details?',
		anonymous: 'No (anonymous)',
		anonymousHint:
			'You follow it with number and code alone. We cannot call to check, and a lost code cannot be recovered.',
		contact: 'Yes, you may contact me',
		contactHint: 'Whoever handles it must give a reason before seeing them; each look is recorded.',
		confidential: 'Yes, but confidential',
		confidentialHint: 'Sealed: the handling unit cannot see who you are and gets only a checked text.',
		name: 'How to address you',
		nameHint: 'For example Ms Lin. It need not be your real name',
		phone: 'Mobile or landline',
		phoneHint: 'A mobile, a landline or an e-mail: one is enough. Only to check facts and tell you the result',
		email: 'E-mail',
		hours: 'When may we call',
		call: 'Please call me with the result',
		callHint: 'This site sends no messages. If not ticked, look it up with number and code.',
		avoid: 'Who should not see it',
		avoidHint: 'If it is about a unit or a person, you can keep it from them.',
		avoidUnits: 'These units may not see it',
		avoidWords: 'These people may not see it',
		avoidWordsHint: 'Names or posts; the dispatcher sees to it',
		publish: 'When it is done, a short account of this matter may be published',
		publishHint:
			'Unticked, nothing is. What could tell who you are is left out first, and you may withdraw at any time.',
		publicComputer: 'This is a shared computer',
		publicHint: 'Ticked, the code is shown once and nothing stays behind',
		minor: 'Under 14: please fill it in with a parent or staff, and do not leave your own contact details.',
		consent: 'I have read the privacy notice',
		notice:
			'We collect only what handling needs, show it only to those who handle it, and delete your contact details {contactDays} days after closing.',
		noticeLink: 'Read it in full',
		next: 'Continue: check'
	},
	check: {
		title: 'Check, then send',
		type: 'What you want',
		category: 'About',
		text: 'Matter',
		want: 'You hope for',
		place: 'Place',
		photos: 'Photos',
		contact: 'Contact',
		publish: 'Publication',
		publishYes: 'A short account may be published',
		publishNo: 'Not published',
		avoid: 'May not see it',
		changeWhat: 'Change {what}',
		none: 'Left empty',
		photoCount: '{count} photos',
		callWanted: 'call me with the result',
		confidentialMeans:
			'Confidential: the handling unit cannot see your contact. Who looked and why, you can see at any time.',
		anonymousMeans: 'Anonymous: no contact. Be sure to keep number and code.',
		submit: 'Send to {place}',
		due: 'You get an answer by {due} at the latest. Number and code are shown next.',
		dueUrgent: 'Handled as urgent: by {due}. Please call {phones} now.',
		similar: {
			title: '{count} similar matters nearby are being handled',
			hint: 'If it is the same, say so: we handle and answer it together. You still get your own number and rate for yourself.',
			same: 'This happens to me too',
			week: 'week of {day}',
			none: 'None of these, or not sure'
		},
		rights:
			'Speaking up and rating are your right. Nobody may make trouble for you because of it. If somebody does, call {phone}, 12345 or 12388.'
	}
} satisfies Wording<typeof law>;
