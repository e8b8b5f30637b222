import * as v from 'valibot';
import { issueLimits, type Issue } from '../../domain/common-issue.ts';
import { maybeRowId, rowId, textField } from '../../domain/form-fields.ts';
import { caseNumber } from './case-form.ts';

/** A common issue as its form posts it; `base` is the version it was made from. */
export const issueForm = v.object({
	base: maybeRowId,
	title: textField('issueTitle', issueLimits.title),
	known: textField('known', issueLimits.known),
	doing: textField('doing', issueLimits.doing),
	category: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^(?:\d{2})?$/),
			v.transform((code) => code || null)
		),
		''
	),
	area: maybeRowId,
	unit: rowId('unit.missing')
});

export function issueOf({ base: _, category, area, unit, ...words }: v.InferOutput<typeof issueForm>): Issue {
	return { ...words, categoryCode: category, areaId: area, unitId: unit };
}

export const noteForm = v.object({ note: textField('issueNote', issueLimits.note) });

/** From the page of the issue, or of the case: then back to it. */
export const linkForm = v.object({ number: caseNumber, from: v.optional(v.picklist(['case', 'issue']), 'issue') });
