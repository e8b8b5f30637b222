import { asc, eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAttachment } from '#lib/server/attachments/keep.ts';
import { acceptPhoto, listAttachments } from '#lib/server/attachments/photos.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { drafts } from '#lib/server/db/schema/drafts.ts';
import { events } from '#lib/server/db/schema/events.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { type Draft, draftPlace, emptyDraft, findDraft, newSecret, saveDraft } from '#lib/server/intake/drafts.ts';
import { fileDraft } from '#lib/server/intake/web.ts';
import { caseKey } from '#lib/server/vault/case-keys.ts';
import { openContact } from '#lib/server/vault/contacts.ts';
import { type FilingPlace, openFilingPlace } from '../../../support/filing.ts';

const contact = { name: '林女士', phone: '13812348000', email: '' };

describe('handing a web draft in', () => {
	let place: FilingPlace;
	beforeAll(async () => {
		place = await openFilingPlace();
	});
	afterAll(() => place.close());

	async function begun(changes: Partial<Draft> = {}) {
		const secret = newSecret();
		const draft: Draft = {
			...emptyDraft(),
			type: 'help',
			text: '石桥路口的路灯坏了半个月',
			identity: 'anonymous',
			...changes
		};
		await saveDraft(place.stranger(), secret, draft);
		return { secret, draft, contact: null };
	}

	async function now(secret: string, minutes = 0) {
		const found = await findDraft(place.stranger(minutes), { secret, contactSecret: undefined });
		return found && { secret, ...found };
	}

	const countCases = () => place.database.db.$count(cases);

	it('makes one case and one event', async () => {
		const typed = await begun();
		await fileDraft(place.stranger(), typed, 'zh-CN');
		const filed = (await now(typed.secret))?.draft.filed;
		const recorded = await place.database.db
			.select({ kind: events.kind })
			.from(events)
			.where(eq(events.stream, caseStream(filed?.caseId ?? 0)))
			.orderBy(asc(events.position));
		expect(recorded).toEqual([{ kind: 'case.submitted' }]);
		expect(filed?.number).toMatch(/^MQ261123-\d{7}$/);
		expect(filed?.dueAt).toBe('2026-11-30T16:00:00.000Z');
	});

	it('keeps everybody’s own when many hand in at once, and one of them cannot be stored', async () => {
		const many = await Promise.all(Array.from({ length: 20 }, (_, index) => begun({ text: `第 ${index} 盏路灯不亮` })));
		const bad = await begun({ categoryCode: '9999' });
		const outcomes = await Promise.allSettled(
			[...many.slice(0, 10), bad, ...many.slice(10)].map((typed) => fileDraft(place.stranger(), typed, 'zh-CN'))
		);
		expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
		expect((await now(bad.secret))?.draft).toEqual(bad.draft);
		const titles = await Promise.all(
			many.map(async ({ secret }) => {
				const filed = (await now(secret))?.draft.filed;
				const [row] = await place.database.db
					.select({ id: cases.id, title: cases.title })
					.from(cases)
					.where(eq(cases.number, filed?.number ?? ''));
				expect(row?.id).toBe(filed?.caseId);
				return row?.title;
			})
		);
		expect(titles).toEqual(many.map(({ draft }) => draft.text));
		expect(await verifyLedger(place.database.db)).toMatchObject({ isValid: true });
	});

	it('makes one case of a double tap, however close the taps are', async () => {
		const before = await countCases();
		for (let round = 0; round < 40; round++) {
			const typed = await begun();
			await Promise.all([1, 2, 3].map(() => fileDraft(place.stranger(), typed, 'zh-CN')));
		}
		expect(await countCases()).toBe(before + 40);
	});

	it('shows the same number for half an hour, and again after a resend within the day', async () => {
		const typed = await begun();
		await fileDraft(place.stranger(), typed, 'zh-CN');
		const first = (await now(typed.secret))?.draft.filed;
		expect(first?.shownUntil).toBe(place.stranger(30).now.toISOString());
		const later = await now(typed.secret, 600);
		if (!later) throw new Error('the filed draft is gone');
		const before = await countCases();
		await fileDraft(place.stranger(600), later, 'zh-CN');
		const again = (await now(typed.secret, 600))?.draft.filed;
		expect(again).toEqual({ ...first, shownUntil: place.stranger(630).now.toISOString() });
		expect(await countCases()).toBe(before);
		expect(await now(typed.secret, 24 * 60 + 1)).toBeNull();
	});

	it('refuses the same form with other words', async () => {
		const typed = await begun();
		await fileDraft(place.stranger(), typed, 'zh-CN');
		const other = { ...typed, draft: { ...typed.draft, text: '换了一件完全不同的事情' } };
		await expect(fileDraft(place.stranger(), other, 'zh-CN')).rejects.toMatchObject({ key: 'submission.key-reused' });
	});

	it('seals the contact under the case and keeps no copy in the draft', async () => {
		const typed = await begun({ identity: 'confidential', wantsCall: true });
		await fileDraft(place.stranger(), { ...typed, contact }, 'zh-CN');
		const filed = (await now(typed.secret))?.draft;
		expect(filed).toMatchObject({ text: '', identity: null, filed: { identity: 'confidential' } });
		expect(await openContact(place.stranger(), filed?.filed?.caseId ?? 0)).toEqual(contact);
		const rows = await place.database.db.select({ sealedContact: drafts.sealedContact }).from(drafts);
		expect(rows.every(({ sealedContact }) => sealedContact === null)).toBe(true);
	});

	it('does not file what was promised a contact that is no longer there', async () => {
		const typed = await begun({ identity: 'contact' });
		await expect(fileDraft(place.stranger(), typed, 'zh-CN')).rejects.toMatchObject({ key: 'case.not-found' });
	});

	it('takes the photos along, under the key of the case', async () => {
		const typed = await begun();
		const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#345' } })
			.jpeg()
			.toBuffer();
		const waiting = draftPlace(typed.secret);
		await acceptPhoto(place.stranger(), waiting, photo);
		await acceptPhoto(place.stranger(), waiting, photo);
		await Promise.all([1, 2].map(() => fileDraft(place.stranger(), typed, 'zh-CN')));
		const caseId = (await now(typed.secret))?.draft.filed?.caseId ?? 0;
		const taken = await listAttachments(place.stranger(), caseId);
		expect(taken).toHaveLength(2);
		const [first] = taken;
		if (!first) throw new Error('no photo was taken along');
		await expect(openAttachment(place.stranger(), first, waiting.key)).rejects.toThrow();
		const opened = await openAttachment(place.stranger(), first, await caseKey(place.stranger(), caseId));
		expect((await sharp(opened).metadata()).width).toBe(60);
	});

	it('ends a draft made on a shared computer within minutes', async () => {
		const typed = await begun({ isPublicComputer: true });
		await fileDraft(place.stranger(), typed, 'zh-CN');
		expect(await now(typed.secret, 9)).not.toBeNull();
		expect(await now(typed.secret, 11)).toBeNull();
	});

	it('keeps the draft when nothing could be stored', async () => {
		const typed = await begun({ categoryCode: '9999' });
		await expect(fileDraft(place.stranger(), typed, 'zh-CN')).rejects.toThrow();
		expect((await now(typed.secret))?.draft).toEqual(typed.draft);
	});
});
