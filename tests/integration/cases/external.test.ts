import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { type External, noteExternal } from '#lib/server/cases/note-external.ts';
import { listQueue, type View } from '#lib/server/cases/queries/queue.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { fileForSomebody, newFormKey } from '#lib/server/intake/desk.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const external: External = { source: '12345', number: 'SP 20261103-0012', dueOn: '2026-11-06' };
const theirDue = new Date('2026-11-07T00:00:00+08:00');
const note = async (number: CaseNumber, changes: Partial<External> = {}, username = 'fenpai', at = hours(1)) =>
	noteExternal(await world.as(username, at), number, {
		version: await carry.version(number),
		external: { ...external, ...changes }
	});
const list = async (username: string, view: View, query = '', at = hours(2)) => {
	const filter = { view, query, state: null, category: null, areaId: null, channel: null, after: null };
	return (await listQueue(await world.as(username, at), filter)).rows;
};
const spoken = () => ({
	...({
		type: 'help',
		text: '石桥路口的路灯坏了半个多月。',
		want: '',
		place: '',
		categoryCode: '0302',
		areaId: null
	} as const),
	...({
		hasDanger: false,
		identity: 'anonymous',
		contact: null,
		wantsCall: false,
		consentsToPublish: false,
		channel: 'forwarded'
	} as const),
	submissionKey: newFormKey()
});

describe('上级交办, 12345 转来', () => {
	it('keeps their number and deadline beside ours, which does not move, and tells the resident nothing', async () => {
		const { number, caseId } = await world.aCase();
		const before = await world.look(number);
		const events = await recorded(world, caseStream(caseId), () => note(number));
		expect(events).toEqual([
			{
				kind: 'case.external-noted',
				by: await world.staffId('fenpai'),
				data: { source: '12345', number: 'SP20261103-0012', dueAt: theirDue.toISOString() }
			}
		]);
		const after = await world.look(number);
		expect(after).toMatchObject({ externalNumber: 'SP20261103-0012', externalDueAt: theirDue, dueAt: before.dueAt });
		expect(after).toMatchObject({ version: before.version, answerDueAt: before.answerDueAt });
		// later than ours: ours stays all the same
		await note(number, { dueOn: '2026-12-31' });
		expect(await world.look(number)).toMatchObject({ dueAt: before.dueAt });
		const { entries } = await readResidentCase(world.resident(caseId, hours(2)));
		expect(entries.map(({ kind }) => kind)).not.toContain('case.external-noted');
		const one = await findStaffCase(await world.as('fenpai', hours(2)), number);
		expect(one.external).toMatchObject({ source: '12345', number: 'SP20261103-0012' });
	});

	it('is noted by who directs the case or filed it, at any time while it is open', async () => {
		const { number } = await carry.processing();
		await note(number, { dueOn: null });
		expect(await world.look(number)).toMatchObject({ externalDueAt: null });
		for (const username of ['chengban', 'shenhe', 'duban'])
			expect(await refusalOf(note(number, {}, username))).toBe('case.not-yours');
		expect(await refusalOf(note(number, {}, 'jiedai'))).toBe('case.not-found');
		const answered = await carry.answered();
		await note(answered.number);
	});

	it('the earlier of the two deadlines comes first, and counts as near', async () => {
		const [ours, theirs] = [await world.aCase({}, hours(0)), await world.aCase({}, hours(1))];
		await note(theirs.number, { number: 'SP-1', dueOn: '2026-11-04' });
		const rows = await list('fenpai', 'accept');
		const at = (number: CaseNumber) => rows.findIndex((row) => row.number === number);
		expect(at(theirs.number)).toBeLessThan(at(ours.number));
		expect(rows[at(theirs.number)]).toMatchObject({
			nearestAt: new Date('2026-11-05T00:00:00+08:00'),
			external: { source: '12345', number: 'SP-1' }
		});
		const near = (await list('fenpai', 'due')).map((row) => row.number);
		expect(near).toContain(theirs.number);
		expect(near).not.toContain(ours.number);
	});

	it('is found by their number, however it is typed, by whoever may find the case', async () => {
		const { number } = await carry.processing();
		await note(number, { number: '禾政督〔2026〕12号' });
		const find = async (username: string, view: View, query: string) =>
			(await list(username, view, query)).map((row) => row.number);
		for (const query of ['禾政督〔2026〕12号', '禾政督〔2026〕 １２ 号'])
			expect(await find('fenpai', 'all', query)).toEqual([number]);
		expect(await find('chengban', 'unit', '禾政督〔2026〕12号')).toEqual([number]);
		// the whole number, never a part of it
		expect(await find('fenpai', 'all', '禾政督')).toEqual([]);
		expect(await find('bianmin-cb', 'unit', '禾政督〔2026〕12号')).toEqual([]);
		await excludeFromCase(await world.as('fenpai', hours(3)), number, {
			version: await carry.version(number),
			excluded: { unitId: null, staffId: await world.staffId('chengban2') }
		});
		expect(await find('chengban2', 'unit', '禾政督〔2026〕12号')).toEqual([]);
		// a number of theirs that reads like one of ours
		const other = await carry.processing();
		await note(other.number, { number });
		expect((await find('fenpai', 'all', number)).sort()).toEqual([number, other.number].sort());
	});
});

describe('at the desk', () => {
	it('is filed with number and deadline in one go, once', async () => {
		const clerk = await world.as('jiedai');
		const matter = spoken();
		const filed = await fileForSomebody(clerk, matter, external);
		expect(await world.kinds(filed.caseId)).toEqual(['case.submitted', 'case.external-noted']);
		expect(await world.look(filed.number)).toMatchObject({
			...{ channel: 'forwarded', externalSource: '12345', externalNumber: 'SP20261103-0012', externalDueAt: theirDue },
			dueAt: new Date('2026-11-11T00:00:00+08:00')
		});
		// a double press
		const again = await fileForSomebody(clerk, matter, external);
		expect(again).toMatchObject({ number: filed.number, isReplay: true });
		expect(await world.kinds(filed.caseId)).toHaveLength(2);
		await acceptCase(await world.as('fenpai', hours(1)), filed.number, await carry.version(filed.number));
	});

	it('is not filed by who may not, and then nothing is left', async () => {
		const before = await world.db.$count(cases);
		expect(await refusalOf(fileForSomebody(await world.as('chengban'), spoken(), external))).toBe(
			'submission.not-staff'
		);
		expect(await world.db.$count(cases)).toBe(before);
	});
});
