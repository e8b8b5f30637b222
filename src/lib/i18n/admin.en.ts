import type { Wording } from './wording.ts';
import type { admin as law } from './admin.zh-cn.ts';

export const admin = {
	title: 'Settings',
	sections: {
		staff: 'Staff and roles',
		units: 'Units and areas',
		categories: 'Categories and tiles',
		calendar: 'Working calendar',
		texts: 'Site texts and phones'
	},
	missingYear: 'The holidays of {year} are not imported; Monday to Friday count as working days.',
	saved: 'Saved.',
	save: 'Save',
	add: 'Add',
	active: 'In use',
	none: 'none',
	staff: {
		username: 'Account',
		name: 'Name',
		unit: 'Unit',
		add: 'Make an account',
		disable: 'Disable',
		enable: 'Enable',
		disabled: 'disabled',
		grant: 'Give a role',
		role: 'Role',
		remove: 'Take {role}',
		confirm: 'Confirm {role}',
		waiting: 'waits for a second person',
		link: 'Make a one-time link',
		renews: {
			first: 'First sign-in',
			password: 'New password',
			factor: 'New one-time codes',
			both: 'Lost both (came in person)'
		},
		linkMade:
			'The link is shown this once and holds for 30 minutes. After another administrator or the supervisor has confirmed it, give it to the person face to face or by phone.',
		links: 'Links that wait',
		confirmLink: 'Confirm this link',
		confirmed: 'confirmed',
		noLinks: 'none',
		hasFactor: 'has one-time codes',
		noFactor: 'no one-time codes',
		noPassword: 'no password yet'
	},
	units: {
		title: 'Units',
		name: 'Name',
		phone: 'Public phone',
		parent: 'Unit above',
		areas: 'Areas',
		dispatcher: 'Dispatcher'
	},
	categories: {
		title: 'Categories',
		name: 'Name in Chinese',
		nameEn: 'Name in English',
		unit: 'Default unit',
		tiles: 'Entry tiles (home and kiosk)',
		label: 'Label',
		labelEn: 'Label in English',
		hint: 'Hint',
		hintEn: 'Hint in English',
		codes: 'Level-1 codes, separated by spaces',
		phrases: 'Phrases of the kiosk (one a line, at most 12 of 30 characters)',
		phrasesEn: 'Phrases in English (one a line)'
	},
	calendar: {
		import: 'Import a year',
		year: 'Year',
		imported: '{count} days imported.',
		unknown: 'That year is not published yet; import it when it is.',
		day: 'Day',
		kind: 'It is',
		kinds: { holiday: 'a holiday', workday: 'a working day', none: 'ordinary' },
		name: 'Note',
		list: 'Special days'
	},
	texts: {
		name: 'Site name',
		nameEn: 'Site name (English)',
		place: 'Sent to whom (on the button)',
		host: 'Run by',
		phone: 'Phone',
		email: 'E-mail',
		icp: 'Registration',
		supervisorPhone: 'Supervisor’s phone',
		officeNumbers: 'Office numbers an answer may name (separated by spaces)'
	}
} satisfies Wording<typeof law>;
