import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { filterNames, mostBound, type RegisterFilter } from '../../domain/register.ts';
import { type Context, inTransaction } from '../context.ts';
import { record, staffStream } from '../events/record.ts';
import { type CasePaper, listCasePapers } from './queries/case-papers.ts';
import { listToBind } from './queries/register.ts';

/**
 * 汇总成册: the closed cases that meet the conditions, the oldest first. Reading so many at once is on record. Throws
 * `register.too-many` where one volume does not hold them, `case.not-found` for who keeps no register.
 */
export function bindVolume(context: Context<StaffActor>, filter: RegisterFilter): Promise<CasePaper[]> {
	return inTransaction(context, async (context) => {
		const numbers = await listToBind(context, filter, mostBound + 1);
		if (numbers.length > mostBound) throw new Refusal('register.too-many', { most: mostBound });
		if (numbers.length === 0) return [];
		await record(context, staffStream(context.actor.id), 'staff.volume-bound', {
			cases: numbers.length,
			filter: filterNames(filter)
		});
		return listCasePapers(context, numbers);
	});
}
