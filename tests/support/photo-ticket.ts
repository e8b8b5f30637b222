import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { readConfig } from '../../src/lib/server/config.ts';
import { connect } from '../../src/lib/server/db/connect.ts';
import { kioskDevices, kiosks, photoTickets } from '../../src/lib/server/db/schema/kiosks.ts';
import { makePhotoTicket, type PhotoTicket } from '../../src/lib/server/intake/photo-tickets.ts';
import { hashToken, randomToken } from '../../src/lib/server/vault/access-secrets.ts';

const { DATABASE_URL = '' } = process.env;

/** A ticket of a machine of its own, as a kiosk would show it. */
export async function aPhotoTicket(): Promise<PhotoTicket> {
	const { secrets, numberPrefix } = readConfig(process.env);
	const { db, close } = connect(DATABASE_URL, { max: 1 });
	try {
		const now = new Date();
		const [kiosk] = await db.select({ id: kiosks.id }).from(kiosks).orderBy(kiosks.id).limit(1);
		const kioskId = kiosk?.id ?? 0;
		const [device] = await db
			.insert(kioskDevices)
			.values({ kioskId, state: 'retired', pairedAt: now, tokenHash: hashToken(randomToken()) })
			.returning();
		const actor = { kind: 'kiosk', id: kioskId, deviceId: device?.id ?? 0, state: 'retired' } as const;
		return await makePhotoTicket({ db, actor, now, secrets, numberPrefix, filesDir: '', announce: () => {} });
	} finally {
		await close();
	}
}

/** Ten minutes go by for a ticket, or it is handed in. */
export async function agePhotoTicket(ticket: string, as: 'over' | 'used'): Promise<void> {
	const { db, close } = connect(DATABASE_URL, { max: 1 });
	try {
		const now = new Date();
		await db
			.update(photoTickets)
			.set(as === 'over' ? { expiresAt: now } : { usedAt: now })
			.where(eq(photoTickets.id, hashToken(ticket)));
	} finally {
		await close();
	}
}

/** A phone that typed the digits of a ticket; returns the ticket. */
export async function becomePhone(page: Page): Promise<string> {
	const { ticket, code } = await aPhotoTicket();
	await page.goto('/photos');
	await page.fill('#code', code);
	await page.click('main button.wide');
	await page.waitForSelector('#photos');
	return ticket;
}

/** A photo as a phone makes it. */
export async function aPhoto(colour = '#806040') {
	const buffer = await sharp({ create: { width: 900, height: 600, channels: 3, background: colour } })
		.jpeg()
		.toBuffer();
	return { name: '林某家门口.jpg', mimeType: 'image/jpeg', buffer };
}
