import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { acceptAndAssign } from '#lib/server/cases/assign.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { events } from '#lib/server/db/schema/events.ts';
import { presences } from '#lib/server/db/schema/presences.ts';
import type { PresenceAct } from '#lib/domain/presence.ts';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { openLive } from '#lib/server/realtime/live.ts';
import { forgetGone, leaveCase, listPresent, noteBeat } from '#lib/server/realtime/presence.ts';
import { carrier } from '../../../support/carry.ts';
import { noon, openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());
beforeEach(async () => {
	await world.db.delete(presences);
});

const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
const beat = async (username: string, number: CaseNumber, act: PresenceAct = 'look', seconds = 0) =>
	noteBeat(await world.as(username, later(seconds)), number, act);
const seenBy = async (username: string, number: CaseNumber, seconds = 0) =>
	listPresent(await world.as(username, later(seconds)), number);

describe('who is at a case', () => {
	it('is shown to the others at it by name and act, and gone after half a minute of silence', async () => {
		const { number } = await carry.processing();
		expect(await beat('chengban', number, 'draft-answer')).toMatchObject({ others: [], hasMoved: true });
		const { name } = (await world.as('chengban')).actor;
		expect(await beat('shenhe', number, 'look', 10)).toMatchObject({
			others: [{ name, act: 'draft-answer' }],
			hasMoved: true
		});
		expect(await seenBy('chengban', number, 10)).toHaveLength(1);
		expect(await seenBy('shenhe', number, 29)).toEqual([{ name, act: 'draft-answer' }]);
		expect(await seenBy('shenhe', number, 30)).toEqual([]);
	});

	it('tells the others only when somebody came or does something else', async () => {
		const { number } = await carry.processing();
		const moved = async (act: PresenceAct, seconds: number) => (await beat('chengban', number, act, seconds)).hasMoved;
		expect(await moved('look', 0)).toBe(true);
		expect(await moved('look', 10)).toBe(false);
		expect(await moved('draft-answer', 20)).toBe(true);
		// a second window that looks does not hide that the first one writes …
		expect(await moved('look', 25)).toBe(false);
		expect((await seenBy('shenhe', number, 25))[0]?.act).toBe('draft-answer');
		// … until that one is silent
		expect(await moved('look', 36)).toBe(true);
		expect((await seenBy('shenhe', number, 36))[0]?.act).toBe('look');
		expect(await moved('look', 90)).toBe(true);
	});

	it('ends when the page is left', async () => {
		const { number, caseId } = await carry.processing();
		await beat('chengban', number);
		expect(await leaveCase(await world.as('chengban'), number)).toBe(caseId);
		expect(await leaveCase(await world.as('chengban'), number)).toBeNull();
		expect(await seenBy('shenhe', number)).toEqual([]);
	});

	it('is not kept longer than it lasts, and leaves nothing in the ledger', async () => {
		const { number } = await carry.processing();
		const before = await world.db.$count(events);
		await beat('chengban', number);
		await forgetGone({ db: world.db, now: later(29) });
		expect(await world.db.$count(presences)).toBe(1);
		await forgetGone({ db: world.db, now: later(30) });
		expect(await world.db.$count(presences)).toBe(0);
		expect(await world.db.$count(events)).toBe(before);
	});

	it('acceptance 12: is hidden from strangers and from those excluded, who may not say they are there either', async () => {
		const { number } = await world.aCase();
		await beat('fenpai', number, 'accept-assign');
		for (const username of ['chengban', 'bianmin-cb', 'guanli', 'shenji']) {
			expect(await seenBy(username, number)).toEqual([]);
			expect(await refusalOf(beat(username, number))).toBe('case.not-found');
			expect(await refusalOf(leaveCase(await world.as(username), number))).toBe('case.not-found');
		}
		const carried = await carry.processing();
		await beat('shenhe', carried.number, 'reassign');
		expect(await seenBy('chengban2', carried.number)).toHaveLength(1);
		const excluded = { unitId: null, staffId: await world.staffId('chengban2') };
		const version = await carry.version(carried.number);
		await excludeFromCase(await world.as('duban'), carried.number, { version, excluded });
		expect(await seenBy('chengban2', carried.number)).toEqual([]);
		expect(await refusalOf(beat('chengban2', carried.number))).toBe('case.not-found');
	});

	it('reaches staff pages of every process without a word of which case, and no resident', async () => {
		const there = await openLive(world.database.sql);
		const read = (stream: ReadableStream<Uint8Array>) => {
			const reader = stream.getReader();
			return async () => new TextDecoder().decode((await reader.read()).value);
		};
		const staffPage = read(there.watch('session', 'queue'));
		const resident = read(there.watch('resident', ['case:7']));
		expect(await staffPage()).toContain('retry');
		expect(await resident()).toContain('retry');
		await there.tellPresence(7);
		expect(await staffPage()).toBe('event: presence\ndata: 1\n\n');
		await there.tell([{ id: 1, stream: 'case:7', kind: 'case.note-added' }]);
		// the presence before it sent the resident nothing
		expect(await resident()).toBe('event: changed\ndata: 1\n\n');
		await there.stop();
	});
});

it('a conflict says who moved the case and how, not what came after it', async () => {
	const { number, caseId } = await world.aCase();
	await acceptAndAssign(await world.as('fenpai'), number, {
		version: 1,
		unitId: world.unitId(planning),
		instruction: ''
	});
	await supplyInfo(world.resident(caseId, later(60)), number, { text: '东边那盏更暗。' });
	const overtaken = await acceptCase(await world.as('fenpai2', later(120)), number, 1).catch((fault: unknown) => fault);
	expect(overtaken).toBeInstanceOf(Refusal);
	expect(overtaken).toMatchObject({
		key: 'case.changed',
		details: {
			kind: 'case.assigned',
			byKind: 'staff',
			by: (await world.as('fenpai')).actor.name,
			at: noon.toISOString()
		}
	});
});
