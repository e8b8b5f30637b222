import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { addNote } from '#lib/server/cases/add-note.ts';
import { assignCase } from '#lib/server/cases/assign.ts';
import { checkClues } from '#lib/server/cases/check-clues.ts';
import { excludeFromCase, liftExclusion } from '#lib/server/cases/exclude.ts';
import { findVisibleAttachment } from '#lib/server/cases/queries/attachment.ts';
import { views } from '#lib/server/cases/queries/queue.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { submitCase } from '#lib/server/cases/submit.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { staff, staffRoles } from '#lib/server/db/schema/staff.ts';
import { units } from '#lib/server/db/schema/units.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier } from '../../../support/carry.ts';
import { desk } from '../../../support/desk.ts';
import { recorded } from '../../../support/ledger.ts';
import { caseWithPhotos } from '../../../support/photo.ts';
import { hours, noon, openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
	// a unit below the one that is complained about
	const [below] = await world.db
		.insert(units)
		.values({ name: '村镇建设站', parentId: world.unitId(planning) })
		.returning();
	const [person] = await world.db
		.insert(staff)
		.values({ username: 'zhan-cb', name: '石磊', unitId: below?.id ?? 0, createdAt: noon })
		.returning();
	await world.db.insert(staffRoles).values({ staffId: person?.id ?? 0, role: 'head', confirmedAt: noon });
});
afterAll(() => world.close());

const contact = { name: '林女士', phone: '13800138000', email: '' };
let markers = 0;
/** Words that stand in no other text. */
const marker = () => `旋风井盖${['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'][markers++]}号`;

/** Everything a member of staff can get at of a case, each by its own query. */
async function trace(
	username: string,
	{ number, words, photoId }: { number: CaseNumber; words: string; photoId: string }
) {
	const now = hours(6);
	const person = await world.as(username, now);
	const lists = await Promise.all(views.map((view) => at.list(username, { view }, now)));
	const page = await findStaffCase(person, number).catch((fault: Error) => fault.message);
	return {
		lists: lists.some((numbers) => numbers.includes(number)),
		byNumber: await at.finds(username, number, now),
		byWords: await at.finds(username, words, now),
		page: typeof page === 'string' ? page : 'shown',
		photo: (await findVisibleAttachment(person, photoId)) !== null
	};
}
const nothing = { lists: false, byNumber: [], byWords: [], page: 'case.not-found', photo: false };
const all = (number: string) => ({ lists: true, byNumber: [number], byWords: [number], page: 'shown', photo: true });

/** In the hands of chengban, with a photo. */
async function inHand() {
	const words = marker();
	const filed = await caseWithPhotos(world, 1, { text: `石桥路口的${words}翘起来了，骑车会摔。` });
	const { number } = filed;
	await acceptCase(await world.as('fenpai', hours(1)), number, 1);
	const to = { unitId: world.unitId(planning), instruction: '' };
	await assignCase(await world.as('fenpai', hours(1)), number, { version: await carry.version(number), ...to });
	await signCase(await world.as('chengban', hours(2)), number, await carry.version(number));
	return { ...filed, words, photoId: filed.photoIds[0] ?? '' };
}

