import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNote } from '#lib/server/cases/add-note.ts';
import { exportRecord } from '#lib/server/cases/export-record.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, noon, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const contact = { name: '林女士', phone: '13800138000', email: 'Lin@mail.example' };
const masked = { name: '林＊', phone: '138****8000', email: 'L***@mail.example' };
const withContact = () => world.aCase({ identity: 'contact', contact });

describe('acceptance 19: the resident’s own record', () => {
	it.each([null, '', '13800138001', 'lin@other.example', '138', '林女士', '@', '*'])(
		'shows the contact masked when 「%s」 was typed',
		async (typed) => {
			const { caseId, number } = await withContact();
			const events = await recorded(world, caseStream(caseId), async () => {
				const { isOwn, record } = await exportRecord(world.resident(caseId), number, typed);
				expect(isOwn).toBe(false);
				expect(record.contact).toEqual(masked);
				expect(JSON.stringify(record)).not.toContain(contact.phone);
			});
			expect(events).toEqual([{ kind: 'case.exported', by: null, data: { withContact: false } }]);
		}
	);

	it.each(['13800138000', '138 0013 8000', '138-0013-8000', 'lin@MAIL.example'])(
		'shows it in full after 「%s」',
		async (typed) => {
			const { caseId, number } = await withContact();
			const events = await recorded(world, caseStream(caseId), async () => {
				const { isOwn, record } = await exportRecord(world.resident(caseId), number, typed);
				expect(isOwn).toBe(true);
				expect(record.contact).toEqual(contact);
			});
			expect(events).toEqual([{ kind: 'case.exported', by: null, data: { withContact: true } }]);
		}
	);

	it('takes nothing for a mail that was not left', async () => {
		const left = { name: '', phone: '13800138000', email: '' };
		const { caseId, number } = await world.aCase({ identity: 'contact', contact: left });
		for (const typed of ['', ' ', '-', '- -'])
			expect((await exportRecord(world.resident(caseId), number, typed)).isOwn).toBe(false);
	});

	it('holds no contact where none was left', async () => {
		const { caseId, number } = await world.aCase();
		expect((await exportRecord(world.resident(caseId), number, '13800138000')).record.contact).toBeNull();
	});

	it('lets every digest be recomputed, and leaves notes of the staff out', async () => {
		const carry = carrier(world);
		const { caseId, number } = await carry.processing();
		const note = { text: '内部意见：先看现场' };
		const version = await carry.version(number);
		await addNote(await world.as('chengban', hours(3)), number, { version, ...note });
		await carry.answer(number, caseId, hours(20));
		const { record } = await exportRecord(world.resident(caseId, hours(30)), number, null);
		expect(record.texts.map(({ kind }) => kind).sort()).toEqual(['answer', 'matter']);
		for (const { body, nonce, digest } of record.texts)
			expect(
				createHash('sha256')
					.update(Buffer.from(nonce ?? '', 'hex'))
					.update(body ?? '')
					.digest('hex')
			).toBe(digest);
		expect(JSON.stringify(record)).not.toContain('内部意见');
		expect(record.chain.map(({ kind }) => kind)).toEqual(await kindsBefore(caseId));
	});

	it('is nobody else’s', async () => {
		const { caseId, number } = await withContact();
		const before = await world.kinds(caseId);
		for (const username of ['fenpai', 'duban'])
			expect(await refusalOf(exportRecord(await world.as(username), number, contact.phone))).toBe('case.not-found');
		expect(await refusalOf(exportRecord(world.stranger(), number, contact.phone))).toBe('case.not-found');
		expect(await refusalOf(exportRecord(world.resident(caseId + 1, noon), number, null))).toBe('case.not-found');
		expect(await world.kinds(caseId)).toEqual(before);
	});
});

/** The chain as it stood when it was exported: all but the export's own event. */
const kindsBefore = async (caseId: number) => (await world.kinds(caseId)).slice(0, -1);
