import type { Wording } from './wording.ts';
import type { home as law } from './home.zh-cn.ts';

export const home = {
	title: 'Just say it',
	hero1: 'Just say it.',
	hero2: 'Within seven days',
	hero3: ' you get an answer.',
	lead: 'A bumpy road, a dead street lamp, rubbish, a bad smell from a factory: a few words will do. No registration, no name or phone needed.',
	submit: 'Speak up',
	track: 'Track',
	points: { time: 'About 2 minutes', photo: 'Photos welcome', privacy: 'Who you are stays private' },
	check: {
		title: 'Track your case',
		hint: 'Number and code are on your receipt',
		number: 'Case number',
		code: 'Access code (10 digits)',
		open: 'Track',
		sample: 'Sample',
		sampleText: 'This is what you will see',
		matter: 'Matter',
		matterText: 'Street lamp out at Stone Bridge, Songgang',
		who: 'Who has it',
		whoText: 'Planning and Environment Office',
		due: 'Latest',
		dueText: 'An answer by Thursday 26 November'
	},
	tiles: { title: 'What is it about?', hint: 'A wrong choice does no harm: we pass it to the right people.' },
	published: 'Read published answers',
	accountBook: 'Read the public account',
	figures: {
		title: 'This month',
		received: 'Received',
		onTime: 'Answered on time',
		median: 'Half are answered within',
		satisfied: 'Satisfied',
		cases: 'cases',
		days: 'days',
		of: '{part} / {whole} {unit}',
		people: 'people',
		few: 'too few to show',
		note: 'Updated every minute. Those who did not rate are not counted as satisfied.'
	},
	after: {
		title: 'What happens after you send it',
		when1: 'At once',
		what1: 'You get a number and a code',
		text1: 'On screen or printed; with it you can look any time.',
		when2: 'Within 1 working day',
		what2: 'We say whether we take it',
		text2: 'If it is not ours, we say why and whom to ask.',
		when3: 'Ordinary matters: 7 days',
		what3: 'You get an answer',
		text3: 'Important ones within a month. If it cannot be done, we say why and when.',
		when4: 'After the answer',
		what4: 'You rate it',
		text4: 'Not satisfied? Somebody else handles it again.'
	}
} satisfies Wording<typeof law>;
