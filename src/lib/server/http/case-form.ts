import * as v from 'valibot';
import { readNumber } from '../../domain/case-number.ts';

/** A typed or hidden case number. A mistyped digit is told apart from an empty field. */
export const caseNumber = v.pipe(
	v.string('number.missing'),
	v.minLength(1, 'number.missing'),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		const read = readNumber(dataset.value);
		if (read.ok) return read.number;
		addIssue({ message: 'number.wrong' });
		return NEVER;
	})
);

/** The version the form was made from. */
export const caseVersion = v.pipe(
	v.string('version.missing'),
	v.regex(/^\d{1,9}$/, 'version.missing'),
	v.transform(Number)
);

/** Every staff form about a case carries its number and version. */
export const caseForm = { number: caseNumber, version: caseVersion };

/** Every form of a resident carries the number: a post for another case than the session's finds nothing. */
export const ownForm = v.object({ number: caseNumber });
