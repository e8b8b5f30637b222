import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type ExportFormat, filterNames, mostExported, type RegisterFilter } from '../../domain/register.ts';
import { type Context, inTransaction } from '../context.ts';
import { record, staffStream } from '../events/record.ts';
import { listRegister, type RegisterRow } from './queries/register.ts';

/**
 * Takes the cases that meet the conditions out of the house, the latest submitted first. It is on record, by whom, what
 * for and how many, before a row leaves. Throws `register.too-many` where there are more than fit, `case.not-found` for
 * who keeps no register.
 */
export function exportRegister(
	context: Context<StaffActor>,
	filter: RegisterFilter,
	format: ExportFormat
): Promise<RegisterRow[]> {
	return inTransaction(context, async (context) => {
		const most = mostExported[format];
		const { rows, next } = await listRegister(context, filter, null, most);
		if (next) throw new Refusal('register.too-many', { most });
		await record(context, staffStream(context.actor.id), 'staff.register-exported', {
			format,
			rows: rows.length,
			filter: filterNames(filter)
		});
		return rows;
	});
}
