import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { answerParts, type AnswerParts, answerResults } from '../../domain/answer.ts';
import { maybeRowId, rowId, textField, ticked } from '../../domain/form-fields.ts';
import { refusalReasons, revealReasons } from '../../domain/refusal-reasons.ts';
import { caseClasses, caseTypes, textLimits } from '../../domain/submission.ts';
import { proveAgain } from '../auth/sign-in.ts';
import { acceptCase } from '../cases/accept.ts';
import { addNote } from '../cases/add-note.ts';
import { answerAlarm } from '../cases/answer-alarm.ts';
import { answerOnTheSpot } from '../cases/answer-on-the-spot.ts';
import { acceptAndAssign, assignCase } from '../cases/assign.ts';
import { checkClues } from '../cases/check-clues.ts';
import { classifyCase } from '../cases/classify.ts';
import { draftAnswer, submitDraft } from '../cases/draft-answer.ts';
import { excludeFromCase, liftExclusion } from '../cases/exclude.ts';
import { logContact } from '../cases/log-contact.ts';
import { publishAnswer, returnDraft } from '../cases/publish-answer.ts';
import type { OfferedAct } from '../cases/queries/offered-acts.ts';
import { reassignCase } from '../cases/reassign.ts';
import { redirectCase } from '../cases/redirect-case.ts';
import { rejectCase } from '../cases/reject.ts';
import { reportProgress } from '../cases/report-progress.ts';
import { requestInfo } from '../cases/request-info.ts';
import { designateUnit, returnAssignment } from '../cases/return-assignment.ts';
import { revealContact } from '../cases/reveal-contact.ts';
import { signCase } from '../cases/sign.ts';
import { superviseCase } from '../cases/supervise.ts';
import { urgeCase } from '../cases/urge.ts';
import { siteTexts } from '../site/site-texts.ts';
import { done, type Handler, missing, reason } from './act-form.ts';
import { jointActs } from './acts-joint.ts';
import { afterActs } from './acts-after.ts';
import { proposalActs } from './acts-proposals.ts';
import { mergingActs } from './acts-merging.ts';
import { caseForm, caseNumber } from './case-form.ts';
import { formAction } from './form-action.ts';
import { staffContext } from './guards.ts';
import { attachWaiting } from './waiting-photos.ts';

const parts = Object.fromEntries(answerParts.map((part) => [part, v.optional(textField(part, [0, 2000]), '')])) as {
	[Part in keyof AnswerParts]: v.OptionalSchema<ReturnType<typeof textField>, ''>;
};
const partsOf = (input: AnswerParts): AnswerParts => ({
	raised: input.raised,
	found: input.found,
	done: input.done,
	basis: input.basis,
	contact: input.contact,
	unhappy: input.unhappy
});

