import * as v from 'valibot';

/** A ticked box. */
export const ticked = v.optional(
	v.pipe(
		v.string(),
		v.transform((text) => text === 'on')
	),
	''
);

/** The id of a chosen row; `key` says what to choose where nothing was. */
export const rowId = (key: string) => v.pipe(v.string(key), v.regex(/^\d{1,9}$/, key), v.transform(Number));

/** The id of a row, or null where nothing is chosen. */
export const maybeRowId = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^\d{0,9}$/),
		v.transform((text) => Number(text) || null)
	),
	''
);
