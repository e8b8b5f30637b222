import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { assignCase } from '#lib/server/cases/assign.ts';
import { checkClues } from '#lib/server/cases/check-clues.ts';
import { exportRecord } from '#lib/server/cases/export-record.ts';
import { findVisibleAttachment } from '#lib/server/cases/queries/attachment.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { attachments } from '#lib/server/db/schema/attachments.ts';
import { events } from '#lib/server/db/schema/events.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { schedule } from '#lib/server/jobs/schedule.ts';
import { carrier } from '../../support/carry.ts';
import { desk } from '../../support/desk.ts';
import { spokenCase } from '../../support/recording.ts';
import { days, hours, openWorld, planning, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
});
afterAll(() => world.close());

describe('a case that was only said', () => {
	it('says so in its row and first event, and keeps its place and a hash for the receipt', async () => {
		const { number, caseId, hash } = await spokenCase(world);
		expect(await world.look(number)).toMatchObject({ hasText: false, hasRecording: true, title: '石桥路口' });
		const [first] = await world.db
			.select()
			.from(events)
			.where(eq(events.stream, caseStream(caseId)));
		expect(first?.data).toMatchObject({ photos: 0, recordings: 1, matter: { digest: hash } });
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	});

	it('is called by its kind where no place was named', async () => {
		const { number } = await spokenCase(world, { place: '' });
		const { title } = await world.look(number);
		expect(title.length).toBeGreaterThan(1);
		const { rows } = await at.page('fenpai', { view: 'all', query: number }, hours(1));
		expect(rows).toMatchObject([{ title, isSpoken: true }]);
	});

	it('lets the resident and the unit listen, beside what happened', async () => {
		const { number, caseId, recordingId } = await spokenCase(world);
		const resident = world.resident(caseId, hours(1));
		const page = await readResidentCase(resident);
		const [submitted] = page.entries;
		expect(page.attached).toEqual([{ id: recordingId, textId: submitted?.textIds[0], seconds: 2 }]);
		expect(await findVisibleAttachment(resident, recordingId)).toMatchObject({ mime: 'audio/webm' });
		expect(await findVisibleAttachment(world.stranger(), recordingId)).toBeNull();
		await acceptCase(await world.as('fenpai', hours(1)), number, 1);
		const to = { version: await carry.version(number), unitId: world.unitId(planning), instruction: '' };
		await assignCase(await world.as('fenpai', hours(1)), number, to);
		const handler = await world.as('chengban', hours(2));
		const seen = await findStaffCase(handler, number);
		expect(seen).toMatchObject({ isSpoken: true, photos: [], matter: { text: '', place: '石桥路口' } });
		expect(seen.recordings).toEqual([{ id: recordingId, textId: submitted?.textIds[0], seconds: 2 }]);
		expect(await findVisibleAttachment(handler, recordingId)).not.toBeNull();
		expect((await exportRecord(resident, number, null)).record).toMatchObject({ title: '石桥路口' });
	});

	it('loses the recording a year after closing, like photos', async () => {
		const { number, caseId } = await spokenCase(world);
		await withdrawCase(world.resident(caseId, days(1)), number, { reason: '' });
		const erase = schedule.find(({ name }) => name === 'erase-expired');
		await erase?.run(world.system(days(365)));
		expect(await world.db.$count(attachments, eq(attachments.caseId, caseId))).toBe(1);
		await erase?.run(world.system(days(367)));
		expect(await world.db.$count(attachments, eq(attachments.caseId, caseId))).toBe(0);
	});
});

describe('the voice of a confidential case', () => {
	it('never reaches its unit: not on a page, not as a file, not when somebody tries to release it', async () => {
		const contact = { name: '林女士', phone: '13800138000', email: '' };
		const { number, recordingId } = await spokenCase(world, { identity: 'confidential', contact });
		const dispatcher = await world.as('fenpai', hours(1));
		await acceptCase(dispatcher, number, 1);
		const heard = await findStaffCase(dispatcher, number);
		expect(heard.recordings.map(({ id }) => id)).toEqual([recordingId]);
		expect(await findVisibleAttachment(dispatcher, recordingId)).not.toBeNull();
		const checked = { title: '街边路灯不亮', text: '有居民反映街边的灯柱不亮。', place: '老街' };
		const version = await carry.version(number);
		await checkClues(dispatcher, number, { version, ...checked, releasedIds: [recordingId] });
		const to = { version: await carry.version(number), unitId: world.unitId(planning), instruction: '' };
		await assignCase(dispatcher, number, to);
		await signCase(await world.as('chengban', hours(2)), number, await carry.version(number));

		const unit = ['chengban', 'chengban2', 'shenhe'] as const;
		const expectDeaf = async () => {
			for (const username of unit) {
				const person = await world.as(username, hours(3));
				const page = await findStaffCase(person, number);
				expect(page).toMatchObject({ isSpoken: false, title: checked.title, recordings: [], photos: [] });
				expect(JSON.stringify(page)).not.toContain(recordingId);
				expect(await findVisibleAttachment(person, recordingId), username).toBeNull();
				const { rows } = await at.page(username, { view: 'unit', query: number }, hours(3));
				expect(rows).toMatchObject([{ title: checked.title, isSpoken: false }]);
			}
		};
		await expectDeaf();
		// whatever a row may come to say, or who carried the bytes in
		const tampered = { isReleased: true, uploadedById: await world.staffId('jiedai') };
		await world.db.update(attachments).set(tampered).where(eq(attachments.id, recordingId));
		await expectDeaf();
	});
});
