import type { Wording } from './wording.ts';
import type { pages as law } from './pages.zh-cn.ts';

export const pages = {
	privacy: {
		title: 'Privacy notice',
		lead: 'We collect only what handling needs, show it only to those who handle it, and delete your contact details {contactDays} days after closing.',
		sections: [
			{
				title: 'Who processes it',
				text: 'The body named in the footer. Call the number there, or ask in person at the service centre.'
			},
			{
				title: 'What we collect',
				text: 'Only "what you would like to do" and "what it is about" are required. Place, photos, name, phone and e-mail are optional. At the kiosk of a reception point you may say it instead of writing. We never ask for ID numbers, gender, age, ethnicity, job, income, family members, WeChat or faces.'
			},
			{
				title: 'How it is kept',
				text: 'Contact details, photos and recordings are encrypted; the keys are not in the database. Position and camera data are removed from photos.'
			},
			{
				title: 'Who can see it',
				text: 'Whoever handles the case must give a reason and prove who they are again before seeing contact details. Each look is recorded and shown to you on the tracking page. If you choose "confidential", the handling unit cannot see who you are.'
			},
			{
				title: 'Is it passed on',
				text: 'When another body is responsible, we pass on the matter, not your contact. Publishing needs your separate consent: staff write a summary without what could tell who you are, a second person checks it, and you may withdraw at any time.'
			},
			{
				title: 'How long',
				text: 'Unfinished drafts 7 days; contact details {contactDays} days after closing; photos and recordings {attachmentDays} days after closing, unless the law has them kept.'
			},
			{
				title: 'You can',
				text: 'See, change or delete contact details, make the case confidential, or export everything, any time under "Track". Saying no does not affect the handling.'
			},
			{
				title: 'Under 14',
				text: 'Please fill it in with a parent or staff, and do not leave your own contact details.'
			}
		]
	},
	accessibility: {
		title: 'Accessibility',
		lead: 'We want everybody to manage on their own, whatever their eyes, ears, hands or devices.',
		sections: [
			{
				title: 'What is done',
				text: 'Every page is made and automatically tested to WCAG 2.2 AA; keyboard alone is enough; 200 % zoom works; there is large type, high contrast, dark mode and reading aloud; filing and tracking work without JavaScript.'
			},
			{
				title: 'How to turn it on',
				text: 'At the top of each page: "Large type", "Read aloud", "High contrast". Your choice is remembered.'
			},
			{
				title: 'What is missing',
				text: 'Reading aloud uses the voices of your own device; without one the button is hidden. Photos and recordings have no text description.'
			},
			{
				title: 'If you are stuck',
				text: 'Call the number in the footer, or come to the reception desk: staff fill it in with you.'
			}
		]
	},
	longTerm: {
		title: 'Long-running matters',
		lead: 'Some matters cannot be done at once and go by phases. Plan and progress are shown here. None of them counts as closed before it is answered.',
		since: 'Listed {day}',
		noticeBy: 'Next notice to the resident: by {day}',
		anyArea: 'The whole township',
		anyCategory: 'Other',
		none: 'There are no long-running matters now.',
		earlier: 'Previous page',
		later: 'Next page',
		pages: 'Pages'
	},
	scope: {
		title: 'What we cannot take',
		lead: 'For these it is quicker to go straight to them. If you send it to us nothing is lost: we say why, and whom to ask.',
		emergency: 'If somebody is in danger, call first',
		sections: [
			{
				title: 'Matters for courts, arbitration, administrative review',
				text: 'Enforcement of judgments, divorce property, disputes over work injury: please use the legal procedure. 12348 gives free legal advice.'
			},
			{
				title: 'Reporting misconduct of officials',
				text: 'Call 12388. Ordinary complaints about service may be raised here; the supervisor handles them.'
			},
			{ title: 'Outside this township or park', text: 'Call 12345, which covers everything.' },
			{ title: 'Petition', text: 'You may petition at any time. This site does not replace it.' }
		],
		hotlines: 'Numbers to know'
	}
} satisfies Wording<typeof law>;