describe('acceptance 12: who is complained about', () => {
	it('as a unit finds nothing: no list, count, search, page or photo, and may do nothing', async () => {
		const one = await inHand();
		for (const username of ['chengban', 'chengban2', 'shenhe'])
			expect(await trace(username, one)).toEqual(all(one.number));
		const before = await at.counts('chengban', hours(6));
		const excluded = { unitId: world.unitId(planning), staffId: null };
		const version = await carry.version(one.number);
		const supervisor = await world.as('duban', hours(5));
		const events = await recorded(world, caseStream(one.caseId), () =>
			excludeFromCase(supervisor, one.number, { version, excluded })
		);
		// with its own unit out of the way the case is the lead official's: nobody else stands above it
		expect(events).toEqual([
			{ kind: 'case.excluded', by: supervisor.actor.id, data: { ...excluded, ownerId: await world.staffId('fenguan') } }
		]);
		for (const username of ['chengban', 'chengban2', 'shenhe', 'zhan-cb'])
			expect(await trace(username, one), username).toEqual(nothing);
		expect(await at.counts('chengban', hours(6))).toEqual({
			mine: (before.mine ?? 0) - 1,
			assist: before.assist,
			due: before.due,
			unit: (before.unit ?? 0) - 1
		});
		const note = { version: await carry.version(one.number), text: '看看' };
		expect(await refusalOf(addNote(await world.as('chengban', hours(6)), one.number, note))).toBe('case.not-found');
		expect(await trace('duban', one)).toEqual(all(one.number));
		expect(await trace('fenpai', one)).toEqual(all(one.number));
	});

	it('as a person finds nothing either, while the colleague does', async () => {
		const one = await inHand();
		const excluded = { unitId: null, staffId: await world.staffId('chengban') };
		const version = await carry.version(one.number);
		await excludeFromCase(await world.as('fenpai', hours(5)), one.number, { version, excluded });
		expect(await trace('chengban', one)).toEqual(nothing);
		expect(await trace('chengban2', one)).toEqual(all(one.number));
		expect((await world.look(one.number)).ownerId).toBe(await world.staffId('shenhe'));
	});

	it('finds it again once the supervisor has lifted it', async () => {
		const one = await inHand();
		const excluded = { unitId: world.unitId(planning), staffId: null };
		const supervisor = await world.as('duban', hours(5));
		await excludeFromCase(supervisor, one.number, { version: await carry.version(one.number), excluded });
		const [exclusion] = (await findStaffCase(supervisor, one.number)).exclusions;
		expect(exclusion).toMatchObject({ unit: planning, person: null });
		const lift = { version: await carry.version(one.number), exclusionId: exclusion?.id ?? 0, reason: '经核实无关' };
		await liftExclusion(supervisor, one.number, lift);
		expect(await trace('chengban2', one)).toEqual(all(one.number));
	});

	it('named while filing finds nothing from the first moment', async () => {
		const words = marker();
		const filed = await caseWithPhotos(world, 1, { text: `${words}没人管`, avoidWords: '不要让李娜经手' });
		const one = { ...filed, words, photoId: filed.photoIds[0] ?? '' };
		expect(await trace('fenpai', one)).toEqual(nothing);
		expect(await trace('fenpai2', one)).toEqual(all(one.number));
	});
});

