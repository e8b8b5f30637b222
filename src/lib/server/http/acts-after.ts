import * as v from 'valibot';
import { holdCase, liftHold } from '../cases/hold.ts';
import { done, type Handler, reason } from './act-form.ts';
import { caseForm } from './case-form.ts';
import { formAction } from './form-action.ts';
import { staffContext } from './guards.ts';

/** What comes after the answer: 暂停删除, 回访, 公开. */
export const afterActs = {
	hold: formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await holdCase(staffContext(event.locals), number, { version, reason });
		done(number, 'hold');
	}),
	'lift-hold': formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await liftHold(staffContext(event.locals), number, { version, reason });
		done(number, 'lift-hold');
	})
} satisfies Record<string, Handler>;
