import type { Wording } from './wording.ts';
import type { receipt as law } from './receipt.zh-cn.ts';

export const receipt = {
	title: 'Received, thank you',
	titlePage: 'Receipt',
	number: 'Case number',
	copy: 'Copy the number',
	copied: 'Copied',
	due: 'At the latest',
	dueAfter: 'you get an answer',
	dueUrgent: 'it is dealt with',
	code: 'Access code (10 digits, please write it down)',
	codeNote: 'Number and code open your case. After {until} it is not shown here any more. Do not give it to anybody.',
	codeOnce: 'A shared computer: the code is shown this once. Write it down now.',
	codeGone:
		'The code is no longer shown. Use the number and code you wrote down. If you did not: who left a phone can get help at reception; without contact it cannot be recovered, but you may file again and mention this number.',
	anonymous:
		'You left no contact. We cannot call to check; please follow and add to it with number and code. A lost code cannot be recovered.',
	confidential:
		'Your contact is sealed; the handling unit cannot see it. Who looked and why is recorded, and you can see it at any time.',
	qrTitle: 'Scan to follow it',
	qrText: 'No number or code to type. A relative’s phone works too.',
	qrAlt: 'QR code that opens the case',
	submittedAt: 'Sent {at} · receipt check {hash}',
	savePicture: 'Save as picture',
	print: 'Print (A4)',
	noted: 'I have noted it, show the case',
	remember: 'Remember on this phone',
	rememberHint: 'Opens without typing next time on this phone. Leave it off if others use this phone.',
	nextTitle: 'What comes next',
	next1: 'By {day}',
	next1Text: 'We say whether we take it and who handles it',
	next2Text: 'You get an answer. If it is raised to important, we say why and give the new date',
	next3: 'After the answer',
	next3Text: 'Please rate. Not satisfied? Somebody else handles it again',
	ask: 'Add news under "Track" at any time. By phone: {phone}, give the number.',
	goneTitle: 'The receipt is no longer shown',
	printSlip: 'Print a slip (80 mm)',
	pictureAlt: 'Picture of the receipt',
	pictureHint: 'If it was not saved by itself, press and hold the picture.',
	next2Urgent: 'It is dealt with and you get an answer',
	urgent: 'In danger? Call now:'
} satisfies Wording<typeof law>;
