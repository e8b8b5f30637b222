import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../../../src/lib/domain/clock.ts';
import type { KioskLetter } from '../../../../src/lib/domain/kiosk.ts';
import type { KioskActor } from '../../../../src/lib/domain/permissions.ts';
import { findKioskDevice } from '../../../../src/lib/server/auth/kiosk-devices.ts';
import { openWithCode, openWithLink } from '../../../../src/lib/server/cases/access.ts';
import type { Context } from '../../../../src/lib/server/context.ts';
import { attachments } from '../../../../src/lib/server/db/schema/attachments.ts';
import { cases } from '../../../../src/lib/server/db/schema/cases.ts';
import { events } from '../../../../src/lib/server/db/schema/events.ts';
import { caseNumbers } from '../../../../src/lib/server/db/schema/numbers.ts';
import { decideHeld, holdLetter, listHeld } from '../../../../src/lib/server/intake/held.ts';
import { fileLetter } from '../../../../src/lib/server/intake/kiosk.ts';
import { leaseNumbers } from '../../../../src/lib/server/kiosks/lease-numbers.ts';
import { makePairingCode } from '../../../../src/lib/server/kiosks/make-pairing-code.ts';
import { pairDevice } from '../../../../src/lib/server/kiosks/pair-device.ts';
import { aDevice, firstKiosk } from '../../../support/kiosks.ts';
import { letterOf, sealParts, sendLetter } from '../../../support/letters.ts';
import { webmRecording } from '../../../support/recording.ts';
import { openWorld, noon, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let kioskId: number;
beforeAll(async () => {
	world = await openWorld();
	kioskId = (await firstKiosk(world)).kiosk.id;
});
afterAll(() => world.close());

const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

/** A machine of the first kiosk, and a way to let it ask again at another time. */
async function machine(state: KioskActor['state'] = 'retired') {
	const { context } = await aDevice(world, kioskId, { state });
	return { context, at: (minutes: number): Context<KioskActor> => ({ ...context, now: later(minutes) }) };
}

const sealed = (letter: KioskLetter, parts: Buffer[] = []) => sealParts(world, letter, parts);
const send = (context: Context<KioskActor>, letter: KioskLetter, parts: Buffer[] = []) =>
	sendLetter(world, context, letter, parts);

async function caseOf(number: string) {
	const [found] = await world.db.select().from(cases).where(eq(cases.number, number));
	if (!found) throw new Error('no such case');
	return found;
}

describe('pairing', () => {
	it('takes a code once, within ten minutes, and retires the machine before', async () => {
		const system = world.system();
		const first = await makePairingCode(system, kioskId);
		const stranger = world.stranger();
		const paired = await pairDevice(stranger, { code: first.code, address: '10.0.0.1' });
		expect(await findKioskDevice(stranger, paired.token)).toMatchObject({ id: kioskId, state: 'active' });
		expect(await refusalOf(pairDevice(stranger, { code: first.code, address: '10.0.0.1' }))).toBe('kiosk.pairing-code');
		const late = await makePairingCode(system, kioskId);
		const afterwards = world.stranger(later(11));
		expect(await refusalOf(pairDevice(afterwards, { code: late.code, address: '10.0.0.2' }))).toBe(
			'kiosk.pairing-code'
		);
		const second = await makePairingCode(system, kioskId);
		await pairDevice(stranger, { code: second.code, address: '10.0.0.1' });
		expect(await findKioskDevice(stranger, paired.token)).toMatchObject({ state: 'retired' });
	});

	it('waits after ten wrong codes from one network', async () => {
		const guess = (at: number) => pairDevice(world.stranger(), { code: `23456789A${at}`, address: '10.9.0.1' });
		for (let at = 2; at < 9; at++) await refusalOf(guess(at));
		for (let at = 2; at < 5; at++) await refusalOf(guess(at));
		expect(await refusalOf(guess(5))).toBe('throttled');
	});
});

describe('numbers', () => {
	it('are topped up, named again after a lost answer, and never more than 200 out', async () => {
		const { context } = await machine();
		const first = await leaseNumbers(context, 0);
		expect(first).toHaveLength(60);
		expect((await leaseNumbers(context, 60)).sort()).toEqual(first.sort());
		let all = first;
		for (let round = 0; round < 5; round++) all = await leaseNumbers(context, 0);
		expect(all.length).toBe(200);
		expect(new Set(all).size).toBe(200);
	});
});

describe('a letter', () => {
	it('becomes a case under its own number, code and link, once and only once', async () => {
		const { context, at } = await machine();
		const [number = ''] = await leaseNumbers(context, 0);
		const letter = letterOf(number);
		expect(await send(at(10), letter)).toBe(number);
		expect(await send(at(12), letter)).toBe(number);
		const filed = await caseOf(number);
		expect(filed).toMatchObject({ channel: 'kiosk', type: 'help', submittedAt: later(5), receivedAt: later(10) });
		expect(dayOf(new Date(filed.firstDueAt.getTime() - 1))).toBe(dayOf(later(7 * 24 * 60 + 5)));
		const stranger = world.stranger(later(20));
		expect((await openWithCode(stranger, await send(at(13), letter), '4821773059'))?.caseId).toBe(filed.id);
		expect((await openWithLink(stranger, letter.linkToken))?.caseId).toBe(filed.id);
		const stored = await world.db.select().from(cases).where(eq(cases.number, number));
		expect(stored).toHaveLength(1);
		const [used] = await world.db.select().from(caseNumbers).where(eq(caseNumbers.number, number));
		expect(used?.state).toBe('used');
		const [event] = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, `case:${filed.id}`));
		expect(event).toMatchObject({ kind: 'case.submitted', actorKind: 'kiosk', actorId: kioskId });
		expect(event?.data).toMatchObject({ kioskId, channel: 'kiosk' });
		expect(event?.data).not.toHaveProperty('skewed');
	});

	it('is refused under a number of another machine, a used one, or none of ours', async () => {
		const [mine, other] = [await machine(), await machine()];
		const [number = '', next = ''] = await leaseNumbers(mine.context, 0);
		expect(await refusalOf(send(other.at(10), letterOf(number)))).toBe('kiosk.number-not-leased');
		await send(mine.at(10), letterOf(next));
		expect(await refusalOf(send(mine.at(11), letterOf(next)))).toBe('kiosk.number-not-leased');
		expect(await refusalOf(send(mine.at(11), letterOf('MQ261103-1234567')))).toBe('kiosk.letter-unreadable');
	});

	it('is refused when a byte is changed, or it is put under another number', async () => {
		const { context, at } = await machine();
		const [number = '', next = ''] = await leaseNumbers(context, 0);
		const bytes = await sealed(letterOf(number));
		const spoilt = Buffer.from(bytes);
		spoilt[bytes.length - 1] = (spoilt.at(-1) ?? 0) ^ 1;
		const file = (number: string, sealed: Buffer) => fileLetter(at(10), { number, sealed, sentAt: later(10) });
		expect(await refusalOf(file(number, spoilt))).toBe('kiosk.letter-unreadable');
		expect(await refusalOf(file(next, bytes))).toBe('kiosk.letter-unreadable');
		expect(await refusalOf(file(number, bytes.subarray(0, 60)))).toBe('kiosk.letter-unreadable');
		expect(await file(number, bytes)).toBe(number);
	});

	it.each([
		['later than it arrived counts from the arrival', 40, 10, 10],
		['before its number was leased counts from the lease', -600, 10, 0]
	])('with a time %s, and is flagged', async (_name, claimed, arrived, counted) => {
		const { context, at } = await machine();
		const [number = ''] = await leaseNumbers(context, 0);
		await send(at(arrived), letterOf(number, { submittedAt: later(claimed).toISOString() }));
		const filed = await caseOf(number);
		expect(filed.submittedAt).toEqual(later(counted));
		const [event] = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, `case:${filed.id}`));
		expect(event?.data).toMatchObject({ skewed: true });
	});

	it('that lay for days counts from the kiosk’s time', async () => {
		const { context, at } = await machine();
		const [number = ''] = await leaseNumbers(context, 0);
		await send(at(4 * 24 * 60), letterOf(number));
		const filed = await caseOf(number);
		expect(dayOf(new Date(filed.firstDueAt.getTime() - 1))).toBe(dayOf(later(7 * 24 * 60 + 5)));
	});

	it('with a recording and a phone keeps both, and a resend stores nothing twice', async () => {
		const { context, at } = await machine();
		const [number = ''] = await leaseNumbers(context, 0);
		const parts = [{ kind: 'recording' as const, bytes: webmRecording.length, seconds: 2 }];
		const letter = letterOf(number, { text: '', parts, identity: 'contact', phone: '13800138000', wantsCall: true });
		await send(at(10), letter, [webmRecording]);
		await send(at(11), letter, [webmRecording]);
		const filed = await caseOf(number);
		expect(filed).toMatchObject({ hasText: false, hasRecording: true, identity: 'contact', wantsCall: true });
		const kept = await world.db.select().from(attachments).where(eq(attachments.caseId, filed.id));
		expect(kept.map(({ mime, seconds }) => ({ mime, seconds }))).toEqual([{ mime: 'audio/webm', seconds: 2 }]);
	});

	it('that says nothing is refused', async () => {
		const { context, at } = await machine();
		const [number = ''] = await leaseNumbers(context, 0);
		expect(await refusalOf(send(at(10), letterOf(number, { text: '' })))).toBe('kiosk.letter-unreadable');
	});
});

