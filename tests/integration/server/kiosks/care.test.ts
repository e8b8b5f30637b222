import { pbkdf2Sync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idleDefaults, readPairingCode } from '#lib/domain/kiosk.ts';
import type { KioskSettings } from '#lib/domain/kiosk-settings.ts';
import type { StaffActor } from '#lib/domain/permissions.ts';
import type { Context } from '#lib/server/context.ts';
import { kioskDevices, kiosks, pairingCodes } from '#lib/server/db/schema/kiosks.ts';
import { texts } from '#lib/server/db/schema/texts.ts';
import { kioskStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { changeKiosk } from '#lib/server/kiosks/change-kiosk.ts';
import { endDevice } from '#lib/server/kiosks/end-device.ts';
import { makePairingCode } from '#lib/server/kiosks/make-pairing-code.ts';
import { pairDevice } from '#lib/server/kiosks/pair-device.ts';
import { findKiosk } from '#lib/server/kiosks/queries/find-kiosk.ts';
import { aDevice, firstKiosk } from '../../../support/kiosks.ts';
import { recorded } from '../../../support/ledger.ts';
import { freshAddress } from '../../../support/sign-in.ts';
import { hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let administrator: Context<StaffActor>;
let pointId: number;
beforeAll(async () => {
	world = await openWorld();
	administrator = await world.as('guanli');
	pointId = (await firstKiosk(world)).point.id;
});
afterAll(() => world.close());

const others = ['jiedai', 'fenpai', 'duban', 'shenhe', 'chengban', 'shenji'];
let made = 0;
const settings = (changes: Partial<KioskSettings> = {}): KioskSettings => ({
	pointId,
	name: `新的一体机 ${++made}`,
	locale: 'zh-CN',
	printer: 'escpos-80',
	hasCamera: false,
	hasMicrophone: true,
	mmPerPx: 0.311,
	idleSeconds: idleDefaults,
	places: ['村委会', '老街'],
	...changes
});
const newKiosk = (changes: Partial<KioskSettings> = {}) =>
	changeKiosk(administrator, { id: null, servicePin: null, ...settings(changes) });
const rowOf = async (id: number) => {
	const [row] = await world.db.select().from(kiosks).where(eq(kiosks.id, id));
	if (!row) throw new Error('no such kiosk');
	return row;
};
const wordsOf = async (value: unknown) => {
	const named = value && typeof value === 'object' && 'textId' in value ? Number(value.textId) : 0;
	const [text] = await world.db.select().from(texts).where(eq(texts.id, named));
	return text?.body ?? '';
};

describe('a kiosk', () => {
	it('is made and changed by an administrator, each with one event on a stream of its own', async () => {
		const input = settings();
		const id = await changeKiosk(administrator, { id: null, servicePin: null, ...input });
		expect(await rowOf(id)).toEqual({ id, ...input, servicePin: null });
		const moved = { ...input, name: '搬过的一体机', printer: 'none' as const, places: [] };
		const events = await recorded(world, kioskStream(id), () =>
			changeKiosk(administrator, { id, servicePin: { digits: '147258' }, ...moved })
		);
		expect(events.map(({ kind, by }) => [kind, by])).toEqual([['kiosk.changed', administrator.actor.id]]);
		expect(await rowOf(id)).toMatchObject(moved);
		const words = await wordsOf(events[0]?.data.value);
		expect(words).toContain('搬过的一体机');
		expect(words).not.toContain('147258');
		const { history } = await findKiosk(administrator, id);
		expect(history.map(({ kind }) => kind)).toEqual(['kiosk.changed', 'kiosk.created']);
	});

	it('keeps the service PIN so that the machine can check it alone, and never shows it', async () => {
		const id = await newKiosk();
		const change = (servicePin: 'keep' | null | { digits: string }) =>
			changeKiosk(administrator, { id, servicePin, ...settings() });
		await change({ digits: '258036' });
		const stored = (await rowOf(id)).servicePin ?? '';
		const [iterations = '', salt = '', hash = ''] = stored.split('.');
		expect(Number(iterations)).toBeGreaterThanOrEqual(200_000);
		expect(Buffer.from(salt, 'base64url')).toHaveLength(16);
		const again = pbkdf2Sync('258036', Buffer.from(salt, 'base64url'), Number(iterations), 32, 'sha256');
		expect(hash).toBe(again.toString('base64url'));
		await change('keep');
		expect((await rowOf(id)).servicePin).toBe(stored);
		const shown = await findKiosk(administrator, id);
		expect(shown.hasServicePin).toBe(true);
		expect(JSON.stringify(shown)).not.toContain(hash);
		await change(null);
		expect((await rowOf(id)).servicePin).toBeNull();
	});

	it('has a name of its own and a point that is there', async () => {
		const { kiosk } = await firstKiosk(world);
		expect(await refusalOf(newKiosk({ name: kiosk.name }))).toBe('kiosk.name-taken');
		const id = await newKiosk();
		const renamed = changeKiosk(administrator, { id, servicePin: 'keep', ...settings({ name: kiosk.name }) });
		expect(await refusalOf(renamed)).toBe('kiosk.name-taken');
		expect(await refusalOf(newKiosk({ pointId: 9999 }))).toBe('case.not-found');
		const unknown = changeKiosk(administrator, { id: 9999, servicePin: 'keep', ...settings() });
		expect(await refusalOf(unknown)).toBe('case.not-found');
	});

	it.each<[string, Partial<KioskSettings>]>([
		['25 places', { places: Array.from({ length: 25 }, (_, at) => `地点 ${at}`) }],
		['a place of 21 signs', { places: ['二十一个字的地点名称实在太长了没有人看得完的'.slice(0, 21)] }],
		['no time to answer', { idleSeconds: { ...idleDefaults, typing: 5 } }],
		['pixels of a centimetre', { mmPerPx: 10 }]
	])('has bounds: not %s', async (_what, changes) => {
		const before = await world.db.$count(kiosks);
		await expect(newKiosk(changes)).rejects.toThrow(/places|idle|mmPerPx/);
		expect(await world.db.$count(kiosks)).toBe(before);
	});

	it('is nobody else’s to make, change or look into', async () => {
		const { kiosk } = await firstKiosk(world);
		const events = await recorded(world, kioskStream(kiosk.id), async () => {
			for (const username of others) {
				const other = await world.as(username);
				const change = { servicePin: 'keep' as const, ...settings() };
				expect(await refusalOf(changeKiosk(other, { id: null, ...change }))).toBe('case.not-found');
				expect(await refusalOf(changeKiosk(other, { id: kiosk.id, ...change }))).toBe('case.not-found');
				expect(await refusalOf(findKiosk(other, kiosk.id))).toBe('case.not-found');
			}
		});
		expect(events).toEqual([]);
	});
});

describe('配对码', () => {
	it('is ten characters for ten minutes, stored as a MAC, and pairs one machine', async () => {
		const id = await newKiosk();
		let code = '';
		const events = await recorded(world, kioskStream(id), async () => {
			const fresh = await makePairingCode(administrator, id);
			code = fresh.code;
			expect(fresh.expiresAt).toEqual(new Date(noon.getTime() + 600_000));
		});
		expect(events).toEqual([{ kind: 'kiosk.code-made', by: administrator.actor.id, data: {} }]);
		expect(readPairingCode(code)).toBe(code);
		const [row, ...more] = await world.db.select().from(pairingCodes).where(eq(pairingCodes.kioskId, id));
		expect(more).toEqual([]);
		expect(row).toMatchObject({ madeById: administrator.actor.id, usedAt: null });
		expect(row?.codeMac).toHaveLength(32);
		expect(row?.codeMac.toString('latin1')).not.toContain(code);
		expect((await findKiosk(administrator, id)).pairingUntil).toEqual(row?.expiresAt);
		await pairDevice(world.stranger(), { code, address: freshAddress() });
		expect(await refusalOf(pairDevice(world.stranger(), { code, address: freshAddress() }))).toBe('kiosk.pairing-code');
		expect((await findKiosk(administrator, id)).pairingUntil).toBeNull();
	});

	it('voids the one before it, and ends by itself', async () => {
		const id = await newKiosk();
		const old = await makePairingCode(administrator, id);
		const fresh = await makePairingCode(administrator, id);
		const pair = (code: string, now = noon) => pairDevice(world.stranger(now), { code, address: freshAddress() });
		expect(await refusalOf(pair(old.code))).toBe('kiosk.pairing-code');
		expect(await refusalOf(pair(fresh.code, hours(0.2)))).toBe('kiosk.pairing-code');
		await pair(fresh.code);
	});

	it('of two who press at once is one', async () => {
		const id = await newKiosk();
		await Promise.all([makePairingCode(administrator, id), makePairingCode(administrator, id)]);
		expect(await world.db.$count(pairingCodes, eq(pairingCodes.kioskId, id))).toBe(1);
	});

	it('is made by administrators and by the start of the demo, and nobody else', async () => {
		const { kiosk } = await firstKiosk(world);
		await makePairingCode(world.system(), kiosk.id);
		const [row] = await world.db.select().from(pairingCodes).where(eq(pairingCodes.kioskId, kiosk.id));
		expect(row?.madeById).toBeNull();
		for (const username of others)
			expect(await refusalOf(makePairingCode(await world.as(username), kiosk.id))).toBe('case.not-found');
		const { context } = await aDevice(world, await newKiosk());
		expect(await refusalOf(makePairingCode(context, kiosk.id))).toBe('case.not-found');
		expect(await refusalOf(makePairingCode(world.stranger(), kiosk.id))).toBe('case.not-found');
		expect(await refusalOf(makePairingCode(administrator, 9999))).toBe('case.not-found');
	});
});

describe('a machine', () => {
	const stateOf = async (id: number) => {
		const [row] = await world.db.select().from(kioskDevices).where(eq(kioskDevices.id, id));
		return { state: row?.state, endedAt: row?.endedAt };
	};

	it('is retired, and may still turn out to be lost, which is final', async () => {
		const kioskId = await newKiosk();
		const { device } = await aDevice(world, kioskId);
		const end = async (as: 'retired' | 'lost', now = noon) => endDevice(await world.as('guanli', now), device.id, as);
		const events = await recorded(world, kioskStream(kioskId), async () => {
			await end('retired');
			await end('retired', hours(1));
			expect(await stateOf(device.id)).toEqual({ state: 'retired', endedAt: noon });
			await end('lost', hours(2));
			await end('lost', hours(3));
			expect(await refusalOf(end('retired', hours(4)))).toBe('kiosk.not-active');
		});
		const by = administrator.actor.id;
		expect(events).toEqual([
			{ kind: 'kiosk.device-ended', by, data: { deviceId: device.id, as: 'retired' } },
			{ kind: 'kiosk.device-ended', by, data: { deviceId: device.id, as: 'lost' } }
		]);
		expect(await stateOf(device.id)).toEqual({ state: 'lost', endedAt: noon });
	});

	it('may be lost while it is in use', async () => {
		const { device } = await aDevice(world, await newKiosk());
		await endDevice(administrator, device.id, 'lost');
		expect(await stateOf(device.id)).toEqual({ state: 'lost', endedAt: noon });
	});

	it('is ended by administrators alone', async () => {
		const { device } = await aDevice(world, await newKiosk());
		for (const username of others)
			expect(await refusalOf(endDevice(await world.as(username), device.id, 'lost'))).toBe('case.not-found');
		expect(await refusalOf(endDevice(administrator, 9999, 'lost'))).toBe('case.not-found');
		expect(await stateOf(device.id)).toMatchObject({ state: 'active' });
		expect(await verifyLedger(world.database.db)).toMatchObject({ isValid: true });
	});
});
