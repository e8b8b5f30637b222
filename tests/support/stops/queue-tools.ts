import { at, type SubjectStops } from './stop.ts';

export const queueTools: SubjectStops = {
	fenpai: [
		at('/(staff)/staff/queue/bulk', '/staff/queue/bulk?act=accept'),
		at('/(staff)/staff/queue/bulk/[id]', '/staff/queue/bulk/latest')
	],
	shenhe: [at('/(staff)/staff/phrases')],
	chengban: [at('/(staff)/staff/phrases')]
};
