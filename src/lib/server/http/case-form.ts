import * as v from 'valibot';
import { readNumber } from '../../domain/case-number.ts';

/** Every form about a case carries its number and the version the form was made from. */
export const caseForm = {
	number: v.pipe(
		v.string('number.missing'),
		v.rawTransform(({ dataset, addIssue, NEVER }) => {
			const read = readNumber(dataset.value);
			if (read.ok) return read.number;
			addIssue({ message: 'number.wrong' });
			return NEVER;
		})
	),
	version: v.pipe(v.string('version.missing'), v.regex(/^\d{1,9}$/, 'version.missing'), v.transform(Number))
};
