import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { followUpOutcomes } from '../../domain/follow-up.ts';
import { textField } from '../../domain/form-fields.ts';
import { ratingSolved } from '../../domain/rating-levels.ts';
import { followUp } from '../cases/follow-up.ts';
import { holdCase, liftHold } from '../cases/hold.ts';
import { done, type Handler, missing, reason } from './act-form.ts';
import { caseForm } from './case-form.ts';
import { formAction } from './form-action.ts';
import { staffContext } from './guards.ts';

/** What comes after the answer: 暂停删除, 回访, 公开. */
export const afterActs = {
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
