import * as v from 'valibot';
import { textField } from '../../domain/form-fields.ts';
import { textLimits } from '../../domain/submission.ts';
import { mergeCase } from '../cases/merge.ts';
import { type Matter, splitCase } from '../cases/split.ts';
import { unMergeCase } from '../cases/un-merge.ts';
import { done, type Handler, missing, reason } from './act-form.ts';
import { caseForm, caseNumber } from './case-form.ts';
import { formAction } from './form-action.ts';
import { staffContext } from './guards.ts';

/** A matter of the form: the first is asked for, the others may stay empty. */
const matter = (field: string) =>
	v.optional(v.union([v.literal(''), textField('text', textLimits.text)], `${field}.short`), '');
const category = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^\d{0,4}$/),
		v.transform((text) => text || null)
	),
	''
);

/** 并案, 撤销并案, 拆分. */
export const mergingActs: Record<'merge' | 'un-merge' | 'split', Handler> = {
	merge: formAction(v.object({ ...caseForm, mainNumber: caseNumber, reason }), async (input, event) => {
		const { number, version, mainNumber, reason } = input;
		await mergeCase(staffContext(event.locals), number, { version, mainNumber, reason });
		done(number, 'merge');
	}),
	'un-merge': formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await unMergeCase(staffContext(event.locals), number, { version, reason });
		done(number, 'un-merge');
	}),
	split: formAction(
		v.object({
			...caseForm,
			...{ matter1: matter('matter1'), matter2: matter('matter2'), matter3: matter('matter3') },
			...{ category1: category, category2: category, category3: category },
			reason
		}),
		async ({ number, version, reason, ...input }, event) => {
			const matters: Matter[] = [
				{ text: input.matter1, categoryCode: input.category1 },
				{ text: input.matter2, categoryCode: input.category2 },
				{ text: input.matter3, categoryCode: input.category3 }
			].filter(({ text }) => text !== '');
			if (matters.length === 0) return missing('matter1', 'matter1.short');
			await splitCase(staffContext(event.locals), number, { version, matters, reason });
			done(number, 'split');
		}
	)
};
