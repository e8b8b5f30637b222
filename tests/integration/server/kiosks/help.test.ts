import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KioskActor } from '#lib/domain/permissions.ts';
import { findAccount, setAssistPin } from '#lib/server/auth/account.ts';
import type { Context } from '#lib/server/context.ts';
import { kioskAssists, kioskBells, receptionClerks } from '#lib/server/db/schema/kiosks.ts';
import { staff, staffRoles } from '#lib/server/db/schema/staff.ts';
import { kioskStream, staffStream } from '#lib/server/events/record.ts';
import { answerBell } from '#lib/server/kiosks/answer-bell.ts';
import { openAssist } from '#lib/server/kiosks/open-assist.ts';
import { countOpenBells, readBoard } from '#lib/server/kiosks/queries/board.ts';
import { ringBell } from '#lib/server/kiosks/ring-bell.ts';
import { changePoint } from '#lib/server/office/change-point.ts';
import { demoPassword, demoPins } from '#lib/server/seed/office.ts';
import { hashToken } from '#lib/server/vault/access-secrets.ts';
import { aDevice, firstKiosk } from '../../../support/kiosks.ts';
import { recorded } from '../../../support/ledger.ts';
import { freshAddress } from '../../../support/sign-in.ts';
import { hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let kioskId: number;
let pointId: number;
let clerkId: number;
let kiosk: Context<KioskActor>;
let deviceId: number;
beforeAll(async () => {
	world = await openWorld();
	const first = await firstKiosk(world);
	kioskId = first.kiosk.id;
	pointId = first.point.id;
	clerkId = await world.staffId('jiedai');
	const { device, context } = await aDevice(world, kioskId, { seenAt: noon, paper: 'out', queued: 3, version: '1' });
	deviceId = device.id;
	kiosk = context;
});
afterAll(() => world.close());

describe('叫人帮忙', () => {
	beforeEach(() => world.db.delete(kioskBells));

	it('rings once however often it is pressed, from when it was pressed first', async () => {
		const events = await recorded(world, kioskStream(kioskId), async () => {
			const { bellId } = await ringBell(kiosk);
			expect(await ringBell({ ...kiosk, now: hours(1) })).toEqual({ bellId, rungAt: noon });
		});
		const [bell, ...more] = await world.db.select().from(kioskBells);
		expect(more).toEqual([]);
		expect(events).toEqual([{ kind: 'kiosk.bell-rung', by: kioskId, data: { bellId: bell?.id } }]);
		expect(await countOpenBells(world)).toBe(1);
	});

	it('pressed twice at once is one bell', async () => {
		const rung = await Promise.all([ringBell(kiosk), ringBell(kiosk), ringBell(kiosk)]);
		expect(new Set(rung.map(({ bellId }) => bellId)).size).toBe(1);
		expect(await world.db.$count(kioskBells)).toBe(1);
	});

	it('is answered once; the second who goes changes nothing, and it may ring again', async () => {
		const { bellId } = await ringBell(kiosk);
		const events = await recorded(world, kioskStream(kioskId), async () => {
			await answerBell(await world.as('jiedai', hours(1)), bellId);
			await answerBell(await world.as('fenpai', hours(2)), bellId);
		});
		expect(events).toEqual([{ kind: 'kiosk.bell-answered', by: clerkId, data: { bellId } }]);
		const [bell] = await world.db.select().from(kioskBells).where(eq(kioskBells.id, bellId));
		expect(bell).toMatchObject({ answeredAt: hours(1), answeredById: clerkId });
		expect(await countOpenBells(world)).toBe(0);
		expect((await ringBell(kiosk)).bellId).not.toBe(bellId);
	});

	it('is answered by clerks, dispatchers and administrators, and nobody else', async () => {
		for (const username of ['jiedai', 'fenpai', 'guanli']) {
			const { bellId } = await ringBell(kiosk);
			await answerBell(await world.as(username), bellId);
		}
		const { bellId } = await ringBell(kiosk);
		for (const username of ['duban', 'shenhe', 'chengban', 'shenji'])
			expect(await refusalOf(answerBell(await world.as(username), bellId))).toBe('case.not-found');
		expect(await refusalOf(answerBell(await world.as('jiedai'), 9999))).toBe('case.not-found');
		expect(await countOpenBells(world)).toBe(1);
	});

	it('is nothing that a machine out of service can do', async () => {
		for (const state of ['retired', 'lost'] as const) {
			const { context } = await aDevice(world, kioskId, { state });
			expect(await refusalOf(ringBell(context))).toBe('kiosk.not-active');
		}
		expect(await countOpenBells(world)).toBe(0);
	});
});

describe('the board', () => {
	it('shows points, kiosks, alerts and who rings, to every member of staff', async () => {
		await ringBell(kiosk);
		for (const username of ['jiedai', 'chengban', 'shenji']) {
			const board = await readBoard(await world.as(username, hours(0.1)));
			expect(board.bells).toMatchObject([{ kiosk: '松岗村委会一体机', point: '松岗村委会接待点', rungAt: noon }]);
			const [point, other] = board.points;
			expect(board.points).toHaveLength(2);
			expect(point).toMatchObject({ name: '松岗村委会接待点', area: '松岗村', isKept: username === 'jiedai' });
			expect(point?.hours).toHaveLength(10);
			expect(point?.kiosks).toMatchObject([
				{ id: kioskId, device: { queued: 3, paper: 'out', version: '1' }, pairingUntil: null }
			]);
			expect(point?.kiosks[0]?.alerts.map(({ key }) => key)).toEqual(['silent', 'paper']);
			expect(other?.kiosks[0]).toMatchObject({ device: null, alerts: [{ key: 'unpaired' }] });
			expect(JSON.stringify(board)).not.toMatch(/tokenHash|servicePin/);
		}
	});
});

describe('代填', () => {
	const forget = () => world.db.execute(sql`delete from rate_limits`);
	const pin: string = demoPins.assist;
	beforeEach(async () => {
		await forget();
		await world.db.delete(kioskAssists);
	});

	it('opens with the PIN of a clerk of this point, for half an hour, under a ticket stored as a hash', async () => {
		let ticket = '';
		const events = await recorded(world, kioskStream(kioskId), async () => {
			const opened = await openAssist(kiosk, { staffId: clerkId, pin });
			expect(opened.name).toBe('陈小梅');
			ticket = opened.ticket;
		});
		expect(ticket).toMatch(/^[\w-]{22}$/);
		expect(events).toEqual([{ kind: 'kiosk.assist-opened', by: kioskId, data: { deviceId, staffId: clerkId } }]);
		expect(await world.db.select().from(kioskAssists)).toEqual([
			{ id: hashToken(ticket), deviceId, staffId: clerkId, openedAt: noon, endsAt: hours(0.5) }
		]);
	});

	it('is refused with the same words for every reason', async () => {
		const wrong = (staffId: number, tried = pin) => refusalOf(openAssist(kiosk, { staffId, pin: tried }));
		const events = await recorded(world, kioskStream(kioskId), async () => {
			expect(await wrong(clerkId, '000111')).toBe('kiosk.wrong-pin');
			expect(await wrong(9999)).toBe('kiosk.wrong-pin');
			// a dispatcher with a PIN is no clerk
			const dispatcherId = await world.staffId('fenpai');
			const [clerk] = await world.db.select().from(staff).where(eq(staff.id, clerkId));
			await world.db.update(staff).set({ assistPin: clerk?.assistPin }).where(eq(staff.id, dispatcherId));
			await world.db.insert(receptionClerks).values({ pointId, staffId: dispatcherId });
			expect(await wrong(dispatcherId)).toBe('kiosk.wrong-pin');
			await world.db.delete(receptionClerks).where(eq(receptionClerks.staffId, dispatcherId));
		});
		expect(events).toEqual([]);
		expect(await world.db.$count(kioskAssists)).toBe(0);
	});

	it('is closed to a clerk who left, lost the role or belongs elsewhere', async () => {
		const wrong = async () => {
			await forget();
			return refusalOf(openAssist(kiosk, { staffId: clerkId, pin }));
		};
		await world.db.update(staff).set({ isActive: false }).where(eq(staff.id, clerkId));
		expect(await wrong()).toBe('kiosk.wrong-pin');
		await world.db.update(staff).set({ isActive: true }).where(eq(staff.id, clerkId));
		await world.db.update(staffRoles).set({ confirmedAt: null }).where(eq(staffRoles.staffId, clerkId));
		expect(await wrong()).toBe('kiosk.wrong-pin');
		await world.db.update(staffRoles).set({ confirmedAt: noon }).where(eq(staffRoles.staffId, clerkId));
		const { point } = await firstKiosk(world);
		const facts = { ...point, clerkIds: [] as number[] };
		await changePoint(await world.as('guanli'), facts);
		expect(await wrong()).toBe('kiosk.wrong-pin');
		await changePoint(await world.as('guanli'), { ...facts, clerkIds: [clerkId] });
		await forget();
		await openAssist(kiosk, { staffId: clerkId, pin });
	});

	it('waits after five wrong PINs, for the right one too, and for this clerk at every machine', async () => {
		const tried = (context = kiosk, digits = '000111') =>
			refusalOf(openAssist(context, { staffId: clerkId, pin: digits }));
		for (let count = 0; count < 5; count++) expect(await tried()).toBe('kiosk.wrong-pin');
		expect(await tried(kiosk, pin)).toBe('throttled');
		await world.db.execute(sql`delete from rate_limits where key like 'assist-device%'`);
		expect(await tried(kiosk, pin)).toBe('throttled');
		await world.db.execute(sql`delete from rate_limits where key like 'assist%'`);
		await openAssist(kiosk, { staffId: clerkId, pin });
	});

	it('counts wrong PINs of a machine over all clerks', async () => {
		for (let staffId = 5001; staffId < 5006; staffId++)
			expect(await refusalOf(openAssist(kiosk, { staffId, pin }))).toBe('kiosk.wrong-pin');
		expect(await refusalOf(openAssist(kiosk, { staffId: clerkId, pin }))).toBe('throttled');
	});

	it('opens on a machine in use alone', async () => {
		for (const state of ['retired', 'lost'] as const) {
			const { context } = await aDevice(world, kioskId, { state });
			expect(await refusalOf(openAssist(context, { staffId: clerkId, pin }))).toBe('kiosk.not-active');
		}
	});

	it('takes the PIN that the clerk has set after the password, and the old one no more', async () => {
		const clerk = await world.as('jiedai');
		const set = (fresh: string, old: string = demoPassword) =>
			setAssistPin(clerk, { old, pin: fresh, address: freshAddress() });
		const events = await recorded(world, staffStream(clerkId), async () => {
			expect(await set('704193', 'not the password')).toBe(false);
			for (const weak of ['12345', '123456', '111111', '7041930000000'])
				expect(await refusalOf(set(weak))).toBe('kiosk.weak-pin');
			expect(await set('704193')).toBe(true);
		});
		expect(events).toEqual([{ kind: 'staff.assist-pin-set', by: clerkId, data: {} }]);
		expect(await refusalOf(openAssist(kiosk, { staffId: clerkId, pin }))).toBe('kiosk.wrong-pin');
		await openAssist(kiosk, { staffId: clerkId, pin: '704193' });
		expect(await findAccount(clerk, clerkId, '')).toMatchObject({ hasAssistPin: true });
		const [row] = await world.db.select().from(staff).where(eq(staff.id, clerkId));
		expect(row?.assistPin).toMatch(/^\$argon2id\$/);
		await set(pin);
	});

	it('is a PIN that clerks alone may have', async () => {
		for (const username of ['fenpai', 'chengban', 'guanli']) {
			const other = await world.as(username);
			const tried = setAssistPin(other, { old: demoPassword, pin: '704193', address: freshAddress() });
			expect(await refusalOf(tried)).toBe('case.not-found');
		}
	});
});
