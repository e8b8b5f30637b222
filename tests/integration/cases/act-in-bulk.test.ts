import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chosen } from '#lib/domain/bulk.ts';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { actInBulk, type BulkWork } from '#lib/server/cases/act-in-bulk.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { findRun, listChosen } from '#lib/server/cases/queries/bulk.ts';
import { bulkItems, bulkRuns } from '#lib/server/db/schema/queue-tools.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { urgeCase } from '#lib/server/cases/urge.ts';
import { carrier } from '../../support/carry.ts';
import { clockOf } from '../../support/clock.ts';
import { days, hours, openWorld, planning, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

let keys = 0;
const aKey = () => `00000000-0000-4000-8000-${String(++keys).padStart(12, '0')}`;
const chosenOf = (numbers: readonly CaseNumber[]): Promise<Chosen[]> =>
	Promise.all(numbers.map(async (number) => ({ number, version: await carry.version(number) })));
const bulk = async (username: string, chosen: readonly Chosen[], work: BulkWork, key = aKey(), at = hours(5)) =>
	actInBulk(await world.as(username, at), { key, chosen, work });
const report = async (username: string, id: number) => {
	const { items } = await findRun(await world.as(username, hours(6)), id);
	return new Map(items.map(({ number, refusal }) => [number, refusal?.key ?? 'done']));
};
const file = async (count: number, changes = {}) => {
	const filed = [];
	for (let nth = 0; nth < count; nth++) filed.push(await world.aCase(changes));
	return filed;
};

describe('the same act on many cases', () => {
	it('does each by itself: one that somebody was faster with stays, and the report says why', async () => {
		const filed = await file(4);
		const chosen = await chosenOf(filed.map(({ number }) => number));
		const taken = filed[1]?.number;
		if (!taken) throw new Error('nothing was filed');
		await acceptCase(await world.as('fenpai2', hours(1)), taken, 1);
		const id = await bulk('fenpai', chosen, { act: 'accept' });
		const outcome = await report('fenpai', id);
		expect([...outcome.values()].filter((one) => one === 'done')).toHaveLength(3);
		const { items } = await findRun(await world.as('fenpai'), id);
		expect(items.find(({ number }) => number === taken)?.refusal).toMatchObject({
			key: 'case.changed',
			details: { kind: 'case.accepted', by: (await world.as('fenpai2')).actor.name }
		});
		for (const { caseId, number } of filed) {
			expect((await world.look(number)).state).toBe('accepted');
			expect(await world.kinds(caseId)).toEqual(['case.submitted', 'case.accepted']);
		}
	});

	it('sent again, or twice at once, does nothing twice', async () => {
		const { number, caseId } = await carry.processing();
		const other = await carry.processing();
		const chosen = await chosenOf([number, other.number]);
		const key = aKey();
		const note = { act: 'add-note', text: '等停电窗口，11 月 9 日一起换。' } as const;
		const ids = await Promise.all([1, 2, 3].map(() => bulk('chengban', chosen, note, key)));
		expect(new Set(ids).size).toBe(1);
		for (const id of [caseId, other.caseId])
			expect((await world.kinds(id)).filter((kind) => kind === 'case.note-added')).toHaveLength(1);
		expect([...(await report('chengban', ids[0] ?? 0)).values()]).toEqual(['done', 'done']);
	});

	it('goes on where an earlier post stopped', async () => {
		const [one, other] = [await carry.processing(), await carry.processing()];
		const key = aKey();
		const note = { act: 'add-note', text: '一起去看。' } as const;
		await bulk('chengban', await chosenOf([one.number]), note, key);
		const id = await bulk('chengban', await chosenOf([one.number, other.number]), note, key);
		expect((await report('chengban', id)).size).toBe(2);
		expect((await world.kinds(one.caseId)).filter((kind) => kind === 'case.note-added')).toHaveLength(1);
	});

	it('gives cases of one kind to a unit, those not accepted yet with them, and refuses a mixture', async () => {
		const [fresh] = await file(1);
		const [accepted] = await file(1);
		const [alien] = await file(1, { categoryCode: '1201' });
		if (!fresh || !accepted || !alien) throw new Error('nothing was filed');
		await acceptCase(await world.as('fenpai', hours(1)), accepted.number, 1);
		const to = { act: 'assign', unitId: world.unitId(planning), instruction: '' } as const;
		const mixed = await chosenOf([fresh.number, alien.number]);
		expect(await refusalOf(bulk('fenpai', mixed, to))).toBe('bulk.mixed-kinds');
		expect(await world.kinds(fresh.caseId)).toEqual(['case.submitted']);
		await bulk('fenpai', await chosenOf([fresh.number, accepted.number]), to);
		for (const { caseId, number } of [fresh, accepted]) {
			expect(await world.look(number)).toMatchObject({ state: 'assigned', unitId: world.unitId(planning) });
			expect(await world.kinds(caseId)).toEqual(['case.submitted', 'case.accepted', 'case.assigned']);
		}
	});

	it('changes the handler within the unit, and leaves the case whose handler that may not be', async () => {
		const [one, avoided] = [await carry.processing(), await carry.processing()];
		const ownerId = await world.staffId('chengban2');
		const version = await carry.version(avoided.number);
		const excluded = { unitId: null, staffId: ownerId };
		await excludeFromCase(await world.as('duban', hours(3)), avoided.number, { version, excluded });
		const chosen = await chosenOf([one.number, avoided.number]);
		const id = await bulk('shenhe', chosen, { act: 'reassign', ownerId, reason: '外出学习一周' });
		expect(await report('shenhe', id)).toEqual(
			new Map([
				[one.number, 'done'],
				[avoided.number, 'case.excluded-person']
			])
		);
		expect((await world.look(one.number)).ownerId).toBe(ownerId);
	});

	it('urges several, and says which was urged today', async () => {
		const [one, other] = [await carry.processing(), await carry.processing()];
		const text = '请周五前给个说法。';
		await urgeCase(await world.as('duban', hours(3)), one.number, { version: await carry.version(one.number), text });
		const id = await bulk('duban', await chosenOf([one.number, other.number]), { act: 'urge', text });
		expect(await report('duban', id)).toEqual(
			new Map([
				[one.number, 'case.urged-today'],
				[other.number, 'done']
			])
		);
	});

	it('says where nothing waits to be supervised', async () => {
		const { number } = await carry.processing();
		const id = await bulk('duban', await chosenOf([number]), { act: 'supervise', text: '当面谈过。' });
		expect([...(await report('duban', id)).values()]).toEqual(['case.nothing-to-supervise']);
	});
});

describe('who may', () => {
	it('acceptance 12: a case one may not find is neither done nor named', async () => {
		const { number, caseId } = await carry.processing();
		const before = await world.kinds(caseId);
		const version = await carry.version(number);
		const id = await bulk('bianmin-cb', [{ number, version }], { act: 'add-note', text: '看一看' });
		const run = await findRun(await world.as('bianmin-cb'), id);
		expect(run.items).toEqual([{ number, title: null, refusal: { key: 'case.not-found', details: {} } }]);
		expect(await listChosen(await world.as('bianmin-cb'), [number])).toEqual([]);
		expect(await world.kinds(caseId)).toEqual(before);
		// nobody reads another's report
		expect(await refusalOf(report('chengban', id))).toBe('case.not-found');
	});

	it('only what the bar offers, of one to two hundred cases', async () => {
		const [filed] = await file(1);
		if (!filed) throw new Error('nothing was filed');
		const chosen = await chosenOf([filed.number]);
		for (const username of ['chengban', 'guanli', 'shenji', 'huifang'])
			expect(await refusalOf(bulk(username, chosen, { act: 'accept' })), username).toBe('case.not-yours');
		expect(await refusalOf(bulk('fenpai', [], { act: 'accept' }))).toBe('bulk.none');
		const many = Array.from({ length: 201 }, () => ({ number: filed.number, version: 1 }));
		expect(await refusalOf(bulk('fenpai', many, { act: 'accept' }))).toBe('bulk.too-many');
		expect(await world.kinds(filed.caseId)).toEqual(['case.submitted']);
	});
});

it('a run is forgotten after a day, and the ledger stays whole', async () => {
	expect(await world.db.$count(bulkRuns)).toBeGreaterThan(0);
	await clockOf(world).run('forget-expired', days(3));
	expect(await world.db.$count(bulkRuns)).toBe(0);
	expect(await world.db.$count(bulkItems)).toBe(0);
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
