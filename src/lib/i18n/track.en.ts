import type { Wording } from './wording.ts';
import type { track as law } from './track.zh-cn.ts';

export const track = {
	title: 'Track your case',
	hint: 'Number and code are on your receipt',
	number: 'Case number',
	numberHint: 'For example MQ261119-3058211',
	code: 'Access code (10 digits)',
	open: 'Track',
	lost: 'Lost the code? Bring your receipt to the reception desk, or call {phone} if you left a phone. Without contact and receipt it cannot be recovered.',
	scanned: 'Opening your case …',
	noScript: 'Please enter number and code below.',
	submittedOn: '{class} · sent {at}',
	facts: { now: 'Now', next: 'Next', latest: 'Latest' },
	now: {
		submitted: 'Waiting to be accepted; in charge: {owner}, {unit}',
		need_info: 'Waiting for you to add information',
		accepted: 'Accepted; {owner}, {unit}, is finding the right unit',
		assigned: 'Given to {unit}; in charge: {owner}',
		return_requested: 'Checking which unit is right; in charge: {owner}',
		processing: '{owner}, {unit}, is working on it',
		extension_pending: '{unit}, {owner}, is working on it and has asked for more time',
		long_term: 'It takes long; {unit}, {owner}, follows the plan',
		review: '{unit} has written an answer; it is under review',
		answered: 'Your turn: please rate. {unit} has answered',
		rework: '{unit} handles it again; in charge: {owner}',
		closed: 'Closed',
		archived: 'Archived',
		rejected: 'Outside our remit',
		redirected: 'We told you whom to ask',
		withdrawn: 'You withdrew it'
	},
	next: {
		submitted: 'We say whether we take it',
		need_info: 'Work goes on once you have added it',
		accepted: 'It is given to a unit',
		assigned: 'The unit signs for it',
		return_requested: 'It is assigned again',
		processing: 'You get an answer',
		extension_pending: 'An answer; you are told first if more time is granted',
		long_term: 'The phases of the plan below',
		review: 'The answer is published',
		answered: 'Read the answer and say whether it is solved',
		rework: 'You get a second answer',
		closed: 'If it comes back within 30 days you may ask for re-handling',
		archived: 'If it comes back, file again and name this number',
		rejected: 'You may ask for one re-check; with news you may file again',
		redirected: 'With news you may file again',
		withdrawn: 'With news you may file again'
	},
	latest: {
		answer: 'an answer by {due}',
		phase: 'This phase by {due}',
		supply: 'please add it by {due}; this time does not count',
		rate: 'rate by {due}',
		rateHint: 'After that it closes as "not rated", never as satisfied',
		none: 'no date'
	},
	oldDue: 'first {due}',
	promised: 'We promised you an answer by {date}',
	promise: 'This matter needs {units} together. {lead} leads; we promise you an answer by {date}.',
	extended: {
		moved: 'An answer was promised by {old}; it now takes until {new}.',
		reason: 'Reason: {text}',
		sofar: 'Progress so far: {text}',
		sorry: 'We are sorry for the delay and keep following it up.'
	},
	longTerm: {
		title: 'The plan',
		listed: 'This takes long. We have put it on the list of long-running matters, with this plan:',
		told: 'We tell you where it stands every {days} days.',
		notice: 'Next notice: by {due}',
		all: 'All long-running matters'
	},
	answer: { title: 'Your answer', by: '{at} · {unit}' },
	timeline: 'What happened',
	you: 'You',
	systemBy: 'System',
	nextStep: 'Next',
	nextOn: 'Expected',
	reason: 'Reason',
	route: 'You can',
	routes: 'With news you may file again. You may also call 12345, or use petition, administrative review or court.',
	sorry: {
		text: 'This took longer than we promised. We are sorry.',
		by: '{lead} now sees to it.',
		latest: 'Latest progress: {text}',
		none: 'We tell you as soon as there is any progress.'
	},
	spoken: '(Recording) ',
	recording: '1 recording, {seconds} seconds',
	uploaded: 'Photos by {who}',
	responsible: 'In charge: {name}',
	looks: {
		title: 'Who opened my contact details',
		none: 'Nobody so far.',
		count: '{count} times in all. Each needs a reason and cannot be changed or deleted.',
		line: '{name} ({unit})',
		reason: 'Reason: {reason}. {words}'
	},
	acts: {
		title: 'You can also',
		rate: 'Rate the handling',
		changeRating: 'Change your rating',
		supplement: 'Add information',
		remind: 'Send a reminder',
		remindHint: 'Whoever is in charge sees it at once. Once a day.',
		withdraw: 'Withdraw',
		rework: 'Ask for re-handling',
		recheck: 'Ask for one re-check',
		contact: 'Change or delete contact details',
		addContact: 'Leave contact details',
		confidential: 'Make it confidential',
		record: 'Print or export my record',
		code: 'Set a new access code',
		forget: 'Forget remembered phones ({count})',
		leave: 'Leave (sign out on this device)',
		release: 'Let the handler know who I am',
		consent: 'Agree to publication',
		consentHint:
			'A short account of the matter and the answer. What could tell who you are is left out, and you may withdraw at any time. Declining changes nothing.',
		withdrawConsent: 'Withdraw publication',
		withdrawConsentHint:
			'You agreed to publication. When you withdraw, what is public goes at once and nothing more is published.',
		declineFollowUp: 'No follow-up calls',
		declineFollowUpHint: 'After closing we sometimes ring to ask how it went. If you would rather not, choose this.'
	},
	mustRenew: 'Your code was read out by phone. To be safe, first set one that only you know.',
	done: {
		supplement: 'Thank you, it was added.',
		remind: 'Reminder sent; whoever is in charge can see it.',
		rate: 'Thank you for rating.',
		contact: 'Contact details updated.',
		confidential: 'It is confidential now.',
		recheck: 'Re-check asked; another person will look.',
		rework: 'Re-handling asked; somebody else takes it.',
		withdraw: 'Withdrawn.',
		forget: 'Remembered phones are forgotten.',
		release: 'The handler may know now.',
		consent: 'Noted. What could tell who you are is left out first.',
		withdrawConsent: 'Publication is withdrawn.',
		declineFollowUp: 'We will not ring you to follow up.'
	},
	mergedInto:
		'Your matter is the same as number {main} and is handled together with it. Your own number still shows the progress and takes your rating.',
	issue: {
		title: 'This is a common issue',
		hint: 'You are not the only one: we deal with it as one problem. Your own matter still gets its own answer and your rating.',
		settled: 'settled'
	},
	letter: {
		title: 'Other matters of this letter',
		hint: 'Your letter holds several matters. Each is handled and answered by itself; the one number and code opens all.',
		open: 'Open "{title}"',
		openShort: 'Open'
	},
	askedInfo: 'We need more from you',
	toCase: 'Back to the case',
	supplement: {
		title: 'Add information',
		text: 'What to add',
		textHint: 'News, a better place or time. Please no ID or bank card numbers.',
		submit: 'Add it'
	},
	withdraw: {
		title: 'Withdraw this case',
		text: 'Nothing more is done; what was written stays on record. With news you may file again.',
		reason: 'Why',
		submit: 'Withdraw'
	},
	rework: {
		title: 'Ask for re-handling',
		text: 'Somebody else handles it; a second answer comes within 15 working days. Once only.',
		reason: 'What is still not solved',
		submit: 'Ask for re-handling'
	},
	contact: {
		title: 'Contact details',
		now: 'On record',
		none: 'none',
		text: 'To be safe only a part is shown. To change them, type them anew.',
		remove: 'Delete my contact details',
		save: 'Save'
	},
	confidential: {
		title: 'Make it confidential',
		text: 'Your contact is sealed and the handling unit cannot see who you are. They no longer get your photos, recording and words; the dispatcher writes them a text without clues.',
		submit: 'Make it confidential'
	},
	newCode: {
		title: 'Set a new access code',
		text: 'The old code, the QR and remembered phones stop working.',
		submit: 'Set a new one',
		fresh: 'New access code (shown once, write it down)'
	},
	release: {
		title: 'Let the handler know who I am',
		text: 'Only {name}, in charge now, may see your contact. If somebody else takes over, they may not.',
		submit: 'I agree'
	},
	record: {
		title: 'My record',
		text: 'Everything on record about this case, to print or to download.',
		json: 'Download JSON',
		unlock: 'To see your contact details in full, type the phone or e-mail you left',
		unlockField: 'Phone or e-mail',
		unlockSubmit: 'Check',
		print: 'Print',
		nonce: 'Nonce'
	},
	rate: {
		title: 'How was it handled?',
		solved: 'Was your problem solved?',
		stars: 'Are you satisfied?',
		tags: 'Why',
		tagsHint: 'optional, several if you like',
		words: 'In your words',
		privacy:
			'Rating is voluntary. Those who handled it cannot see who rated. "My details were leaked" and "I fear trouble" go straight to the supervisor. You can change it for 7 days.',
		bad: 'If you are dissatisfied, somebody else handles it again.',
		submit: 'Send rating',
		later: 'Later'
	}
} satisfies Wording<typeof law>;
