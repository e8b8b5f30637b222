import * as v from 'valibot';
import { graphemes, isStorable } from './submission.ts';

/** A trimmed text field; issues are message keys: `text.storable`, `<field>.short`, `<field>.long`. */
export function textField(field: string, [shortest, longest]: readonly [number, number]) {
	return v.pipe(
		v.string(`${field}.missing`),
		v.transform((text) => text.replace(/\r\n?/g, '\n').trim()),
		v.check(isStorable, 'text.storable'),
		v.check((text) => graphemes(text) >= shortest, `${field}.short`),
		v.check((text) => text.length <= longest * 8 && graphemes(text) <= longest, `${field}.long`)
	);
}

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

/** A text area with one entry a line: trimmed, without empty lines and repeats. `name`.many and `name`.long are its issues. */
export const lines = (name: string, { most, longest }: { most: number; longest: number }) =>
	v.optional(
		v.pipe(
			v.string(),
			v.maxLength(most * longest * 4, `${name}.many`),
			v.transform((text) => [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter(Boolean)),
			v.maxLength(most, `${name}.many`),
			v.everyItem((line) => isStorable(line) && graphemes(line) <= longest, `${name}.long`)
		),
		''
	);

/** A number typed in a field. */
export const figure = (key: string) =>
	v.pipe(
		v.string(key),
		v.transform((text) => text.slice(0, 60).normalize('NFKC').trim()),
		v.regex(/^\d{1,6}(?:\.\d{1,6})?$/, key),
		v.transform(Number)
	);
