import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drafts } from '#lib/server/db/schema/drafts.ts';
import {
	emptyDraft,
	findDraft,
	forgetDraft,
	newSecret,
	saveDraft,
	saveDraftContact
} from '#lib/server/intake/drafts.ts';
import { type FilingPlace, openFilingPlace } from '../../../support/filing.ts';

describe('a draft between filing pages', () => {
	let place: FilingPlace;
	beforeAll(async () => {
		place = await openFilingPlace();
	});
	afterAll(() => place.close());

	const contact = { name: 'MARKER林女士', phone: '13812348000', email: '' };

	it('comes back to the browser that holds its cookie, and to nobody else', async () => {
		const secret = newSecret();
		const draft = { ...emptyDraft(), text: 'MARKER 石桥路口的路灯坏了' };
		await saveDraft(place.stranger(), secret, draft);
		expect((await findDraft(place.stranger(), { secret, contactSecret: undefined }))?.draft).toEqual(draft);
		expect(await findDraft(place.stranger(), { secret: newSecret(), contactSecret: undefined })).toBeNull();
	});

	it('lies in the database without a readable word', async () => {
		const secret = newSecret();
		await saveDraft(place.stranger(), secret, { ...emptyDraft(), text: 'MARKER' });
		await saveDraftContact(place.stranger(), secret, { value: contact, contactSecret: newSecret() });
		for (const { id, sealed, sealedContact } of await place.database.db.select().from(drafts)) {
			const row = Buffer.concat([id, sealed, sealedContact ?? Buffer.alloc(0)]);
			expect(row.includes('MARKER')).toBe(false);
			expect(row.includes('13812348000')).toBe(false);
			expect(row.includes(secret)).toBe(false);
		}
	});

	it('lasts seven days from the last page', async () => {
		const secret = newSecret();
		const cookies = { secret, contactSecret: undefined };
		const day = 24 * 60;
		await saveDraft(place.stranger(), secret, emptyDraft());
		expect(await findDraft(place.stranger(7 * day - 1), cookies)).not.toBeNull();
		expect(await findDraft(place.stranger(7 * day + 1), cookies)).toBeNull();
	});

	it('loses its contact with the browser session', async () => {
		const secret = newSecret();
		const contactSecret = newSecret();
		await saveDraft(place.stranger(), secret, emptyDraft());
		await saveDraftContact(place.stranger(), secret, { value: contact, contactSecret });
		expect((await findDraft(place.stranger(), { secret, contactSecret }))?.contact).toEqual(contact);
		expect((await findDraft(place.stranger(), { secret, contactSecret: undefined }))?.contact).toBeNull();
		expect((await findDraft(place.stranger(), { secret, contactSecret: newSecret() }))?.contact).toBeNull();
	});

	it('does not open with a row from another draft', async () => {
		const one = newSecret();
		const other = newSecret();
		await saveDraft(place.stranger(), one, emptyDraft());
		await saveDraft(place.stranger(), other, emptyDraft());
		const { sql } = place.database;
		const rows = await place.database.db.select().from(drafts);
		const [from, to] = rows.slice(-2);
		await sql`update drafts set sealed = ${from?.sealed ?? ''} where id = ${to?.id ?? ''}`;
		const found = await Promise.allSettled(
			[one, other].map((secret) => findDraft(place.stranger(), { secret, contactSecret: undefined }))
		);
		expect(found.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('is gone after 结束并清除', async () => {
		const secret = newSecret();
		await saveDraft(place.stranger(), secret, emptyDraft());
		await forgetDraft(place.stranger(), secret);
		expect(await findDraft(place.stranger(), { secret, contactSecret: undefined })).toBeNull();
	});
});
