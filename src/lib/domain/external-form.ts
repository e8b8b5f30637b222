import * as v from 'valibot';
import { externalNumberLimits, externalSources } from './external.ts';
import { textField } from './form-fields.ts';

/** A day, or null where none is chosen. */
export const maybeDay = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^(\d{4}-\d{2}-\d{2})?$/, 'day.missing'),
		v.check((text) => text === '' || !Number.isNaN(Date.parse(text)), 'day.missing'),
		v.transform((text) => text || null)
	),
	''
);

/** Who passed a case on, under which number, wanting it by when. */
export const externalForm = {
	source: v.picklist(externalSources, 'source.missing'),
	externalNumber: textField('externalNumber', externalNumberLimits),
	externalDueOn: maybeDay
};
