import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStoredNumber } from '../../../../src/lib/domain/case-number.ts';
import { dayOf } from '../../../../src/lib/domain/clock.ts';
import type { KioskLetter } from '../../../../src/lib/domain/kiosk-letter.ts';
import type { KioskActor } from '../../../../src/lib/domain/permissions.ts';
import { findKioskDevice } from '../../../../src/lib/server/auth/kiosk-devices.ts';
import { openWithCode, openWithLink } from '../../../../src/lib/server/cases/access.ts';
import type { Context } from '../../../../src/lib/server/context.ts';
import { attachments } from '../../../../src/lib/server/db/schema/attachments.ts';
import { cases } from '../../../../src/lib/server/db/schema/cases.ts';
import { events } from '../../../../src/lib/server/db/schema/events.ts';
import { heldItems } from '../../../../src/lib/server/db/schema/kiosks.ts';
import { caseNumbers } from '../../../../src/lib/server/db/schema/numbers.ts';
import { decideHeld, holdLetter, listHeld } from '../../../../src/lib/server/intake/held.ts';
import { fileLetter } from '../../../../src/lib/server/intake/kiosk.ts';
import { leaseNumbers } from '../../../../src/lib/server/kiosks/lease-numbers.ts';
import { makePairingCode } from '../../../../src/lib/server/kiosks/make-pairing-code.ts';
import { pairDevice } from '../../../../src/lib/server/kiosks/pair-device.ts';
import { countHeld } from '../../../../src/lib/server/kiosks/queries/board.ts';
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
	/** A machine that leased numbers while it was in service, and is lost since. */
	async function lostMachine() {
		const { context, at } = await machine('lost');
		const numbers = await leaseNumbers({ ...context, actor: { ...context.actor, state: 'active' } }, 0);
		const hold = async (minutes: number, letter: KioskLetter, parts: Buffer[] = []) => {
			const arrived = { number: letter.number, sealed: await sealed(letter, parts), sentAt: later(minutes) };
			return holdLetter(at(minutes), arrived);
		};
		return { context, at, numbers, hold };
	}
	const dispatcherAt = (minutes: number) => world.as('fenpai', later(minutes));
	const casesUnder = (number: string) => world.db.select().from(cases).where(eq(cases.number, number));
	async function itemOf(number: string) {
		const [item] = await world.db.select().from(heldItems).where(eq(heldItems.number, number));
		if (!item) throw new Error('nothing is held under this number');
		return item;
	}

	it('waits, still sealed, until the dispatcher has decided on it', async () => {
		const { numbers, hold } = await lostMachine();
		const [good = '', bad = ''] = numbers;
		for (const number of [good, bad]) {
			const letter = letterOf(number, { identity: 'contact', phone: '13800138000' });
			expect(await hold(10, letter)).toBe('held');
			expect(await hold(11, letter)).toBe('held');
		}
		const dispatcher = await dispatcherAt(20);
		const { items } = await listHeld(dispatcher);
		const held = items.filter(({ number }) => number === good || number === bad);
		expect(held.map(({ letter }) => letter?.text)).toEqual(Array(2).fill('石桥路口的路灯不亮。'));
		expect(JSON.stringify(held)).not.toContain('13800138000');
		for (const { id, number } of held)
			await decideHeld(dispatcher, { id, decision: number === good ? 'accepted' : 'refused' });
		expect(await caseOf(good)).toMatchObject({ submittedAt: later(5), receivedAt: later(10) });
		expect((await openWithCode(world.stranger(later(30)), readStoredNumber(good), '4821773059'))?.caseId).toBe(
			(await caseOf(good)).id
		);
		// what is a case is kept there alone
		expect((await itemOf(good)).sealed).toHaveLength(0);
		expect(await casesUnder(bad)).toEqual([]);
	});

	it('is for the dispatcher alone', async () => {
		const { numbers, hold } = await lostMachine();
		const [number = ''] = numbers;
		await hold(10, letterOf(number));
		const { id } = await itemOf(number);
		for (const username of ['jiedai', 'guanli', 'duban']) {
			const other = await world.as(username, later(20));
			expect(await refusalOf(listHeld(other))).toBe('case.not-found');
			expect(await refusalOf(decideHeld(other, { id, decision: 'accepted' }))).toBe('case.not-found');
			expect(await countHeld(other)).toBe(0);
		}
		expect(await casesUnder(number)).toEqual([]);
	});

	it('stays as it was decided first, by whomever it is pressed again', async () => {
		const { numbers, hold } = await lostMachine();
		const [good = '', bad = ''] = numbers;
		await hold(10, letterOf(good));
		await hold(10, letterOf(bad));
		const [first, second] = [await dispatcherAt(20), await world.as('fenpai2', later(25))];
		const accept = { id: (await itemOf(good)).id, decision: 'accepted' as const };
		const refuse = { id: (await itemOf(bad)).id, decision: 'refused' as const };
		expect(await decideHeld(first, accept)).toMatchObject({ isFirst: true, number: good });
		expect(await decideHeld(first, refuse)).toMatchObject({ isFirst: true, number: bad });
		const before = { isFirst: false, at: later(20), by: expect.stringMatching(/./) };
		expect(await decideHeld(second, { ...accept, decision: 'refused' })).toMatchObject({
			...before,
			decision: 'accepted'
		});
		expect(await decideHeld(second, { ...refuse, decision: 'accepted' })).toMatchObject({
			...before,
			decision: 'refused'
		});
		expect(await casesUnder(good)).toHaveLength(1);
		expect(await casesUnder(bad)).toEqual([]);
		expect(await refusalOf(decideHeld(first, { id: 999_999, decision: 'accepted' }))).toBe('case.not-found');
	});

	it('is filed once when two accept it at the same moment', async () => {
		const { numbers, hold, context } = await lostMachine();
		const [number = ''] = numbers;
		await hold(10, letterOf(number));
		const { id } = await itemOf(number);
		const dispatchers = await Promise.all([dispatcherAt(20), world.as('fenpai2', later(20))]);
		const decided = await Promise.all(dispatchers.map((one) => decideHeld(one, { id, decision: 'accepted' })));
		expect(decided.map(({ isFirst }) => isFirst).sort()).toEqual([false, true]);
		expect(await casesUnder(number)).toHaveLength(1);
		const told = await world.db
			.select({ data: events.data })
			.from(events)
			.where(and(eq(events.stream, `kiosk:${context.actor.id}`), eq(events.kind, 'kiosk.item-decided')));
		expect(told.filter(({ data }) => data.itemId === id)).toHaveLength(1);
	});

	it('stays refused, or filed, when it comes again', async () => {
		const { numbers, hold } = await lostMachine();
		const [good = '', bad = ''] = numbers;
		const letters = [letterOf(good), letterOf(bad)] as const;
		for (const letter of letters) await hold(10, letter);
		const dispatcher = await dispatcherAt(20);
		await decideHeld(dispatcher, { id: (await itemOf(good)).id, decision: 'accepted' });
		await decideHeld(dispatcher, { id: (await itemOf(bad)).id, decision: 'refused' });
		for (const letter of letters) expect(await hold(30, letter)).toBe('held');
		expect((await itemOf(bad)).decision).toBe('refused');
		const { items } = await listHeld(dispatcher);
		expect(items.filter(({ number }) => number === good || number === bad)).toEqual([]);
		expect(await casesUnder(good)).toHaveLength(1);
		expect(await casesUnder(bad)).toEqual([]);
	});

	it('and was filed before it was lost is that case, not an item', async () => {
		const { context, at, numbers, hold } = await lostMachine();
		const [number = ''] = numbers;
		const letter = letterOf(number);
		await send({ ...at(8), actor: { ...context.actor, state: 'active' } }, letter);
		expect(await hold(10, letter)).toBe('filed');
		expect(await refusalOf(hold(11, letterOf(number)))).toBe('kiosk.number-not-leased');
		expect(await casesUnder(number)).toHaveLength(1);
		expect(await world.db.$count(heldItems, eq(heldItems.number, number))).toBe(0);
	});

	it('is refused under a number that was not leased to it', async () => {
		const [one, other] = [await lostMachine(), await lostMachine()];
		expect(await refusalOf(other.hold(10, letterOf(one.numbers[0] ?? '')))).toBe('kiosk.number-not-leased');
	});

	it('counts from its arrival when its clock was ahead, however late it is accepted', async () => {
		const { numbers, hold } = await lostMachine();
		const [number = ''] = numbers;
		await hold(10, letterOf(number, { submittedAt: later(24 * 60).toISOString() }));
		await decideHeld(await dispatcherAt(3 * 24 * 60), { id: (await itemOf(number)).id, decision: 'accepted' });
		expect(await caseOf(number)).toMatchObject({ submittedAt: later(10), receivedAt: later(10) });
	});

	it('is shown with dangers first, and even where its seal cannot be opened', async () => {
		const { numbers, hold } = await lostMachine();
		const [plain = '', spoilt = '', danger = ''] = numbers;
		const parts = [{ kind: 'recording' as const, bytes: webmRecording.length, seconds: 2 }];
		await hold(10, letterOf(plain, { text: '', parts }), [webmRecording]);
		await hold(11, letterOf(spoilt));
		await hold(12, letterOf(danger, { hasDanger: true }));
		await world.db
			.update(heldItems)
			.set({ sealed: randomBytes(400) })
			.where(eq(heldItems.number, spoilt));
		const dispatcher = await dispatcherAt(20);
		const { items, count } = await listHeld(dispatcher);
		const mine = items.filter(({ number }) => [plain, spoilt, danger].includes(number));
		expect(mine.map(({ number }) => number)).toEqual([danger, plain, spoilt]);
		expect(items[0]?.hasDanger).toBe(true);
		expect(mine[1]?.letter).toMatchObject({ text: '', recordings: 1, photos: 0 });
		expect(mine[2]?.letter).toBeNull();
		expect(count).toBe(await countHeld(dispatcher));
		const { id } = await itemOf(spoilt);
		expect(await refusalOf(decideHeld(dispatcher, { id, decision: 'accepted' }))).toBe('kiosk.letter-unreadable');
		expect(await decideHeld(dispatcher, { id, decision: 'refused' })).toMatchObject({ isFirst: true });
	});
});
