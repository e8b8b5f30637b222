import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readStoredNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { acceptAndAssign } from '#lib/server/cases/assign.ts';
import { arrangeJoint } from '#lib/server/cases/arrange-joint.ts';
import { mergeCase } from '#lib/server/cases/merge.ts';
import { proposeRedirect } from '#lib/server/cases/propose.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { events } from '#lib/server/db/schema/events.ts';
import { findAlike, readAlike } from '#lib/server/intake/alike.ts';
import { type Draft, emptyDraft, newSecret, saveDraft } from '#lib/server/intake/drafts.ts';
import { fileDraft } from '#lib/server/intake/web.ts';
import { listTiles, type Tile } from '#lib/server/site/choices.ts';
import { carrier } from '../../support/carry.ts';
import { days, hours, openWorld, planning, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let tiles: Tile[];
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	tiles = await listTiles(world.stranger(), 'zh-CN');
});
afterAll(() => world.close());

const contact = { name: '林女士', phone: '13800138000', email: '' };
const lamp = '石桥路口的路灯坏了半个多月，晚上特别黑看不见。';
const draft = (changes: Partial<Draft> = {}): Draft => ({
	...emptyDraft(),
	type: 'help',
	tilePosition: 1,
	categoryCode: '0302',
	text: '石桥那个路口晚上没有路灯，黑得看不见，路灯坏了很久。',
	place: '石桥路口',
	identity: 'anonymous',
	...changes
});
const similarTo = async (number: Parameters<typeof findStaffCase>[1], username = 'fenpai', now = hours(6)) =>
	(await findStaffCase(await world.as(username, now), number)).similar;

it('offers the dispatcher open cases of the same kind with words in common, five at most, of 60 days', async () => {
	const main = await carry.processing({ text: lamp });
	const old = await world.aCase({ text: lamp }, days(-61));
	const other = await world.aCase({ text: '二号路口的井盖翘起来了，骑车会摔跤。', place: '二号路' });
	const elsewhere = await world.aCase({ text: lamp, categoryCode: '0101' });
	const gone = await world.aCase({ text: lamp });
	await withdrawCase(world.resident(gone.caseId), gone.number, { reason: '' });
	const news = await world.aCase({ text: '石桥路口还是没有路灯，晚上特别黑。' }, hours(3));
	const found = (await similarTo(news.number)).map(({ number }) => number);
	expect(found).toContain(main.number);
	for (const { number } of [old, other, elsewhere, gone, news]) expect(found).not.toContain(number);
	for (let more = 0; more < 6; more++) await world.aCase({ text: lamp }, hours(4));
	expect(await similarTo(news.number)).toHaveLength(5);
	// once merged there is nothing to merge any more
	const version = await carry.version(news.number);
	await mergeCase(await world.as('fenpai', hours(5)), news.number, {
		version,
		mainNumber: main.number,
		reason: '同一处'
	});
	expect(await similarTo(news.number)).toEqual([]);
});

it('offers nobody what they may not find', async () => {
	const words = '松岗村水塘边的栏杆断了两截，小孩容易掉下去。';
	const place = '松岗村水塘';
	const filed = { text: words, place, categoryCode: '1505' };
	const open = await world.aCase(filed);
	const hidden = await world.aCase({ ...filed, avoidWords: '不要让李娜经手' });
	const secret = await world.aCase({ ...filed, identity: 'confidential', contact });
	const conduct = await world.aCase({ ...filed, categoryCode: '1801' });
	const news = await world.aCase(filed, hours(3));
	const numbers = async (username: string) => (await similarTo(news.number, username)).map(({ number }) => number);
	expect((await numbers('fenpai')).sort()).toEqual([open.number, secret.number].sort());
	expect(await numbers('fenpai2')).toContain(hidden.number);
	expect(await numbers('duban')).not.toContain(conduct.number);
});

it('offers a unit only what it may merge into, and nothing while a request waits', async () => {
	const text = '柳坡组的晒谷场裂了一条大缝，晒不了谷子。';
	const own = await carry.processing({ text, categoryCode: '0901' });
	const alike = await carry.processing({ text, categoryCode: '0901' });
	// another unit's, which this one finds because it is asked to help
	const other = await world.aCase({ text, categoryCode: '0901' });
	const to = { version: 1, unitId: world.unitId(service), instruction: '' };
	await acceptAndAssign(await world.as('fenpai', hours(1)), other.number, to);
	await arrangeJoint(await world.as('fenpai', hours(2)), other.number, {
		version: await carry.version(other.number),
		asked: [{ unitId: world.unitId(planning), task: '看一看裂缝。', dueOn: '2026-11-06' }],
		...{ promisedOn: '2026-11-06', promise: '看过后告诉您。' }
	});
	const shown = async () => findStaffCase(await world.as('chengban', hours(6)), own.number);
	expect((await shown()).similar.map(({ number }) => number)).toEqual([alike.number]);
	expect((await similarTo(own.number)).map(({ number }) => number)).toContain(other.number);
	expect((await shown()).can).toContain('merge');
	await proposeRedirect(await world.as('chengban', hours(5)), own.number, {
		version: await carry.version(own.number),
		...{ body: '供电所', phone: '95598', how: '直接打电话。' }
	});
	expect((await shown()).can).not.toContain('merge');
});

