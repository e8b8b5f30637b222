import type { Wording } from './wording.ts';
import type { photos as law } from './photos.zh-cn.ts';

export const photos = {
	title: 'Send photos from your phone',
	lead: 'The kiosk shows a code under "Add photos": scan it, or copy its 10 digits here.',
	code: '10 digits',
	codeHint: 'Below the code on the kiosk; good for 10 minutes and one phone',
	open: 'Connect to the kiosk',
	scanned: 'Connecting to the kiosk …',
	wrong: {
		malformed: 'The code has 10 digits: please check it against the kiosk.',
		code: 'This code is wrong, older than 10 minutes, or was used by another phone. Go back on the kiosk, press "Add photos" again and use the new code.',
		ticket:
			'This code is older than 10 minutes or was used by another phone. Go back on the kiosk, press "Add photos" again and scan the new code.'
	},
	promise:
		'The photos are handed in together with what you wrote on the kiosk. The kiosk shows how many, not the photos.',
	until: 'Send them before {time}. After that, press "Add photos" on the kiosk again and scan the new code.',
	done: 'All sent',
	doneTitle: { some: 'Photos received: {count}', none: 'No photos yet' },
	next: 'Look at the kiosk, press "Done" and hand in.',
	nextNone: 'You can hand in without photos: look at the kiosk, press "No photos" and go on.',
	more: 'Add more, or remove',
	over: {
		title: 'The 10 minutes are over',
		text: 'Your photos ({count}) are kept and handed in with the rest. To add more, go back on the kiosk, press "Add photos" again and use the new code.',
		none: 'No photo arrived. Go back on the kiosk, press "Add photos" again and use the new code.'
	},
	used: {
		title: 'Handed in already',
		text: 'The photos went along with what you wrote, and nothing can be added here. To send more, open the case with the number and code of your receipt and choose "Add information".',
		track: 'Check progress'
	}
} satisfies Wording<typeof law>;
