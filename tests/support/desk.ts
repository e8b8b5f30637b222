import type { CaseNumber } from '../../src/lib/domain/case-number.ts';
import { countQueues, type Filter, listQueue, type View } from '../../src/lib/server/cases/queries/queue.ts';
import { noon, type World } from './world.ts';

/** What a member of staff finds in the back office. */
export function desk(world: World) {
	const everything: Filter = {
		view: 'all',
		query: '',
		state: null,
		category: null,
		areaId: null,
		channel: null,
		after: null
	};
	/** Numbers on one page of a list. */
	const list = async (username: string, filter: Partial<Filter>, now = noon) => {
		const { rows } = await listQueue(await world.as(username, now), { ...everything, ...filter });
		return rows.map(({ number }) => number);
	};
	return {
		list,
		page: async (username: string, filter: Partial<Filter>, now = noon) =>
			listQueue(await world.as(username, now), { ...everything, ...filter }),
		counts: async (username: string, now = noon) => countQueues(await world.as(username, now)),
		sees: async (username: string, view: View, number: CaseNumber, now = noon) =>
			(await list(username, { view, query: number }, now)).includes(number),
		finds: async (username: string, query: string, now = noon) => list(username, { query }, now)
	};
}
