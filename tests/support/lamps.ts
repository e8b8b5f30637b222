import type { Submission } from '../../src/lib/domain/submission.ts';

/** The letter of most tests; what one is about is said by its changes. */
export const lamps: Omit<Submission, 'submissionKey'> = {
	channel: 'web',
	type: 'help',
	text: '石桥路口的两盏路灯坏了半个多月，晚上特别黑。',
	want: '',
	title: '',
	place: '石桥路口',
	categoryCode: '0302',
	tilePosition: 1,
	areaId: null,
	hasDanger: false,
	identity: 'anonymous',
	contact: null,
	callHours: 'any',
	wantsCall: false,
	avoidUnitIds: [],
	avoidWords: '',
	attachmentIds: [],
	submittedAt: null,
	locale: 'zh-CN'
};
