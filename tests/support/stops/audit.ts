import { at, type SubjectStops } from './stop.ts';

const page = '/(staff)/staff/audit';

export const audit: SubjectStops = {
	shenji: ['', '?verify=1', '?kind=case.contact-revealed'].map((query) => at(page, `/staff/audit${query}`)),
	duban: [at(page)]
};
