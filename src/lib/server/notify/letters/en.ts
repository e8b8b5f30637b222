import type { Letters } from './words.ts';

export const en: Letters = {
	day: '{day} {monthName}',
	moment: '{day} {monthName}, {time}',
	sms: '[{name}] No. {number}: {text} {where}{phone}',
	where: 'See {address} ',
	phone: 'Phone {phone}',
	subject: '{name}: no. {number}, {subject}',
	mail: [
		'Hello,',
		'',
		'No. {number}',
		'{text}',
		'',
		'{where}{phone}',
		'',
		'The page asks for your case number and access code. We never ask for your access code, a password or a bank card in a letter or on the phone.',
		'This mail was sent by a machine. Please do not answer it.'
	],
	kinds: {
		accepted: { subject: 'accepted', text: 'We have accepted your matter and will answer by {dueAt} at the latest.' },
		'info-requested': {
			subject: 'please add something',
			text: 'To deal with this we need more information. Please add it by {supplyBy}; our time limit stands still until then.'
		},
		rejected: {
			subject: 'not accepted',
			text: 'We are sorry that we cannot accept this matter. The page says why and what you can do. You may file again if there is something new.'
		},
		redirected: {
			subject: 'another office',
			text: 'Another office is responsible for this. The page says which one and how to reach it.'
		},
		joint: {
			subject: 'several units',
			text: 'Several units have to work on this together. We promise you an answer by {promisedOn}.'
		},
		extended: {
			subject: 'more time needed',
			text: 'We had promised an answer by {oldDueAt} and now need until {dueAt}. The page says why and how far we are. We are sorry for the trouble and will keep at it.'
		},
		'long-term': {
			subject: 'a long-running matter',
			text: 'This needs more time. We have listed it as a long-running matter and will tell you how it stands every {cycleDays} days. The page shows the plan.'
		},
		progress: { subject: 'progress', text: 'There is news about this matter. Please have a look.' },
		apology: {
			subject: 'we are late',
			text: 'We have not kept the date we promised. We are sorry. The page says how it stands.'
		},
		merged: {
			subject: 'handled together',
			text: 'Your matter is the same as another one, and both are handled together. You can still follow and rate it under your own number.'
		},
		answered: {
			subject: 'answered',
			text: 'There is an answer to your matter. Please have a look and tell us whether you are satisfied.'
		},
		invited: {
			subject: 'please rate',
			text: 'Your matter was answered a week ago. Please tell us whether you are satisfied; if not, we handle it again.'
		},
		rework: {
			subject: 'handled again',
			text: 'We have heard you. Somebody else will handle it again, contact you within a working day, and answer by {dueAt} at the latest.'
		},
		closed: {
			subject: 'closed',
			text: 'This matter is closed. If the problem comes back within 30 days, ask for it to be handled again.'
		},
		'closed-final': { subject: 'closed', text: 'This matter is closed.' },
		'closed-twice': {
			subject: 'closed',
			text: 'This matter was answered twice and is closed now. The page says where else you can turn.'
		},
		alarm: { subject: 'urgent case', text: 'An urgent case is ringing. Please open the back office at once.' },
		'alarm-escalated': {
			subject: 'urgent case',
			text: 'An urgent case has rung and nobody has answered. Please open the back office at once.'
		}
	}
};
