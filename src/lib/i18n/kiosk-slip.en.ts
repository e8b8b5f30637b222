import type { kioskSlip as law } from './kiosk-slip.zh-cn.ts';
import type { Wording } from './wording.ts';

export const kioskSlip = {
	title: 'Receipt',
	number: 'Number',
	code: 'Access code',
	secret: 'keep it to yourself',
	due: 'Answer by',
	dueAfter: '',
	submitted: 'Handed in',
	kind: 'Kind',
	point: 'Place',
	scan: 'Scan with a phone, nothing to type',
	family: "A relative's phone will do",
	look: 'To look it up: scan, or come to any reception point',
	phone: 'Phone {phone} or 12345',
	rate: 'Once it is done, scan this slip at the kiosk and say how it was.',
	urgent: 'In an emergency call 110, 119 or 120 first',
	keep: 'Keep it safe. Thermal paper fades in about a year.',
	printing: 'Printing, please take it',
	printed: 'Printed, please take it',
	'no-paper': 'Out of paper: take a photo or write it down',
	failed: 'The printer does not answer: take a photo or write it down',
	none: 'Take a photo or write it down'
} satisfies Wording<typeof law>;