describe('what a lost machine sends', () => {
	it('waits, still sealed, until the dispatcher has decided on it', async () => {
		const { context, at } = await machine('lost');
		const [good = '', bad = ''] = await leaseNumbers({ ...context, actor: { ...context.actor, state: 'active' } }, 0);
		for (const number of [good, bad]) {
			const arrived = { number, sealed: await sealed(letterOf(number)), sentAt: later(10) };
			await holdLetter(at(10), arrived);
			await holdLetter(at(11), arrived);
		}
		const dispatcher = await world.as('fenpai', later(20));
		const held = (await listHeld(dispatcher)).filter(({ number }) => number === good || number === bad);
		expect(held.map(({ text }) => text)).toEqual(Array(2).fill('石桥路口的路灯不亮。'));
		expect(await refusalOf(listHeld(await world.as('jiedai')))).toBe('case.not-found');
		for (const { id, number } of held)
			await decideHeld(dispatcher, { id, decision: number === good ? 'accepted' : 'refused' });
		expect((await caseOf(good)).submittedAt).toEqual(later(5));
		expect(await world.db.select().from(cases).where(eq(cases.number, bad))).toEqual([]);
		const [first] = held;
		expect(await refusalOf(decideHeld(dispatcher, { id: first?.id ?? 0, decision: 'accepted' }))).toBe(
			'case.not-found'
		);
	});
});
