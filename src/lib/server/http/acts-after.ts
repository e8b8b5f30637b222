import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { FieldIssue } from '../../domain/form-failure.ts';
import { followUpOutcomes } from '../../domain/follow-up.ts';
import { rowId, textField } from '../../domain/form-fields.ts';
import { summaryLimits, summaryProblems } from '../../domain/publication.ts';
import { ratingSolved } from '../../domain/rating-levels.ts';
import { draftSummary } from '../cases/draft-summary.ts';
import { publishSummary, returnSummary, unpublishSummary } from '../cases/publish-summary.ts';
import { followUp } from '../cases/follow-up.ts';
import { holdCase, liftHold } from '../cases/hold.ts';
import { done, type Handler, missing, reason } from './act-form.ts';
import { caseForm } from './case-form.ts';
import { formAction } from './form-action.ts';
import { staffContext } from './guards.ts';
import { officeNumbersOf } from './office-numbers.ts';

const summaryFields = {
	title: textField('summaryTitle', summaryLimits.title),
	matter: textField('summaryMatter', summaryLimits.matter),
	answer: textField('summaryAnswer', summaryLimits.answer)
};

/** One fault a field: the form says which words they are. */
function firstOfEach(issues: readonly FieldIssue[]): FieldIssue[] {
	return issues.filter(({ field }, index) => issues.findIndex((one) => one.field === field) === index);
}

/** What comes after the answer: 暂停删除, 回访, 公开. */
export const afterActs = {
	'draft-summary': formAction(
		v.object({ ...caseForm, ...summaryFields }),
		async ({ number, version, ...summary }, event) => {
			const officeNumbers = await officeNumbersOf(event);
			const issues = summaryProblems(summary, officeNumbers).map(({ part }) => ({
				field: part,
				key: 'summary.personal'
			}));
			// with the words that were typed, so that nothing is lost and the form says which of them
			if (issues.length > 0) return fail(422, { issues: firstOfEach(issues), values: summary });
			await draftSummary(staffContext(event.locals), number, { version, summary, officeNumbers });
			done(number, 'draft-summary');
		}
	),
	'publish-summary': formAction(
		v.object({
			...caseForm,
			publication: rowId('version.missing'),
			returns: v.optional(v.string(), ''),
			reason: v.optional(textField('reason', [0, 500]), '')
		}),
		async ({ number, version, publication, returns, reason }, event) => {
			const context = staffContext(event.locals);
			const reviewed = { version, publicationId: publication };
			if (returns && !reason) return missing('reason', 'reason.missing');
			if (returns) await returnSummary(context, number, { ...reviewed, reason });
			else await publishSummary(context, number, { ...reviewed, officeNumbers: await officeNumbersOf(event) });
			redirect(303, `/staff/publications?done=${number}`);
		}
	),
	'unpublish-summary': formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await unpublishSummary(staffContext(event.locals), number, { version, reason });
		redirect(303, `/staff/publications?state=published&done=${number}`);
	}),
	'follow-up': formAction(
		v.object({
			...caseForm,
			outcome: v.picklist(followUpOutcomes, 'outcome.missing'),
			solved: v.optional(v.picklist(['', ...ratingSolved], 'solved.missing'), ''),
			words: v.optional(textField('words', [0, 500]), '')
		}),
		async ({ number, version, outcome, solved, words }, event) => {
			const context = staffContext(event.locals);
			if (outcome !== 'reached') await followUp(context, number, { version, result: { outcome } });
			else if (solved) await followUp(context, number, { version, result: { outcome, solved, words } });
			else return missing('solved', 'solved.missing');
			redirect(303, `/staff/follow-ups?done=${number}`);
		}
	),
	hold: formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await holdCase(staffContext(event.locals), number, { version, reason });
		done(number, 'hold');
	}),
	'lift-hold': formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await liftHold(staffContext(event.locals), number, { version, reason });
		done(number, 'lift-hold');
	})
} satisfies Record<string, Handler>;