describe('a confidential case', () => {
	const clue = '红棉袄裁缝铺';
	const secret = {
		identity: 'confidential',
		contact,
		text: `我是${clue}的，门口的灯不亮。`,
		place: '裁缝铺门口'
	} as const;

	it('shows its unit the checked text alone, in list, search, page and photo', async () => {
		const filed = await caseWithPhotos(world, 2, secret);
		const { number, caseId } = filed;
		const [released = '', kept = ''] = filed.photoIds;
		const dispatcher = await world.as('fenpai', hours(1));
		await acceptCase(dispatcher, number, 1);
		const checked = { title: '街边路灯不亮', text: '有居民反映街边的灯柱不亮。', place: '老街' };
		const version = await carry.version(number);
		await checkClues(dispatcher, number, { version, ...checked, releasedIds: [released] });
		const to = { unitId: world.unitId(planning), instruction: '' };
		await assignCase(dispatcher, number, { version: await carry.version(number), ...to });
		await signCase(await world.as('chengban', hours(2)), number, await carry.version(number));
		await supplyInfo(world.resident(caseId, hours(3)), number, { text: `${clue}的灯今晚也没亮，蓝色卷帘门。` });

		for (const username of ['chengban', 'chengban2', 'shenhe']) {
			const person = await world.as(username, hours(6));
			expect(await at.finds(username, clue, hours(6))).toEqual([]);
			expect(await at.finds(username, '蓝色卷帘门', hours(6))).toEqual([]);
			expect(await at.finds(username, '灯柱', hours(6))).toEqual([number]);
			const { rows } = await at.page(username, { view: 'unit', query: number }, hours(6));
			expect(rows).toMatchObject([{ title: '街边路灯不亮' }]);
			const page = await findStaffCase(person, number);
			expect(page).toMatchObject({ isOriginal: false, title: '街边路灯不亮', matter: checked, mayReveal: false });
			expect(page.photos.map(({ id }) => id)).toEqual([released]);
			expect(JSON.stringify([rows, page])).not.toMatch(/裁缝|卷帘门|林|138/);
			expect(await findVisibleAttachment(person, released)).not.toBeNull();
			expect(await findVisibleAttachment(person, kept)).toBeNull();
		}
		expect(await at.finds('fenpai', clue, hours(6))).toEqual([number]);
		expect(await at.finds('duban', '蓝色卷帘门', hours(6))).toEqual([number]);
		expect(await findVisibleAttachment(dispatcher, kept)).not.toBeNull();
		const page = await findStaffCase(dispatcher, number);
		expect(page).toMatchObject({ isOriginal: true, matter: { text: secret.text } });
	});

	it('is not found by its clues by the clerk who wrote it down either', async () => {
		const words = marker();
		const clerk = await world.as('jiedai');
		const spoken = { channel: 'reception', identity: 'confidential', contact, text: `${words}翘起来了。` } as const;
		const { number } = await submitCase(clerk, world.submission(spoken));
		expect(await at.finds('jiedai', words)).toEqual([]);
		expect(await at.finds('jiedai', number)).toEqual([number]);
		expect(await at.finds('fenpai', words)).toEqual([number]);
		expect(JSON.stringify(await findStaffCase(clerk, number))).not.toContain(words);
	});
});

describe('the index', () => {
	it('leaves out what looks like a phone, ID or card, in every text that is indexed', async () => {
		const words = marker();
		const numbers = ['13812345678', '138 1234 5678', '11010519491231002X', '6222021234567890123', '0791-88123456'];
		const { number, caseId } = await world.aCase({
			text: `${words}的事请打 ${numbers.join('，')}`,
			want: `回电 ${numbers[0]}`,
			place: `门牌 ${numbers[0]}`
		});
		await supplyInfo(world.resident(caseId), number, { text: `也可以打 ${numbers.join('、')}，在312号` });
		expect(await at.finds('fenpai', words)).toEqual([number]);
		for (const kept of ['312', '312号', '回电']) expect(await at.finds('fenpai', kept), kept).toEqual([number]);
		for (const digits of [...numbers, '13812345678'.slice(0, 7), '88123456'])
			expect(await at.finds('fenpai', digits), digits).toEqual([]);
		const [row] = await world.database.sql`select search::text as terms from cases where id = ${caseId}`;
		expect(String(row?.terms).match(/\d{4,}/g)).toBeNull();
	});

	it('finds words that stand together, not their parts strewn about, and a single character wherever it stands', async () => {
		const strewn = await world.aCase({ text: '鼋坳桥、桥垅边，还有垅灯' });
		const together = await world.aCase({ text: '我说的是鼋坳桥垅灯，不亮' });
		expect(await at.finds('fenpai', '坳桥垅灯')).toEqual([together.number]);
		expect(await at.finds('fenpai', '鼋坳 垅灯')).toEqual(expect.arrayContaining([strewn.number, together.number]));
		for (const sign of ['鼋', '坳', '垅'])
			expect(await at.finds('fenpai', sign), sign).toEqual(expect.arrayContaining([strewn.number, together.number]));
		await supplyInfo(world.resident(strewn.caseId), strewn.number, { text: '再说一遍：坳桥垅灯' });
		expect(await at.finds('fenpai', '坳桥垅灯')).toEqual(expect.arrayContaining([strewn.number, together.number]));
	});

	it('takes whatever is typed as words to look for, never as a query', async () => {
		for (const query of ["' | '", "a' & !b", ':*', '\\', "''", '%', '（', '灯 & 灯', '😀'])
			expect(Array.isArray(await at.finds('fenpai', query))).toBe(true);
	});
});
