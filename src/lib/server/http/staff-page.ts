import { error, type RequestEvent } from '@sveltejs/kit';
import { readNumber } from '../../domain/case-number.ts';
import { countReading } from '../audit/count-reading.ts';
import { findStaffCase, type StaffCase } from '../cases/queries/staff-case.ts';
import { orNotFound } from './form-action.ts';
import { staffContext } from './guards.ts';

/** The case that a page below /staff/cases/<number> is about; 404 for a number that is none, unknown or not theirs. */
export async function staffPage({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>): Promise<StaffCase> {
	const read = readNumber(params.number ?? '');
	if (!read.ok) error(404, { message: 'not-found' });
	const context = staffContext(locals);
	const found = await orNotFound(() => findStaffCase(context, read.number));
	await countReading(context, found.number);
	return found;
}
