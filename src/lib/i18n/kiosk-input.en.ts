import type { kioskInput as law } from './kiosk-input.zh-cn.ts';
import type { Wording } from './wording.ts';

export const kioskInput = {
	pad: 'Write here',
	guess: 'Perhaps these',
	more: 'More',
	erase: 'Erase',
	rewrite: 'Again',
	digits: 'Digits',
	signs: 'Letters',
	loading: 'Getting ready …',
	failed: 'Writing does not work. Please type, or pick a phrase.',
	space: 'Space',
	typed: 'Type',
	phrases: 'Tap a phrase to add it',
	start: 'Touch to speak',
	startHint: 'Two minutes at most, any language',
	only: 'Only those who handle it listen. Deleted after closing, as the privacy notice says.',
	alsoText: ' Our own machine tries to turn it into text and keeps nothing; you decide whether to use it.',
	speaking: 'Recording, {seconds} s',
	ask: 'When you are done: is anybody in danger?',
	no: 'No danger, done',
	yes: 'Danger, done',
	replay: 'Listen',
	stop: 'Stop',
	again: 'Record again',
	broken: 'The microphone does not work. Please type, pick a phrase, or get help.',
	recorded: 'Recorded, {seconds} s'
} satisfies Wording<typeof law>;
