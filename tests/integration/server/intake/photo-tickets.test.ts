import { existsSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KioskActor } from '../../../../src/lib/domain/permissions.ts';
import { pathOf } from '../../../../src/lib/server/attachments/files.ts';
import { openAttachment } from '../../../../src/lib/server/attachments/keep.ts';
import { sweepFiles } from '../../../../src/lib/server/attachments/sweep-files.ts';
import type { Context } from '../../../../src/lib/server/context.ts';
import { attachments } from '../../../../src/lib/server/db/schema/attachments.ts';
import { cases } from '../../../../src/lib/server/db/schema/cases.ts';
import { photoTickets } from '../../../../src/lib/server/db/schema/kiosks.ts';
import {
	acceptFromPhone,
	countTicketPhotos,
	endPhotoTicket,
	findPhone,
	listPhonePhotos,
	makePhotoTicket,
	openPhotoTicket,
	removeFromPhone
} from '../../../../src/lib/server/intake/photo-tickets.ts';
import { schedule } from '../../../../src/lib/server/jobs/schedule.ts';
import { leaseNumbers } from '../../../../src/lib/server/kiosks/lease-numbers.ts';
import { caseKey } from '../../../../src/lib/server/vault/case-keys.ts';
import { aDevice, firstKiosk } from '../../../support/kiosks.ts';
import { letterOf, sendLetter } from '../../../support/letters.ts';
import { webmRecording } from '../../../support/recording.ts';
import { noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#345' } })
	.jpeg()
	.toBuffer();

let world: World;
let kioskId: number;
beforeAll(async () => {
	world = await openWorld();
	kioskId = (await firstKiosk(world)).kiosk.id;
});
afterAll(() => world.close());

const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const aWeek = 7 * 24 * 60;

/** A machine, a ticket it made at noon, and the phone that opened it. */
async function opened() {
	// only one machine of a kiosk is active in the table; what a retired one made is good all the same
	const { context } = await aDevice(world, kioskId, { state: 'retired' });
	const at = (minutes: number): Context<KioskActor> => ({ ...context, now: later(minutes) });
	const made = await makePhotoTicket(at(0));
	const secret = (await openPhotoTicket(world.stranger(later(1)), { ticket: made.ticket }, undefined)) ?? '';
	return {
		...{ at, ...made, secret },
		send: (minutes = 2) => acceptFromPhone(world.stranger(later(minutes)), secret, photo),
		phone: (minutes = 2) => findPhone(world.stranger(later(minutes)), secret)
	};
}

/** Hands in under the ticket; returns the photos of the case. */
async function handIn(context: Context<KioskActor>, ticket: string, changes = {}, parts: Buffer[] = []) {
	const [number = ''] = await leaseNumbers({ ...context, now: noon }, 0);
	const letter = letterOf(number, { photoTicket: ticket, ...changes });
	await sendLetter(world, context, letter, parts);
	return { letter, kept: await photosOf(number), again: () => sendLetter(world, context, letter, parts) };
}

async function photosOf(number: string) {
	const rows = await world.db
		.select({ file: attachments })
		.from(attachments)
		.innerJoin(cases, eq(cases.id, attachments.caseId))
		.where(eq(cases.number, number));
	return rows.map(({ file }) => file);
}

describe('a ticket', () => {
	it('is good for one phone, by its link or its digits, and lies in the table as hashes', async () => {
		const { context } = await aDevice(world, kioskId, { state: 'retired' });
		const { ticket, code } = await makePhotoTicket(context);
		expect(ticket).toMatch(/^[\w-]{22}$/);
		expect(code).toMatch(/^\d{10}$/);
		expect(JSON.stringify(await world.db.select().from(photoTickets))).not.toContain(ticket);
		expect(await countTicketPhotos(context, ticket)).toEqual({ count: 0, isOpened: false });
		const stranger = world.stranger(later(9));
		const secret = (await openPhotoTicket(stranger, { code }, undefined)) ?? '';
		expect(await countTicketPhotos(context, ticket)).toEqual({ count: 0, isOpened: true });
		expect(await openPhotoTicket(stranger, { ticket }, undefined)).toBeNull();
		expect(await openPhotoTicket(stranger, { code }, undefined)).toBeNull();
		expect(await openPhotoTicket(stranger, { ticket }, secret)).toBe(secret);
		expect(await openPhotoTicket(stranger, { code }, secret)).toBe(secret);
	});

	it('is opened by one of two phones that come at once', async () => {
		const { context } = await aDevice(world, kioskId, { state: 'retired' });
		const { ticket } = await makePhotoTicket(context);
		const both = await Promise.all([1, 2].map(() => openPhotoTicket(world.stranger(), { ticket }, undefined)));
		expect(both.filter(Boolean)).toHaveLength(1);
	});

	it('is over after ten minutes: nothing is opened, sent or added', async () => {
		const { context } = await aDevice(world, kioskId, { state: 'retired' });
		const { ticket, code } = await makePhotoTicket(context);
		expect(await openPhotoTicket(world.stranger(later(10)), { ticket }, undefined)).toBeNull();
		expect(await openPhotoTicket(world.stranger(later(10)), { code }, undefined)).toBeNull();
		const { send, phone } = await opened();
		await send(9);
		expect(await refusalOf(send(10))).toBe('case.too-late');
		expect((await phone(10))?.state).toBe('over');
	});

	it('tells another machine nothing, and lets it end nothing', async () => {
		const { ticket, send, at } = await opened();
		await send();
		const { context: other } = await aDevice(world, kioskId, { state: 'retired' });
		expect(await refusalOf(countTicketPhotos(other, ticket))).toBe('case.not-found');
		await endPhotoTicket(other, ticket);
		expect(await countTicketPhotos(at(3), ticket)).toEqual({ count: 1, isOpened: true });
	});

	it('is one of six at most', async () => {
		const { context } = await aDevice(world, kioskId, { state: 'retired' });
		const made = [];
		for (let count = 0; count < 6; count++) made.push(await makePhotoTicket(context));
		expect(await refusalOf(makePhotoTicket(context))).toBe('throttled');
		await endPhotoTicket(context, made[0]?.ticket ?? '');
		await makePhotoTicket(context);
		expect(await refusalOf(makePhotoTicket({ ...context, now: later(9) }))).toBe('throttled');
		await makePhotoTicket({ ...context, now: later(10) });
	});

	it('takes five photos; one that was taken back leaves room', async () => {
		const { send, secret, ticket, at } = await opened();
		const [first] = [await send(), await send(), await send(), await send(), await send()];
		expect(await refusalOf(send())).toBe('attachment.count');
		await removeFromPhone(world.stranger(later(3)), secret, first?.id ?? '');
		expect(await countTicketPhotos(at(3), ticket)).toMatchObject({ count: 4 });
		expect(existsSync(pathOf(at(0).filesDir, first?.id ?? ''))).toBe(false);
		await send();
	});

	it('that ends with the visit takes its photos along', async () => {
		const { send, secret, ticket, at, phone } = await opened();
		const kept = await send();
		await endPhotoTicket(at(3), ticket);
		expect(existsSync(pathOf(at(0).filesDir, kept.id))).toBe(false);
		expect(await phone(3)).toBeNull();
		expect(await refusalOf(acceptFromPhone(world.stranger(later(3)), secret, photo))).toBe('case.too-late');
		expect((await handIn(at(4), ticket)).kept).toEqual([]);
	});
});

describe('photos from the phone', () => {
	it('go into the case with the letter, once, readable under its key', async () => {
		const { send, ticket, at, phone, secret } = await opened();
		const sent = [await send(), await send()];
		const { kept, again, letter } = await handIn(at(5), ticket);
		expect(kept.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
		const [one] = kept;
		if (!one?.caseId) throw new Error('no photo');
		const bytes = await openAttachment(at(6), one, await caseKey(at(6), one.caseId));
		expect((await sharp(bytes).metadata()).format).toBe('webp');
		// a resend, and another letter that names the same ticket
		await again();
		expect(await photosOf(letter.number)).toHaveLength(2);
		expect((await handIn(at(6), ticket)).kept).toEqual([]);
		// the phone is told, and adds nothing any more
		expect((await phone(6))?.state).toBe('used');
		expect(await refusalOf(acceptFromPhone(world.stranger(later(6)), secret, photo))).toBe('case.too-late');
		await removeFromPhone(world.stranger(later(6)), secret, one.id);
		expect(await photosOf(letter.number)).toHaveLength(2);
	});

	it('stay behind when another machine names their ticket', async () => {
		const { send, ticket, at } = await opened();
		await send();
		const { context: other } = await aDevice(world, kioskId, { state: 'retired' });
		expect((await handIn({ ...other, now: later(5) }, ticket)).kept).toEqual([]);
		expect((await handIn(at(6), ticket)).kept).toHaveLength(1);
	});

	it('count five with those of the letter, beside a recording', async () => {
		const { send, ticket, at } = await opened();
		for (let count = 0; count < 4; count++) await send();
		const parts = [webmRecording, photo, photo, photo];
		const { kept } = await handIn(
			at(5),
			ticket,
			{
				parts: parts.map((part, index) => ({
					kind: index === 0 ? 'recording' : 'photo',
					bytes: part.length,
					seconds: index === 0 ? 2 : 0
				}))
			},
			parts
		);
		expect(kept.filter(({ seconds }) => seconds === null)).toHaveLength(5);
		expect(kept).toHaveLength(6);
	});

	it('wait for a letter that lay for a week, and are swept after eight days without one', async () => {
		const [handedIn, left] = [await opened(), await opened()];
		await handedIn.send();
		const forgotten = await left.send();
		await sweepFiles(world.system(later(aWeek)));
		expect((await handIn(handedIn.at(aWeek), handedIn.ticket)).kept).toHaveLength(1);
		const nineDays = world.system(later(9 * 24 * 60));
		await sweepFiles(nineDays);
		expect(existsSync(pathOf(nineDays.filesDir, forgotten.id))).toBe(false);
		await schedule.find(({ name }) => name === 'forget-expired')?.run(nineDays);
		expect(await left.phone(aWeek)).toBeNull();
	});

	it('that arrive while the letter is filed are either in the case or refused', async () => {
		const { send, ticket, at, phone } = await opened();
		const [filed, ...uploads] = await Promise.allSettled([handIn(at(3), ticket), send(), send(), send()]);
		if (filed?.status !== 'fulfilled') throw filed?.reason;
		const found = await photosOf(filed.value.letter.number);
		const sent = uploads.flatMap((upload) => (upload.status === 'fulfilled' ? [upload.value.id] : []));
		expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(sent));
		const side = await phone(3);
		expect(side && (await listPhonePhotos(world.stranger(later(3)), side))).toEqual([]);
	});
});
