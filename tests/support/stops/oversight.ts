import { at, type SubjectStops } from './stop.ts';

const page = '/(staff)/staff/oversight';

export const oversight: SubjectStops = {
	duban: ['', '?list=reveals', '?list=readings&orphans=now', '?list=rework'].map((query) =>
		at(page, `/staff/oversight${query}`)
	),
	fenguan: [at(page, '/staff/oversight?list=second')]
};
