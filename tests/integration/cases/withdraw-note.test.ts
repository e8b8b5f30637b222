import { afterAll, beforeAll, expect, it } from 'vitest';
import { addNote } from '#lib/server/cases/add-note.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { withdrawNote } from '#lib/server/cases/withdraw-note.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { messages } from '#lib/server/db/schema/messages.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const start = hours(5);
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const note = async (username: string, number: Parameters<typeof addNote>[1], text: string, seconds = 0) =>
	addNote(await world.as(username, after(seconds)), number, { version: await carry.version(number), text });
const undo = async (username: string, number: Parameters<typeof addNote>[1], seconds: number) =>
	withdrawNote(await world.as(username, after(seconds)), number);
const story = async (username: string, number: Parameters<typeof addNote>[1]) =>
	JSON.stringify((await findStaffCase(await world.as(username, after(60)), number)).timeline);

it('takes back the note one has just written: pages show its words no more, the ledger keeps both', async () => {
	const { number, caseId } = await carry.processing();
	await note('chengban', number, '先前的备注');
	const before = await world.look(number);
	const events = await recorded(world, caseStream(caseId), async () => {
		await note('chengban', number, '写错了地方', 1);
		await undo('chengban', number, 9);
	});
	const handler = await world.staffId('chengban');
	const [added] = events;
	expect(events).toMatchObject([
		{ kind: 'case.note-added', by: handler },
		{ kind: 'case.note-withdrawn', by: handler }
	]);
	expect(events[1]?.data).toEqual({ noteId: (added?.data.note as { textId: number }).textId });
	for (const username of ['chengban', 'shenhe', 'duban']) {
		const told = await story(username, number);
		expect(told).not.toContain('写错了地方');
		expect(told).toContain('先前的备注');
	}
	expect(await world.look(number)).toEqual(before);
	expect(await world.db.$count(messages)).toBe(0);
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});

it('is refused when ten seconds are over, for the second time, and for anybody else’s note', async () => {
	const { number, caseId } = await carry.processing();
	const events = await recorded(world, caseStream(caseId), async () => {
		expect(await refusalOf(undo('chengban', number, 0))).toBe('note.too-late');
		await note('chengban', number, '等停电窗口');
		expect(await refusalOf(undo('shenhe', number, 5))).toBe('note.too-late');
		expect(await refusalOf(undo('chengban', number, 16))).toBe('note.too-late');
		expect(await refusalOf(undo('bianmin-cb', number, 5))).toBe('case.not-found');
		await undo('chengban', number, 12);
		expect(await refusalOf(undo('chengban', number, 13))).toBe('note.too-late');
	});
	expect(events.map(({ kind }) => kind)).toEqual(['case.note-added', 'case.note-withdrawn']);
});
