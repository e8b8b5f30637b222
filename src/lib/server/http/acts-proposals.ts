import * as v from 'valibot';
import { rowId, textField } from '../../domain/form-fields.ts';
import { fewestWords } from '../../domain/extension.ts';
import { cycleLimits, type Phase, planLimits } from '../../domain/phase-plan.ts';
import { acceptProposal } from '../cases/accept-proposal.ts';
import { finishPhase } from '../cases/finish-phase.ts';
import { proposeLongTerm, proposeRedirect, proposeTransfer } from '../cases/propose.ts';
import { refuseProposal } from '../cases/refuse-proposal.ts';
import { requestExtension } from '../cases/request-extension.ts';
import { takeOffList } from '../cases/take-off-list.ts';
import { withdrawProposal } from '../cases/withdraw-proposal.ts';
import { done, type Handler, reason } from './act-form.ts';
import { caseForm } from './case-form.ts';
import { formAction } from './form-action.ts';
import { staffContext } from './guards.ts';

const day = (key: string) => v.pipe(v.string(key), v.isoDate(key));
const proposal = rowId('version.missing');
const phaseSchema = v.object({
	text: textField('phaseText', [planLimits.shortestText, planLimits.longestText]),
	dueOn: day('phaseOn.missing')
});

const rows = Array.from({ length: planLimits.most }, (_, index) => index + 1);
/** The names of the two fields of a row. */
const phaseRow = (row: number) => ({ text: `phaseText${row}`, on: `phaseOn${row}` });

const longTermForm = v.pipe(
	v.looseObject({
		...caseForm,
		why: textField('why', [fewestWords, 500]),
		cycle: v.pipe(
			v.string('cycle.wrong'),
			v.regex(/^\d{1,2}$/, 'cycle.wrong'),
			v.transform(Number),
			v.minValue(cycleLimits.fewest, 'cycle.wrong'),
			v.maxValue(cycleLimits.most, 'cycle.wrong')
		)
	}),
	v.rawTransform(({ dataset, addIssue }) => {
		const fields: Record<string, unknown> = dataset.value;
		const phases: Phase[] = [];
		const wrong = (key: string, message: string) =>
			addIssue({ message, path: [{ type: 'object', origin: 'value', input: fields, key, value: fields[key] }] });
		for (const row of rows) {
			const { text, on } = phaseRow(row);
			const phase = v.safeParse(phaseSchema, { text: fields[text] ?? '', dueOn: fields[on] ?? '' });
			const isEmpty = !fields[text] && !fields[on];
			// the first two are asked for, the others may stay empty
			if (isEmpty && row > planLimits.fewest) continue;
			if (phase.success) phases.push(phase.output);
			for (const { path, message } of phase.issues ?? []) wrong(path?.[0].key === 'text' ? text : on, message);
		}
		const { number, version, why, cycle } = dataset.value;
		return { number, version, why, cycle, phases };
	})
);

/** 延期, 长期事项, 转渠道 and 移交 by proposal: asked by one person, decided by another. */
export const proposalActs = {
	'request-extension': formAction(
		v.object({
			...caseForm,
			why: textField('why', [fewestWords, 500]),
			sofar: textField('sofar', [fewestWords, 1000]),
			newDueOn: day('newDueOn.missing')
		}),
		async ({ number, version, why, sofar, newDueOn }, event) => {
			const asked = { version, reason: why, progress: sofar, newDueOn };
			await requestExtension(staffContext(event.locals), number, asked);
			done(number, 'request-extension');
		}
	),
	'propose-transfer': formAction(
		v.object({ ...caseForm, unit: rowId('unit.missing'), reason }),
		async ({ number, version, unit, reason }, event) => {
			await proposeTransfer(staffContext(event.locals), number, { version, unitId: unit, reason });
			done(number, 'propose-transfer');
		}
	),
	'propose-redirect': formAction(
		v.object({
			...caseForm,
			body: textField('body', [2, 60]),
			phoneOf: textField('phoneOf', [3, 40]),
			how: textField('how', [4, 500])
		}),
		async ({ number, version, body, phoneOf, how }, event) => {
			await proposeRedirect(staffContext(event.locals), number, { version, body, phone: phoneOf, how });
			done(number, 'propose-redirect');
		}
	),
	'propose-long-term': formAction(longTermForm, async ({ number, version, why, cycle, phases }, event) => {
		await proposeLongTerm(staffContext(event.locals), number, { version, reason: why, phases, cycleDays: cycle });
		done(number, 'propose-long-term');
	}),
	'decide-proposal': formAction(
		v.pipe(
			v.object({
				...caseForm,
				proposal,
				returns: v.optional(v.string(), ''),
				reason: v.optional(textField('reason', [0, 500]), '')
			}),
			v.forward(
				v.check(({ returns, reason }) => !returns || reason !== '', 'reason.missing'),
				['reason']
			)
		),
		async ({ number, version, proposal, returns, reason }, event) => {
			const context = staffContext(event.locals);
			if (returns) await refuseProposal(context, number, { version, proposalId: proposal, reason });
			else await acceptProposal(context, number, { version, proposalId: proposal });
			done(number, 'decide-proposal');
		}
	),
	'withdraw-proposal': formAction(v.object({ ...caseForm, proposal }), async ({ number, version, proposal }, event) => {
		await withdrawProposal(staffContext(event.locals), number, { version, proposalId: proposal });
		done(number, 'withdraw-proposal');
	}),
	'finish-phase': formAction(
		v.object({ ...caseForm, progress: textField('progress', [5, 1000]) }),
		async ({ number, version, progress }, event) => {
			await finishPhase(staffContext(event.locals), number, { version, text: progress });
			done(number, 'finish-phase');
		}
	),
	'take-off-list': formAction(
		v.object({ ...caseForm, reason, dueOn: day('dueOn.missing') }),
		async ({ number, version, reason, dueOn }, event) => {
			await takeOffList(staffContext(event.locals), number, { version, reason, dueOn });
			done(number, 'take-off-list');
		}
	)
} satisfies Record<string, Handler>;