/** One handler an act: the table by which /staff/cases/<number>/<act> is answered. */
export const staffActs: Record<OfferedAct | 'accept-assign' | 'reveal-contact', Handler> = {
	...jointActs,
	...afterActs,
	...proposalActs,
	...mergingActs,
	accept: formAction(v.object(caseForm), async ({ number, version }, event) => {
		await acceptCase(staffContext(event.locals), number, version);
		done(number, 'accept');
	}),
	'answer-alarm': formAction(v.object({ number: caseNumber }), async ({ number }, event) => {
		await answerAlarm(staffContext(event.locals), number);
		done(number, 'answer-alarm');
	}),
	'accept-assign': formAction(
		v.object({ ...caseForm, unit: rowId('unit.missing'), instruction: v.optional(textField('reason', [0, 500]), '') }),
		async ({ number, version, unit, instruction }, event) => {
			await acceptAndAssign(staffContext(event.locals), number, { version, unitId: unit, instruction });
			done(number, 'accept-assign');
		}
	),
	assign: formAction(
		v.object({ ...caseForm, unit: rowId('unit.missing'), instruction: v.optional(textField('reason', [0, 500]), '') }),
		async ({ number, version, unit, instruction }, event) => {
			await assignCase(staffContext(event.locals), number, { version, unitId: unit, instruction });
			done(number, 'assign');
		}
	),
	sign: formAction(v.object(caseForm), async ({ number, version }, event) => {
		await signCase(staffContext(event.locals), number, version);
		done(number, 'sign');
	}),
	'request-info': formAction(
		v.object({ ...caseForm, ask: textField('ask', [4, 500]), asksIdentity: ticked }),
		async ({ number, version, ask, asksIdentity }, event) => {
			await requestInfo(staffContext(event.locals), number, { version, ask, asksIdentity });
			done(number, 'request-info');
		}
	),
	reject: formAction(
		v.object({
			...caseForm,
			reasonCode: v.picklist(refusalReasons, 'reason.missing'),
			words: textField('words', [5, 500]),
			route: textField('route', [2, 500])
		}),
		async ({ number, version, reasonCode, words, route }, event) => {
			await rejectCase(staffContext(event.locals), number, { version, reason: reasonCode, words, route });
			done(number, 'reject');
		}
	),
	redirect: formAction(
		v.object({
			...caseForm,
			body: textField('body', [2, 60]),
			phoneOf: textField('phoneOf', [3, 40]),
			how: textField('how', [4, 500])
		}),
		async ({ number, version, body, phoneOf, how }, event) => {
			await redirectCase(staffContext(event.locals), number, { version, body, phone: phoneOf, how });
			done(number, 'redirect');
		}
	),
	'answer-on-the-spot': formAction(
		v.object({ ...caseForm, result: v.picklist(answerResults, 'result.missing'), ...parts }),
		async ({ number, version, result, ...input }, event) => {
			await answerOnTheSpot(staffContext(event.locals), number, { version, result, parts: partsOf(input) });
			done(number, 'answer-on-the-spot');
		}
	),
	classify: formAction(
		v.object({
			...caseForm,
			type: v.picklist(caseTypes, 'type.missing'),
			class: v.picklist(caseClasses, 'field.missing'),
			category: v.optional(
				v.pipe(
					v.string(),
					v.regex(/^\d{0,4}$/),
					v.transform((text) => text || null)
				),
				''
			),
			area: maybeRowId,
			reason
		}),
		async ({ number, version, type, class: urgency, category, area, reason }, event) => {
			const change = { version, type, class: urgency, categoryCode: category, areaId: area, reason };
			await classifyCase(staffContext(event.locals), number, change);
			done(number, 'classify');
		}
	),
	exclude: formAction(
		v.object({ ...caseForm, unit: maybeRowId, person: maybeRowId }),
		async ({ number, version, unit, person }, event) => {
			if ((unit === null) === (person === null)) return missing('unit', 'unit.missing');
			const excluded = unit !== null ? { unitId: unit, staffId: null } : { unitId: null, staffId: person ?? 0 };
			await excludeFromCase(staffContext(event.locals), number, { version, excluded });
			done(number, 'exclude');
		}
	),
	'lift-exclusion': formAction(
		v.object({ ...caseForm, exclusion: rowId('field.missing'), reason }),
		async ({ number, version, exclusion, reason }, event) => {
			await liftExclusion(staffContext(event.locals), number, { version, exclusionId: exclusion, reason });
			done(number, 'lift-exclusion');
		}
	),
	'check-clues': formAction(
		v.object({
			...caseForm,
			title: textField('title', [2, 22]),
			text: textField('text', textLimits.text),
			place: v.optional(textField('place', textLimits.place), ''),
			released: v.optional(v.array(v.pipe(v.string(), v.uuid())), [])
		}),
		async ({ number, version, title, text, place, released }, event) => {
			await checkClues(staffContext(event.locals), number, { version, title, text, place, releasedIds: released });
			done(number, 'check-clues');
		}
	),
	'return-assignment': formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await returnAssignment(staffContext(event.locals), number, { version, reason });
		redirect(303, '/staff/queue');
	}),
	designate: formAction(v.object({ ...caseForm, reason }), async ({ number, version, reason }, event) => {
		await designateUnit(staffContext(event.locals), number, { version, reason });
		done(number, 'designate');
	}),
	reassign: formAction(
		v.object({ ...caseForm, owner: rowId('owner.missing'), reason }),
		async ({ number, version, owner, reason }, event) => {
			await reassignCase(staffContext(event.locals), number, { version, ownerId: owner, reason });
			done(number, 'reassign');
		}
	),
	'log-contact': formAction(
		v.object({
			...caseForm,
			outcome: v.picklist(['reached', 'no-answer', 'wrong-number', 'declined'], 'outcome.missing'),
			words: v.optional(textField('words', [0, 500]), '')
		}),
		async ({ number, version, outcome, words }, event) => {
			await logContact(staffContext(event.locals), number, { version, outcome, words });
			done(number, 'log-contact');
		}
	),
	'report-progress': formAction(
		v.object({
			...caseForm,
			progress: textField('progress', [5, 1000]),
			next: textField('next', [2, 200]),
			nextOn: v.pipe(v.string('nextOn.missing'), v.isoDate('nextOn.missing'))
		}),
		async ({ number, version, progress, next, nextOn }, event) => {
			const words = { version, text: progress, next, nextOn };
			await reportProgress(staffContext(event.locals), number, words, attachWaiting(event.locals));
			done(number, 'report-progress');
		}
	),
	urge: formAction(
		v.object({ ...caseForm, note: textField('note', [2, 1000]) }),
		async ({ number, version, note }, event) => {
			await urgeCase(staffContext(event.locals), number, { version, text: note });
			done(number, 'urge');
		}
	),
	supervise: formAction(
		v.object({ ...caseForm, note: textField('note', [2, 1000]) }),
		async ({ number, version, note }, event) => {
			await superviseCase(staffContext(event.locals), number, { version, text: note });
			done(number, 'supervise');
		}
	),
	'add-note': formAction(
		v.object({ ...caseForm, note: textField('note', [2, 1000]) }),
		async ({ number, version, note }, event) => {
			await addNote(staffContext(event.locals), number, { version, text: note });
			done(number, 'add-note');
		}
	),
	'draft-answer': formAction(
		v.object({
			...caseForm,
			result: v.picklist(answerResults, 'result.missing'),
			...parts,
			save: v.optional(v.string(), '')
		}),
		async ({ number, version, result, save, ...input }, event) => {
			const context = staffContext(event.locals);
			const draft = { version, result, parts: partsOf(input) };
			if (save) {
				await draftAnswer(context, number, draft);
				redirect(303, `/staff/cases/${number}/draft-answer?done=draft-answer`);
			}
			const { officeNumbers } = await siteTexts(event.locals.house.db);
			const allowed = officeNumbers.split(/\s+/).filter(Boolean);
			await submitDraft(context, number, { ...draft, officeNumbers: allowed }, attachWaiting(event.locals));
			done(number, 'draft-answer');
		}
	),
	publish: formAction(
		v.object({
			...caseForm,
			draft: rowId('version.missing'),
			returns: v.optional(v.string(), ''),
			reason: v.optional(textField('reason', [0, 500]), '')
		}),
		async ({ number, version, draft, returns, reason }, event) => {
			const context = staffContext(event.locals);
			if (returns && !reason) return missing('reason', 'reason.missing');
			if (returns) await returnDraft(context, number, { version, draftId: draft, reason });
			else await publishAnswer(context, number, { version, draftId: draft });
			done(number, 'publish');
		}
	),
	'reveal-contact': formAction(
		v.object({
			...caseForm,
			revealReason: v.picklist(revealReasons, 'reason.missing'),
			words: textField('words', [2, 200]),
			password: v.optional(v.pipe(v.string(), v.maxLength(200)), '')
		}),
		async ({ number, revealReason, words, password }, event) => {
			let context = staffContext(event.locals);
			if (password && event.locals.signedIn) {
				const { sessionKey } = event.locals.signedIn;
				await proveAgain(context, { sessionKey, proof: password, address: event.getClientAddress() });
				context = { ...context, actor: { ...context.actor, provedAt: context.now } };
			}
			return { contact: await revealContact(context, number, { reason: revealReason, words }) };
		}
	)
};

export function isStaffAct(act: string): act is keyof typeof staffActs {
	return act in staffActs;
}
