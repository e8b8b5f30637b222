import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffActor } from '#lib/domain/permissions.ts';
import type { Context } from '#lib/server/context.ts';
import { receptionClerks, receptionHours, receptionPoints } from '#lib/server/db/schema/kiosks.ts';
import { texts } from '#lib/server/db/schema/texts.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { changePoint, changeTimetable, type PointFacts } from '#lib/server/office/change-point.ts';
import { findPoint, listClerks } from '#lib/server/office/find-point.ts';
import { firstKiosk } from '../../../support/kiosks.ts';
import { recorded } from '../../../support/ledger.ts';
import { openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let administrator: Context<StaffActor>;
let clerk: Context<StaffActor>;
beforeAll(async () => {
	world = await openWorld();
	administrator = await world.as('guanli');
	clerk = await world.as('jiedai');
});
afterAll(() => world.close());

const facts = (changes: Partial<PointFacts> = {}): PointFacts => ({
	name: '柳坡接待点',
	areaId: null,
	address: '柳坡文化室',
	phone: '0000-860 0155',
	isActive: true,
	clerkIds: [clerk.actor.id],
	...changes
});
const morning = { weekday: 2, opensAt: '09:00', closesAt: '11:30', who: '陈小梅', note: '' };
const wordsOf = async (value: unknown) => {
	const named = value && typeof value === 'object' && 'textId' in value ? Number(value.textId) : 0;
	const [text] = await world.db.select().from(texts).where(eq(texts.id, named));
	const words: unknown = JSON.parse(text?.body ?? 'null');
	return words;
};
/** The one event of a change of the settings, with its words. */
async function changed(by: Context<StaffActor>, act: () => Promise<unknown>) {
	const [event, ...more] = await recorded(world, 'settings', act);
	expect(more).toEqual([]);
	expect(event).toMatchObject({ kind: 'settings.point-changed', by: by.actor.id });
	return { pointId: event?.data.pointId, words: await wordsOf(event?.data.value) };
}

describe('a reception point', () => {
	it('is made and changed by an administrator, with one event each', async () => {
		let id = 0;
		const made = await changed(
			administrator,
			async () => (id = await changePoint(administrator, { id: null, ...facts() }))
		);
		const words = { name: '柳坡接待点', area: '', address: '柳坡文化室', phone: '0000-860 0155', active: 'true' };
		expect(made).toEqual({ pointId: id, words: { ...words, clerks: String(clerk.actor.id) } });
		const closed = await changed(administrator, () =>
			changePoint(administrator, { id, ...facts({ isActive: false, clerkIds: [] }) })
		);
		expect(closed).toEqual({ pointId: id, words: { ...words, active: 'false', clerks: '' } });
		expect(await findPoint(world, id)).toMatchObject({ isActive: false, clerkIds: [], hours: [] });
	});

	it('has a name of its own', async () => {
		const { point } = await firstKiosk(world);
		const taken = changePoint(administrator, { id: null, ...facts({ name: point.name }) });
		expect(await refusalOf(taken)).toBe('kiosk.name-taken');
		const [other] = await world.db.select().from(receptionPoints).orderBy(asc(receptionPoints.id)).offset(1).limit(1);
		const renamed = changePoint(administrator, { id: other?.id ?? 0, ...facts({ name: point.name }) });
		expect(await refusalOf(renamed)).toBe('kiosk.name-taken');
		expect(await refusalOf(changePoint(administrator, { id: 9999, ...facts({ name: '没有的' }) }))).toBe(
			'case.not-found'
		);
	});

	it('takes as clerks those who are', async () => {
		expect((await listClerks(world)).map(({ id }) => id)).toEqual([clerk.actor.id]);
		const id = await changePoint(administrator, {
			id: null,
			...facts({ name: '石桥接待点', clerkIds: [clerk.actor.id, await world.staffId('chengban'), 9999] })
		});
		const rows = await world.db.select().from(receptionClerks).where(eq(receptionClerks.pointId, id));
		expect(rows).toEqual([{ pointId: id, staffId: clerk.actor.id }]);
	});

	it('is nobody else’s to change', async () => {
		const events = await recorded(world, 'settings', async () => {
			for (const username of ['jiedai', 'fenpai', 'duban', 'shenhe', 'shenji'])
				expect(await refusalOf(changePoint(await world.as(username), { id: null, ...facts({ name: '别处' }) }))).toBe(
					'case.not-found'
				);
		});
		expect(events).toEqual([]);
	});
});

describe('接待安排', () => {
	it('is replaced as a whole, by a clerk of the point too', async () => {
		const { point } = await firstKiosk(world);
		const afternoon = { ...morning, opensAt: '14:00', closesAt: '17:00', note: '带身份证' };
		const first = await changed(clerk, () => changeTimetable(clerk, point.id, [afternoon, morning]));
		expect(first).toEqual({
			pointId: point.id,
			words: { hours: '2 09:00-11:30 陈小梅\n2 14:00-17:00 陈小梅 带身份证' }
		});
		expect((await findPoint(world, point.id)).hours).toEqual([morning, afternoon]);
		await changed(administrator, () => changeTimetable(administrator, point.id, []));
		expect((await findPoint(world, point.id)).hours).toEqual([]);
	});

	it('of two who save at once is one of theirs, never both together', async () => {
		const { point } = await firstKiosk(world);
		const rows = (who: string) => [1, 2, 3].map((weekday) => ({ ...morning, weekday, who }));
		await Promise.all([
			changeTimetable(clerk, point.id, rows('甲')),
			changeTimetable(administrator, point.id, rows('乙'))
		]);
		const stored = await world.db.select().from(receptionHours).where(eq(receptionHours.pointId, point.id));
		expect(stored).toHaveLength(3);
		expect(new Set(stored.map(({ who }) => who)).size).toBe(1);
	});

	it('never closes before it opens, and has 40 rows at most', async () => {
		const { point } = await firstKiosk(world);
		const events = await recorded(world, 'settings', async () => {
			await expect(changeTimetable(clerk, point.id, [{ ...morning, closesAt: '08:00' }])).rejects.toThrow(
				'hours.order'
			);
			const many = Array.from({ length: 41 }, () => morning);
			await expect(changeTimetable(clerk, point.id, many)).rejects.toThrow('hours.many');
		});
		expect(events).toEqual([]);
	});

	it('is closed to a clerk of elsewhere and to every other role', async () => {
		const id = await changePoint(administrator, { id: null, ...facts({ name: '老街接待点', clerkIds: [] }) });
		for (const username of ['jiedai', 'fenpai', 'duban', 'shenhe', 'shenji'])
			expect(await refusalOf(changeTimetable(await world.as(username), id, [morning]))).toBe('case.not-found');
		expect(await refusalOf(changeTimetable(administrator, 9999, [morning]))).toBe('case.not-found');
		expect(await verifyLedger(world.database.db)).toMatchObject({ isValid: true });
	});
});