it('tells who is about to file kind, area, week and step of similar cases, and nothing else', async () => {
	const text = '柳坡组水塔的水管漏水，路面结冰，走路打滑。';
	const filed = { text, place: '柳坡组水塔', categoryCode: '0402', areaId: 4 };
	const mine = draft({ text, place: '柳坡组水塔', categoryCode: '0402' });
	const open = await world.aCase(filed);
	await acceptCase(await world.as('fenpai', hours(1)), open.number, 1);
	await world.aCase({ ...filed, identity: 'confidential', contact });
	await world.aCase({ ...filed, avoidUnitIds: [world.unitId(service)] });
	await world.aCase({ ...filed, categoryCode: '1001' });
	await world.aCase({ ...filed, categoryCode: '1801' });
	await world.aCase({ ...filed, text: '完全是另外一件事情，和这里没有关系。', place: '' });
	const found = await findAlike(world.stranger(hours(2)), mine, tiles);
	expect(found).toEqual([
		{
			token: expect.stringMatching(/^[\w-]{22}$/),
			category: '供水供电通信',
			categoryEn: expect.any(String),
			area: '柳坡组',
			// Monday, 2 November
			weekOf: new Date('2026-11-01T16:00:00Z'),
			step: 2
		}
	]);
	// by the tile alone too; for another kind, or without kind and area, nothing
	expect(await findAlike(world.stranger(hours(2)), { ...mine, categoryCode: null }, tiles)).toHaveLength(1);
	expect(await findAlike(world.stranger(hours(2)), { ...mine, categoryCode: '0101' }, tiles)).toEqual([]);
	for (const categoryCode of ['1001', '1801'])
		expect(await findAlike(world.stranger(hours(2)), { ...mine, categoryCode }, tiles)).toEqual([]);
	const nowhere = { ...mine, categoryCode: null, tilePosition: null };
	expect(await findAlike(world.stranger(hours(2)), nowhere, tiles)).toEqual([]);
});

it('notes 我也遇到了 with the filing, so that the dispatcher sees that case first', async () => {
	const words = '老街口老槐树下的井盖松了，晚上车轮压上去咣当响。';
	const main = await carry.processing({ text: words, categoryCode: '0303' });
	const others = [];
	for (let more = 0; more < 6; more++)
		others.push(await world.aCase({ text: '老街口的井盖松了，晚上响。', categoryCode: '0303' }, hours(2)));
	const secret = newSecret();
	const mine = draft({ text: `${words}还是没有人来修。`, place: '', categoryCode: '0303' });
	await saveDraft(world.stranger(hours(3)), secret, mine);
	const context = world.stranger(hours(3));
	const offered = await findAlike(context, mine, tiles);
	const ids = await Promise.all(offered.map(({ token }) => readAlike(context, mine, tiles, token)));
	expect(ids).toContain(main.caseId);
	expect(await readAlike(context, mine, tiles, 'x'.repeat(22))).toBeNull();
	// a token of another draft opens nothing
	const [foreign] = await findAlike(context, draft({ text: mine.text }), tiles);
	expect(await readAlike(context, mine, tiles, foreign?.token ?? '')).toBeNull();

	await fileDraft(context, { secret, draft: mine, contact: null }, 'zh-CN', others[0]?.caseId);
	const [filed] = await world.db.select().from(cases).orderBy(desc(cases.id)).limit(1);
	const [event] = await world.db
		.select()
		.from(events)
		.where(eq(events.stream, `case:${filed?.id}`));
	expect(event).toMatchObject({ kind: 'case.submitted', data: { alikeId: others[0]?.caseId } });
	const similar = await similarTo(readStoredNumber(filed?.number ?? ''));
	// less alike than the others, and yet the first
	expect(similar[0]).toMatchObject({ number: others[0]?.number, isWish: true });
	expect(similar[1]).toMatchObject({ number: main.number, isWish: false });
	expect(similar).toHaveLength(5);
	expect(new Set(similar.map(({ number }) => number)).size).toBe(5);
});
