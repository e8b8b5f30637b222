import * as v from 'valibot';
import { lines, maybeRowId, rowId, textField } from '../../domain/form-fields.ts';
import { type Entry, entryLimits } from '../../domain/knowledge.ts';

const day = (key: string) => v.pipe(v.string(key), v.isoDate(key));

/** An entry of the 知识库 as its form posts it; `base` is the version it was made from. */
export const entryForm = v.pipe(
	v.object({
		base: maybeRowId,
		question: textField('question', entryLimits.question),
		answer: textField('entryAnswer', entryLimits.answer),
		questionEn: v.optional(textField('questionEn', entryLimits.questionEn), ''),
		answerEn: v.optional(textField('answerEn', entryLimits.answerEn), ''),
		source: textField('source', entryLimits.source),
		keywords: lines('keywords', entryLimits.keywords),
		categories: v.pipe(
			v.optional(v.array(v.pipe(v.string(), v.regex(/^\d{2}$/, 'categories.missing'))), []),
			v.minLength(1, 'categories.missing'),
			v.maxLength(20, 'categories.missing')
		),
		unit: rowId('unit.missing'),
		validFrom: day('validFrom.missing'),
		reviewBy: day('reviewBy.missing')
	}),
	v.forward(
		v.partialCheck([['validFrom'], ['reviewBy']], ({ validFrom, reviewBy }) => reviewBy > validFrom, 'reviewBy.order'),
		['reviewBy']
	)
);

export function entryOf({ base: _, categories, unit, ...words }: v.InferOutput<typeof entryForm>): Entry {
	return { ...words, categoryCodes: categories, unitId: unit };
}
