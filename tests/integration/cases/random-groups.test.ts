import { inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isOpen } from '../../../src/lib/domain/lifecycle.ts';
import { closeUnrated } from '../../../src/lib/server/cases/close-unrated.ts';
import { mergeCase } from '../../../src/lib/server/cases/merge.ts';
import { rateCase } from '../../../src/lib/server/cases/rate.ts';
import { redirectCase } from '../../../src/lib/server/cases/redirect-case.ts';
import type { Receipt } from '../../../src/lib/server/cases/submit.ts';
import { unMergeCase } from '../../../src/lib/server/cases/un-merge.ts';
import { withdrawCase } from '../../../src/lib/server/cases/withdraw.ts';
import { cases } from '../../../src/lib/server/db/schema/cases.ts';
import { staff } from '../../../src/lib/server/db/schema/staff.ts';
import { verifyLedger } from '../../../src/lib/server/events/verify.ts';
import { expectFiguresTrue, keepAllFigures } from '../../support/figures.ts';
import { carrier } from '../../support/carry.ts';
import { hours, openWorld, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const size = 5;
const step = fc.record({
	act: fc.constantFrom(
		...(['merge', 'merge', 'merge', 'unMerge', 'withdraw', 'rate', 'rate'] as const),
		...(['answer', 'answer', 'redirect', 'close'] as const)
	),
	one: fc.nat(size - 1),
	other: fc.nat(size - 1),
	stars: fc.integer({ min: 1, max: 5 }),
	wait: fc.constantFrom(1, 5, 24, 24 * 16)
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** What somebody does to a group at a moment, by whoever may; what may not be is refused. */
async function tryOne(filed: readonly Receipt[], { act, one, other, stars }: Step, now: Date): Promise<unknown> {
	const fitting = await fittingFor(act, filed);
	const subject = fitting[one % fitting.length];
	const main = filed[other];
	if (!subject || !main) return;
	const { number, caseId } = subject;
	const dispatcher = await world.as('fenpai', now);
	const { version, ownerId } = await world.look(number);
	switch (act) {
		case 'merge':
			return mergeCase(dispatcher, number, { version, mainNumber: main.number, reason: '同一件事' });
		case 'unMerge':
			return unMergeCase(dispatcher, number, { version, reason: '不是一件事' });
		case 'withdraw':
			return withdrawCase(world.resident(caseId, now), number, { reason: '' });
		case 'rate':
			return rateCase(world.resident(caseId, now), number, { stars, solved: 'partly', tags: [], words: '' });
		case 'answer': {
			const [owner] = await world.db
				.select()
				.from(staff)
				.where(inArray(staff.id, [ownerId]));
			const handler = owner?.username ?? '';
			return carry.answer(number, caseId, now, handler, handler === 'shenhe' ? 'fenguan' : 'shenhe');
		}
		case 'redirect':
			return redirectCase(dispatcher, number, { version, body: '供电所', phone: '95598', how: '直接打电话。' });
		case 'close':
			return closeUnrated(world.system(now), number);
	}
}

/** The cases with which an act is likely to succeed; all of them where it is tried at random. */
async function fittingFor(act: Step['act'], filed: readonly Receipt[]): Promise<Receipt[]> {
	const rows = await Promise.all(filed.map(({ number }) => world.look(number)));
	const states = rows.map(({ state, mainId }) => rows.find(({ id }) => id === mainId)?.state ?? state);
	const wanted: Partial<Record<Step['act'], readonly string[]>> = {
		rate: ['answered', 'closed'],
		answer: ['processing', 'rework'],
		close: ['answered']
	};
	const fits = wanted[act];
	return filed.filter((_, index) => !fits || fits.includes(states[index] ?? ''));
}

it('every group has exactly one main that is no part itself, every open case one owner and one due, whatever happens', async () => {
	const seen = new Set<string>();
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 20 }), async (story) => {
			const filed = [
				await carry.processing({}, hours(0)),
				await carry.processing({}, hours(1)),
				await world.aCase({}, hours(2)),
				await world.aCase({}, hours(3)),
				await world.aCase({}, hours(4))
			];
			let now = hours(6);
			for (const one of story) {
				now = hours(one.wait, now);
				await tryOne(filed, one, now).then(
					() => seen.add(one.act),
					(fault: unknown) => {
						if (!(fault instanceof Error) || fault.name !== 'Refusal') throw fault;
					}
				);
				await expectGroups(
					filed.map(({ caseId }) => caseId),
					seen
				);
			}
			await keepAllFigures(world);
			for (const { caseId } of filed) for (const kind of await world.kinds(caseId)) seen.add(kind);
		}),
		{ numRuns: 18, seed: 20261104 }
	);
	await expectFiguresTrue(world);
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	// a walk that merges nothing, or in which nothing follows, proves little
	for (const act of [
		'merge',
		'unMerge',
		'withdraw',
		'rate',
		'answer',
		'redirect',
		'close',
		'rework',
		'case.succeeded-main'
	])
		expect([...seen]).toContain(act);
}, 120_000);

async function expectGroups(ids: readonly number[], seen: Set<string>): Promise<void> {
	const rows = await world.db
		.select()
		.from(cases)
		.where(inArray(cases.id, [...ids]));
	for (const one of rows) {
		expect(one.dueAt !== null).toBe(isOpen(one.state));
		expect(one.mainId !== null).toBe(one.state === 'merged');
		expect(one.mergedAt !== null).toBe(one.state === 'merged');
		expect(one.resumesTo !== null).toBe(one.state === 'merged');
		expect(one.round).toBeLessThanOrEqual(2);
		if (one.state === 'rework') seen.add('rework');
		if (one.mainId === null) continue;
		const main = rows.find(({ id }) => id === one.mainId);
		// a main without an answer leaves nobody behind
		expect(['merged', 'withdrawn', 'redirected', 'rejected']).not.toContain(main?.state);
		expect(one.mergedDueAt).not.toBeNull();
	}
	const owners = await world.db
		.select()
		.from(staff)
		.where(
			inArray(
				staff.id,
				rows.map(({ ownerId }) => ownerId)
			)
		);
	expect(owners.every(({ isActive }) => isActive)).toBe(true);
}
