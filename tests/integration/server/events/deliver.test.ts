import { asc, eq, notInArray } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { inTransaction } from '#lib/server/context.ts';
import { events, undelivered, unsealed } from '#lib/server/db/schema/events.ts';
import { deliver, type Heard, keepDelivering } from '#lib/server/events/deliver.ts';
import { caseStream, record } from '#lib/server/events/record.ts';
import { openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

/** Everything that is owed to `live` is heard. */
const drain = async () => {
	const heard: Heard[] = [];
	await deliver(world.database.db, 'live', async (some) => void heard.push(...some));
	return heard;
};
const owed = () => world.db.$count(undelivered, eq(undelivered.subscriber, 'live'));
beforeEach(drain);

describe('an act', () => {
	it('owes its event to every subscriber and to the next checkpoint, in the same transaction', async () => {
		const { caseId } = await world.aCase();
		const [event] = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, caseStream(caseId)));
		const owedTo = await world.db
			.select()
			.from(undelivered)
			.where(eq(undelivered.eventId, event?.id ?? 0));
		expect(owedTo.map(({ subscriber }) => subscriber).sort()).toEqual(['live', 'notify', 'stats']);
		expect(await world.db.$count(unsealed, eq(unsealed.eventId, event?.id ?? 0))).toBe(1);
	});

	it('that is refused or broken off owes nothing and leaves no event', async () => {
		const { caseId, number } = await world.aCase();
		await drain();
		expect(await refusalOf(acceptCase(await world.as('fenpai'), number, 99))).toBe('case.changed');
		const broken = inTransaction(await world.as('fenpai'), async (context) => {
			await acceptCase(context, number, 1);
			throw new Error('the power went');
		});
		await expect(broken).rejects.toThrow('the power went');
		expect(await owed()).toBe(0);
		expect(await world.kinds(caseId)).toEqual(['case.submitted']);
		expect((await world.look(number)).state).toBe('submitted');
	});

	it('wakes delivery once it is committed, and not before or for nothing', async () => {
		const { number } = await world.aCase();
		const dispatcher = await world.as('fenpai');
		const woken: number[] = [];
		const context = { ...dispatcher, announce: () => void woken.push(1) };
		await refusalOf(acceptCase(context, number, 99));
		expect(woken).toEqual([]);
		await inTransaction(context, async (context) => {
			await acceptCase(context, number, 1);
			expect(woken).toEqual([]);
		});
		expect(woken).toEqual([1]);
	});

	it('cannot record outside a transaction', async () => {
		await expect(
			record(world.system(), 'settings', 'settings.day-changed', { day: '', before: '', kind: '' })
		).rejects.toThrow('outside a transaction');
	});
});

describe('delivery', () => {
	it('hands on what a crash left, in order, and forgets it', async () => {
		const { caseId, number } = await world.aCase();
		await acceptCase(await world.as('fenpai'), number, 1);
		await withdrawCase(world.resident(caseId), number, { reason: '' });
		const heard = await drain();
		const stream = caseStream(caseId);
		expect(heard.map(({ stream, kind }) => [stream, kind])).toEqual([
			[stream, 'case.submitted'],
			[stream, 'case.accepted'],
			[stream, 'case.withdrawn']
		]);
		expect(heard.map(({ id }) => id)).toEqual([...heard.map(({ id }) => id)].sort((one, other) => one - other));
		expect(await owed()).toBe(0);
		expect(await drain()).toEqual([]);
	});

	it('tells again when it died between telling and forgetting: heard twice, lost never', async () => {
		const { caseId } = await world.aCase();
		const before = await world.kinds(caseId);
		const heard: Heard[] = [];
		const dying = deliver(world.database.db, 'live', async (some) => {
			heard.push(...some);
			throw new Error('killed');
		});
		await expect(dying).rejects.toThrow('killed');
		expect(await owed()).toBe(1);
		heard.push(...(await drain()));
		expect(heard).toHaveLength(2);
		expect(heard[0]).toEqual(heard[1]);
		expect(await owed()).toBe(0);
		expect(await world.kinds(caseId)).toEqual(before);
	});

	it('never gives two processes the same event', async () => {
		const first = await world.aCase();
		const told: string[] = [];
		const taken = await deliver(world.database.db, 'live', async (some) => {
			told.push(...some.map(({ stream }) => stream));
			// meanwhile something happens, and another process comes by
			const second = await world.aCase();
			const other = await drain();
			expect(other.map(({ stream }) => stream)).toEqual([caseStream(second.caseId)]);
		});
		expect(taken).toBe(1);
		expect(told).toEqual([caseStream(first.caseId)]);
	});

	it('keeps each subscriber’s own account', async () => {
		await world.aCase();
		const [row] = await world.db
			.select()
			.from(undelivered)
			.where(eq(undelivered.subscriber, 'live'))
			.orderBy(asc(undelivered.eventId));
		await world.db.insert(undelivered).values({ eventId: row?.eventId ?? 0, subscriber: 'letters' });
		expect(await drain()).toHaveLength(1);
		const left = await world.db
			.select()
			.from(undelivered)
			.where(notInArray(undelivered.subscriber, ['notify', 'stats']));
		expect(left).toEqual([{ eventId: row?.eventId, subscriber: 'letters' }]);
		expect(await deliver(world.database.db, 'letters', async () => {})).toBe(1);
	});
});

describe('keeping a subscriber fed', () => {
	/** Resolves with what is heard, in turn. */
	function ear() {
		const waiting: ((heard: readonly Heard[]) => void)[] = [];
		const next = () => new Promise<readonly Heard[]>((resolve) => waiting.push(resolve));
		return { next, listener: async (heard: readonly Heard[]) => void waiting.shift()?.(heard) };
	}

	it('begins with what was left, then hears what is announced', async () => {
		const left = await world.aCase();
		const { next, listener } = ear();
		const first = next();
		const faults: unknown[] = [];
		const delivery = keepDelivering(world.database.db, 'live', listener, { onFault: (fault) => faults.push(fault) });
		expect(await first).toMatchObject([{ stream: caseStream(left.caseId) }]);
		const second = next();
		await acceptCase({ ...(await world.as('fenpai')), announce: delivery.wake }, left.number, 1);
		expect(await second).toMatchObject([{ stream: caseStream(left.caseId), kind: 'case.accepted' }]);
		await delivery.stop();
		expect(faults).toEqual([]);
		expect(await owed()).toBe(0);
	});

	it('reports a fault and goes on at the next call', async () => {
		await world.aCase();
		const { promise: failed, resolve: report } = Promise.withResolvers<unknown>();
		const { promise: heard, resolve: hear } = Promise.withResolvers<readonly Heard[]>();
		let calls = 0;
		const listener = async (some: readonly Heard[]) => {
			if (++calls === 1) throw new Error('the line is down');
			hear(some);
		};
		const delivery = keepDelivering(world.database.db, 'live', listener, { onFault: report });
		expect(await failed).toMatchObject({ message: 'the line is down' });
		expect(await owed()).toBe(1);
		delivery.wake();
		expect(await heard).toHaveLength(1);
		await delivery.stop();
	});
});
