import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { addNote } from '#lib/server/cases/add-note.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { readTimeline } from '#lib/server/cases/queries/timeline.ts';
import { rateCase, type Rating } from '#lib/server/cases/rate.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { carrier, goodRating } from '../../../support/carry.ts';
import { hours, openWorld, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const words = '灯修了一盏，另一盏还是不亮。';
const bad: Rating = { stars: 1, solved: 'not', tags: ['unsolved'], words };
/** Ratings on the timeline of the case page, as somebody finds them. */
const ratingsFor = async (username: string, number: CaseNumber) => {
	const { timeline } = await findStaffCase(await world.as(username, hours(40)), number);
	return timeline.filter(({ kind }) => kind === 'case.rated' || kind === 'case.rating-changed');
};
const rate = ({ caseId, number }: { caseId: number; number: CaseNumber }, rating: Rating, at = hours(30)) =>
	rateCase(world.resident(caseId, at), number, rating);

describe('a rating', () => {
	it('is hidden from who answered, shown to the head, the dispatcher and the supervisor', async () => {
		const one = await carry.answered();
		await rate(one, { ...goodRating, words: '来得很快' });
		expect(await ratingsFor('chengban', one.number)).toEqual([]);
		expect(await ratingsFor('chengban2', one.number)).toEqual([]);
		for (const username of ['shenhe', 'fenpai', 'duban'])
			expect(await ratingsFor(username, one.number), username).toMatchObject([
				{ stars: 5, words: { words: { text: '来得很快' } } }
			]);
		const page = JSON.stringify(await findStaffCase(await world.as('chengban', hours(40)), one.number));
		expect(page).not.toContain('来得很快');
	});

	it('that opens a rework is told to who handles it anew, and to the first handler still not', async () => {
		const one = await carry.answered();
		await rate(one, bad);
		const second = { ownerId: await world.staffId('chengban2'), reason: '换人办' };
		const version = await carry.version(one.number);
		await reassignCase(await world.as('shenhe', hours(31)), one.number, { version, ...second });
		expect(await ratingsFor('chengban2', one.number)).toMatchObject([{ stars: 1, words: { words: { text: words } } }]);
		expect(await ratingsFor('chengban', one.number)).toEqual([]);
		await carry.answer(one.number, one.caseId, hours(39), 'chengban2');
		expect(await ratingsFor('chengban2', one.number)).toEqual([]);
	});

	it.each(['leaked', 'fear'] as const)('that names 「%s」 is the supervisor’s alone', async (tag) => {
		const one = await carry.answered();
		await rate(one, { ...bad, tags: ['unsolved', tag] });
		for (const username of ['chengban', 'chengban2', 'shenhe', 'fenpai'])
			expect(await ratingsFor(username, one.number), username).toEqual([]);
		expect(await ratingsFor('duban', one.number)).toMatchObject([{ stars: 1 }]);
		const second = { ownerId: await world.staffId('chengban2'), reason: '换人办' };
		const version = await carry.version(one.number);
		await reassignCase(await world.as('shenhe', hours(31)), one.number, { version, ...second });
		expect(await ratingsFor('chengban2', one.number)).toEqual([]);
	});

	it('that names fear only when it is changed is hidden from then on, and not before', async () => {
		const one = await carry.answered();
		await rate(one, goodRating);
		await rate(one, { ...bad, tags: ['fear'] }, hours(35));
		expect((await ratingsFor('shenhe', one.number)).map(({ stars }) => stars)).toEqual([5]);
		expect((await ratingsFor('duban', one.number)).map(({ stars }) => stars)).toEqual([5, 1]);
	});

	it('is the resident’s own to read, whatever it names', async () => {
		const one = await carry.answered();
		await rate(one, { ...bad, tags: ['fear'] });
		const timeline = await readTimeline(world.resident(one.caseId), await world.look(one.number));
		expect(timeline.find(({ kind }) => kind === 'case.rated')).toMatchObject({
			data: { stars: 1, tags: ['fear'] },
			words: { words: { text: words } }
		});
	});
});

describe('the resident’s timeline', () => {
	it('holds what is public and what is about them, oldest first, and nothing internal', async () => {
		const { caseId, number } = await carry.processing();
		const note = { version: await carry.version(number), text: '内部意见：线路老化' };
		await addNote(await world.as('chengban', hours(3)), number, note);
		await carry.answer(number, caseId, hours(20));
		const timeline = await readTimeline(world.resident(caseId), await world.look(number));
		expect(timeline.map(({ kind }) => kind)).toEqual([
			'case.submitted',
			'case.accepted',
			'case.assigned',
			'case.signed',
			'case.answered'
		]);
		expect(JSON.stringify(timeline)).not.toContain('内部意见');
		const forStaff = await readTimeline(await world.as('shenhe'), await world.look(number));
		expect(forStaff.map(({ kind, audience }) => [kind, audience])).toEqual([
			['case.submitted', 'public'],
			['case.accepted', 'public'],
			['case.assigned', 'public'],
			['case.signed', 'public'],
			['case.note-added', 'internal'],
			['case.draft-submitted', 'internal'],
			['case.answered', 'public']
		]);
	});
});

describe('the unit’s timeline of a confidential case', () => {
	it('holds no words of the resident: not the matter, a supplement, a rating nor why it was withdrawn', async () => {
		const contact = { name: '林女士', phone: '13800138000', email: '' };
		const clue = '红棉袄裁缝铺';
		const secret = { identity: 'confidential', contact, text: `我是${clue}的，灯不亮。` } as const;
		const one = await carry.answered(secret);
		await supplyInfo(world.resident(one.caseId, hours(25)), one.number, { text: `${clue}门口还是黑的` });
		await rate(one, { ...bad, words: `${clue}的灯没修` });
		await withdrawCase(world.resident(one.caseId, hours(32)), one.number, { reason: `${clue}要搬走了` });
		for (const username of ['chengban', 'chengban2', 'shenhe']) {
			const page = await findStaffCase(await world.as(username, hours(40)), one.number);
			expect(JSON.stringify(page), username).not.toContain(clue);
			expect(page.timeline.map(({ kind }) => kind)).toContain('case.withdrawn');
		}
		const page = JSON.stringify(await findStaffCase(await world.as('fenpai', hours(40)), one.number));
		for (const said of ['门口还是黑的', '的灯没修', '要搬走了']) expect(page).toContain(`${clue}${said}`);
	});

	it('hides whom the resident wants to avoid from all but dispatcher and supervisor', async () => {
		const one = await carry.processing({ avoidWords: '别让我邻居老段知道' });
		for (const [username, isShown] of [
			['chengban', false],
			['shenhe', false],
			['fenpai', true],
			['duban', true]
		] as const) {
			const page = JSON.stringify(await findStaffCase(await world.as(username, hours(5)), one.number));
			expect(page.includes('老段'), username).toBe(isShown);
		}
	});
});
