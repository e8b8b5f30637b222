import { error, fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { FieldIssue, FormFailure } from '../../domain/form-failure.ts';
import { Refusal, type RefusalKey } from '../../domain/refusal.ts';
import { isAway } from './faults.ts';

const statusOf: Partial<Record<RefusalKey, number>> = {
	'case.not-found': 404,
	throttled: 429,
	'factor.stale': 403,
	'submission.key-reused': 422
};
/** Never sent back: a password, a PIN, a one-time code or an access code is typed anew. */
const secretFields = new Set([
	...['password', 'newPassword', 'currentPassword', 'pin', 'servicePin'],
	...['code', 'factor', 'recoveryCode', 'token']
]);

/**
 * The one form pattern: parses the posted fields by a valibot schema whose messages are message keys (422 with field
 * issues), words a `Refusal` as its status, gives the typed text back with a 503 while the database is away, and lets
 * everything else reach `handleError`. A field that is posted more than once, or that the schema wants as a list,
 * arrives as a list.
 */
export function formAction<Schema extends v.GenericSchema<unknown, unknown>, Result, Event extends RequestEvent>(
	schema: Schema,
	work: (input: v.InferOutput<Schema>, event: Event) => Promise<Result>
): (event: Event) => Promise<Result | ActionFailure<FormFailure>> {
	return async (event) => {
		const fields = fieldsOf(await event.request.formData());
		const parsed = v.safeParse(schema, fields);
		try {
			// before anything is begun, and before a page asks what it needs to show the faults
			await event.locals.house.ready();
			if (!parsed.success) return fail(422, { issues: issuesOf(parsed.issues), values: echo(fields) });
			return await work(parsed.output, event);
		} catch (fault) {
			if (isAway(fault)) return away(echo(fields), event);
			if (!(fault instanceof Refusal)) throw fault;
			return refused(fault, echo(fields), event);
		}
	};
}

/** Runs what a page's `load` needs; a refusal becomes a 404, so that a stranger learns nothing. */
export async function orNotFound<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (fault) {
		if (fault instanceof Refusal) error(404, { message: fault.key });
		throw fault;
	}
}

/** A page whose `load` can do without the database shows what was typed; others end in the error page. */
function away(values: FormFailure['values'], event: RequestEvent): ActionFailure<FormFailure> {
	event.locals.isAway = true;
	event.locals.hurry();
	event.setHeaders({ 'retry-after': '5' });
	return fail(503, { isAway: true, values });
}

function refused(refusal: Refusal, values: FormFailure['values'], event: RequestEvent): ActionFailure<FormFailure> {
	const { key, details } = refusal;
	if (key === 'throttled') event.setHeaders({ 'retry-after': String(details.seconds ?? 60) });
	return fail(statusOf[key] ?? 409, { refusal: { key, details }, values });
}

type Fields = Record<string, FormDataEntryValue | FormDataEntryValue[]>;

function fieldsOf(form: FormData): Fields {
	const fields: Fields = {};
	for (const name of new Set(form.keys())) {
		// SvelteKit and browsers add fields of their own with a slash; a list is named like `tags[]`
		const all = form.getAll(name);
		const [first] = all;
		if (name.endsWith('[]')) fields[name.slice(0, -2)] = all;
		else if (first !== undefined) fields[name] = first;
	}
	return fields;
}

function echo(fields: Fields): FormFailure['values'] {
	const values: FormFailure['values'] = {};
	for (const [name, value] of Object.entries(fields)) {
		if (secretFields.has(name)) continue;
		if (Array.isArray(value)) values[name] = value.filter((item) => typeof item === 'string');
		else if (typeof value === 'string') values[name] = value;
	}
	return values;
}

function issuesOf(issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): FieldIssue[] {
	const first = new Map<string, FieldIssue>();
	for (const issue of issues) {
		const field = String(issue.path?.[0]?.key ?? '');
		if (first.has(field)) continue;
		// a field that was not posted at all has valibot's own sentence; the page's key is `<field>.missing`
		const key = /^[a-z][\w-]*\.[\w-]+$/i.test(issue.message) ? issue.message : `${field}.missing`;
		first.set(field, { field, key });
	}
	return [...first.values()];
}
