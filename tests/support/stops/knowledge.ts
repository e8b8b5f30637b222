import { at, type SubjectStops } from './stop.ts';

const list = '/(staff)/staff/knowledge';
const edit = `${list}/[id]/edit`;

/** Entries of the demo: the first is published, the last waits for its second person. */
export const knowledge: SubjectStops = {
	open: [at('/(public)/faq'), at('/(public)/faq', '/faq?q=%E8%B7%AF%E7%81%AF'), at('/(public)/faq/[id]', '/faq/1')],
	fenpai: [
		at(list),
		at(list, '/staff/knowledge?view=review'),
		at(`${list}/[id]`, '/staff/knowledge/1'),
		at(edit, '/staff/knowledge/1/edit')
	],
	chengban: [at(list)],
	shenhe: [at(`${list}/[id]`, '/staff/knowledge/17'), at(edit, '/staff/knowledge/new/edit')]
};
