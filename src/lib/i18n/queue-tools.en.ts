import type { queueTools as law } from './queue-tools.zh-cn.ts';
import type { Wording } from './wording.ts';

export const queueTools = {
	presence: {
		look: '{name} is looking',
		'draft-answer': '{name} is writing the answer',
		'report-progress': '{name} is writing progress',
		publish: '{name} is reviewing the answer',
		'accept-assign': '{name} is accepting and assigning',
		assign: '{name} is assigning',
		classify: '{name} is correcting category and dates',
		'request-info': '{name} is asking the resident',
		reject: '{name} is writing a rejection',
		redirect: '{name} is passing it on',
		'answer-on-the-spot': '{name} is answering on the spot',
		'return-assignment': '{name} is returning it',
		reassign: '{name} is changing the handler',
		'request-extension': '{name} is asking for an extension',
		'arrange-joint': '{name} is arranging joint handling',
		merge: '{name} is merging',
		split: '{name} is splitting',
		'add-note': '{name} is writing a note'
	},
	conflict: {
		title: 'This case has just changed',
		what: '{at}, {name}: {what}',
		now: 'Now',
		due: 'answer by {due}',
		again: 'What you wrote is kept below. Look at the latest, then send again if it still fits.',
		notAnyMore: '“{act}” is no longer possible. What you wrote is kept below, so you can copy it.',
		look: 'Look at the latest (new window)'
	}
} satisfies Wording<typeof law>;
