import { at, type SubjectStops } from './stop.ts';

const issues = '/(staff)/staff/common-issues';
const topics = at('/(staff)/staff/topics');

/** Common issues of the demo: the first is under way, the second settled, the third waits to be made public. */
export const matters: SubjectStops = {
	open: [
		at('/(public)/common'),
		at('/(public)/common', '/common?state=settled'),
		at('/(public)/common/[id]', '/common/1')
	],
	duban: [topics, at(issues), at(`${issues}/[id]`, '/staff/common-issues/1')],
	shenhe: [
		at('/(staff)/staff/topics', '/staff/topics?span=quarter'),
		at(`${issues}/[id]`, '/staff/common-issues/3'),
		at(`${issues}/[id]/edit`, '/staff/common-issues/new/edit')
	]
};
