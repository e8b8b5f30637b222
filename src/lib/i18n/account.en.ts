import type { Wording } from './wording.ts';
import type { account as law } from './account.zh-cn.ts';

export const account = {
	signIn: {
		title: 'Staff sign-in',
		promises: [
			'Every matter gets an answer',
			'Residents see who looked at their contact',
			'Signed out after 15 idle minutes; what you wrote is kept'
		],
		username: 'Account',
		password: 'Password',
		next: 'Continue',
		factorTitle: 'Step two: one-time code',
		factor: '6-digit code, or a recovery code',
		factorHint: 'Open the authenticator app on your phone. If the phone is lost, use a recovery code.',
		submit: 'Sign in',
		other: 'Use another account',
		lost: 'Forgot the password or lost the phone: ask an administrator for a one-time link; a second person confirms it.',
		demo: 'Demo mode: all accounts are public. Do not enter real information.',
		demoPassword: 'The password is always {password}',
		demoCode: 'Code'
	},
	title: 'My account',
	name: 'Name',
	roles: 'Roles',
	mustEnrol: 'Your role needs a second factor. Set it up first to use the back office.',
	enrol: {
		title: 'Set up one-time codes',
		text: 'Scan the QR with the authenticator app on your phone, then enter the 6 digits it shows.',
		secret: 'If you cannot scan, enter this key: {secret}',
		code: '6-digit code',
		submit: 'Set up',
		done: 'Done. These recovery codes are shown once: write them down. Each works once.',
		has: 'One-time codes are set up. For a new phone ask an administrator for a one-time link.',
		qrAlt: 'QR code for the authenticator app'
	},
	password: {
		title: 'Change password',
		old: 'Current password',
		fresh: 'New password',
		hint: 'At least 8 characters; four unrelated words are good',
		submit: 'Change password',
		done: 'Password changed; other sign-ins are ended.'
	},
	pin: {
		title: 'PIN for filling in at a kiosk',
		text: 'To fill in for somebody at a kiosk, press your name and enter this PIN. Choose one unlike your password, phone or birthday.',
		fresh: 'New PIN',
		hint: '6 to 12 digits, not all the same, not in order like 123456',
		old: 'Current password',
		submit: 'Set the PIN',
		isSet: 'A PIN is set. If you forgot it, set a new one.',
		done: 'The PIN is set and works at the kiosk at once.'
	},
	dutyPhone: {
		title: 'Mobile for duty',
		text: 'While you are on duty, urgent cases send an SMS to this mobile. The number is sealed: nobody sees it, and you can only replace or remove it.',
		label: 'Mobile number',
		hint: 'Empty means none',
		submit: 'Keep the mobile',
		isSet: 'A number is kept.',
		done: 'The mobile for duty is kept.'
	},
	sessions: {
		title: 'Sign-ins elsewhere',
		end: 'End all but this one',
		done: 'Other sign-ins are ended.',
		count: '{count} other sign-ins'
	},
	history: { title: 'Account record', none: 'Nothing yet' },
	events: {
		'staff.created': 'Account made',
		'staff.changed': 'Account changed',
		'staff.disabled': 'Disabled',
		'staff.enabled': 'Enabled',
		'staff.role-granted': 'Role given',
		'staff.role-confirmed': 'Role confirmed',
		'staff.role-removed': 'Role taken',
		'staff.signed-in': 'Signed in',
		'staff.signed-out': 'Signed out',
		'staff.sessions-ended': 'Sign-ins ended',
		'staff.password-set': 'Password set',
		'staff.factor-enrolled': 'One-time codes set up',
		'staff.factor-removed': 'One-time codes removed',
		'staff.recovery-code-used': 'Recovery code used',
		'staff.link-made': 'One-time link made',
		'staff.link-confirmed': 'One-time link confirmed',
		'staff.link-used': 'One-time link used',
		'staff.looked-up-phone': 'Looked up a number by phone',
		'staff.assist-pin-set': 'PIN for filling in set'
	},
	renew: {
		title: 'One-time link',
		text: 'The link from your administrator works for 30 minutes, once.',
		token: 'The secret in the link',
		password: 'New password',
		code: 'One-time or recovery code',
		codeHint: 'needed for a new password, to show it is you',
		oldPassword: 'Current password',
		oldPasswordHint: 'needed for new one-time codes, to show it is you',
		submit: 'Continue',
		done: 'Done, please sign in.'
	}
} satisfies Wording<typeof law>;
