import type { Wording } from './wording.ts';
import type { shared as law } from './shared.zh-cn.ts';

export const shared = {
	skip: 'Skip to content',
	siteTagline: 'Huiyin: every matter gets an answer',
	nav: { home: 'Home', submit: 'Speak up', track: 'Track', label: 'Main' },
	bar: {
		label: 'Display',
		elder: 'Large type',
		normal: 'Normal type',
		read: 'Read aloud',
		stop: 'Stop reading',
		contrast: 'High contrast',
		plain: 'Normal contrast',
		dark: 'Dark',
		light: 'Light',
		language: '中文'
	},
	footer: {
		urgent: 'In an emergency call first',
		call: 'You can also call',
		orCall: 'Or call 12345.',
		email: 'E-mail',
		about: 'About',
		privacy: 'Privacy',
		accessibility: 'Accessibility',
		scope: 'What we cannot take',
		longTerm: 'Long-running matters',
		common: 'Common issues',
		faq: 'Questions and answers',
		accountBook: 'Public account',
		openData: 'Open data',
		host: 'Run by',
		icp: 'Registration',
		notReplacing:
			'This is not 110, 119 or 120, and it does not replace petition, administrative review, court or arbitration.',
		noPhone: 'No smartphone?',
		noPhoneText: 'At the service centre’s reception desk staff fill it in with you.'
	},
	back: 'Back',
	previous: 'Back',
	next: 'Continue',
	change: 'Change',
	save: 'Save',
	cancel: 'Leave as it is',
	optional: 'optional',
	choose: 'Please choose',
	plan: { until: 'By {day}', done: 'finished {day}', current: 'under way' },
	endAndClear: 'End and clear',
	photos: {
		title: 'Photos',
		hint: 'Up to 5, JPG, PNG or WebP. Please avoid faces and number plates. Position data is removed.',
		choose: 'Choose photos',
		upload: 'Upload this one',
		nth: 'Photo {n}',
		done: 'Uploaded',
		remove: 'Remove',
		removeNth: 'Remove photo {n}',
		retry: 'Retry',
		cancel: 'Cancel',
		uploading: 'Uploading {percent}%',
		failed: 'Not uploaded: the connection broke',
		waiting: '{count} photos are still on their way. Press again to go on without them.'
	},
	error: {
		title404: 'Page not found',
		text404: 'The address may be wrong, or you may not see this page.',
		titleAway: 'Busy, please wait a moment',
		textAway: 'What you wrote is kept. Try again in half a minute.',
		titleFault: 'Something went wrong',
		textFault: 'We have noted it. What you wrote is kept, please try again; if it fails, call us and give this number:',
		home: 'Home',
		again: 'Try again'
	}
} satisfies Wording<typeof law>;
