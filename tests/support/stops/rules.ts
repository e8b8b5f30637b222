import { at, type SubjectStops } from './stop.ts';

const wordings = '/(staff)/staff/admin/wordings';

export const rules: SubjectStops = {
	guanli: [
		at('/(staff)/staff/admin/roles'),
		...['', '?list=tag', '?list=letter'].map((query) => at(wordings, `/staff/admin/wordings${query}`))
	],
	duban: [at('/(staff)/staff/admin/roles')]
};
