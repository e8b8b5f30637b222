import * as v from 'valibot';
import { externalForm } from '../../domain/external-form.ts';
import { rowId, textField } from '../../domain/form-fields.ts';
import { taskRows } from '../../domain/joint.ts';
import { answerTask } from '../cases/answer-task.ts';
import { arrangeJoint, type Asked } from '../cases/arrange-joint.ts';
import { endTask } from '../cases/end-task.ts';
import { noteExternal } from '../cases/note-external.ts';
import { done, reason } from './act-form.ts';
import { caseForm } from './case-form.ts';
import { formAction } from './form-action.ts';
import { staffContext } from './guards.ts';
import { attachWaiting } from './waiting-photos.ts';

const day = (key: string) => v.pipe(v.string(key), v.isoDate(key));
const taskRow = v.object({
	unit: rowId('unit.missing'),
	task: textField('task', [2, 500]),
	taskDue: day('taskDue.missing')
});

/** A row for each unit; empty ones are left out, and one that is begun must be whole. */
const arrangementForm = v.pipe(
	v.looseObject({ ...caseForm, promisedOn: day('promisedOn.missing'), promise: textField('promise', [5, 300]) }),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		const { number, version, promisedOn, promise, ...fields } = dataset.value;
		const asked: Asked[] = [];
		let isWhole = true;
		for (const at of taskRows) {
			const given = { unit: fields[`unit${at}`], task: fields[`task${at}`], taskDue: fields[`taskDue${at}`] };
			if (!given.unit && !given.task && !given.taskDue) continue;
			const row = v.safeParse(taskRow, given);
			if (row.success) asked.push({ unitId: row.output.unit, task: row.output.task, dueOn: row.output.taskDue });
			else isWhole = false;
			for (const { message, path } of row.issues ?? []) {
				const key = `${String(path?.[0]?.key)}${at}`;
				addIssue({
					message,
					path: [{ type: 'object', origin: 'value', input: dataset.value, key, value: fields[key] }]
				});
			}
		}
		return isWhole ? { number, version, promisedOn, promise, asked } : NEVER;
	})
);

/** 会办 and 来文: the forms of the lead unit, of the assisting ones, and of the desk. */
export const jointActs = {
	'arrange-joint': formAction(arrangementForm, async ({ number, version, ...arrangement }, event) => {
		await arrangeJoint(staffContext(event.locals), number, { version, ...arrangement });
		done(number, 'arrange-joint');
	}),
	'answer-task': formAction(
		v.object({ ...caseForm, task: rowId('task.missing'), taskAnswer: textField('taskAnswer', [5, 1000]) }),
		async ({ number, version, task, taskAnswer }, event) => {
			const answer = { version, taskId: task, text: taskAnswer };
			await answerTask(staffContext(event.locals), number, answer, attachWaiting(event.locals));
			done(number, 'answer-task');
		}
	),
	'end-task': formAction(
		v.object({ ...caseForm, task: rowId('task.missing'), reason }),
		async ({ number, version, task, reason }, event) => {
			await endTask(staffContext(event.locals), number, { version, taskId: task, reason });
			done(number, 'end-task');
		}
	),
	'note-external': formAction(v.object({ ...caseForm, ...externalForm }), async (input, event) => {
		const { number, version, source, externalNumber, externalDueOn } = input;
		const external = { source, number: externalNumber, dueOn: externalDueOn };
		await noteExternal(staffContext(event.locals), number, { version, external });
		done(number, 'note-external');
	})
};
