import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResident, openCaseSession } from '#lib/server/cases/access.ts';
import { closeUnrated } from '#lib/server/cases/close-unrated.ts';
import { lapseInfo } from '#lib/server/cases/lapse-info.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { caseSessions, codeHandovers } from '#lib/server/db/schema/case-access.ts';
import { contacts } from '#lib/server/db/schema/contacts.ts';
import { drafts } from '#lib/server/db/schema/drafts.ts';
import { staffSessions } from '#lib/server/db/schema/staff.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { emptyDraft, newSecret, saveDraft } from '#lib/server/intake/drafts.ts';
import { schedule } from '#lib/server/jobs/schedule.ts';
import { carrier } from '../../../support/carry.ts';
import { clockOf } from '../../../support/clock.ts';
import { recorded } from '../../../support/ledger.ts';
import { days, hours, noon, openWorld, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const run = (name: string, now: Date) => clockOf(world).run(name, now);
const runThrice = (name: string, now: Date) => clockOf(world).runThrice(name, now);

it('every task has a name of its own and an hour', () => {
	expect(schedule.map(({ name }) => name)).toEqual([
		...[
			'sound-alarms',
			'escalate-alarms',
			'climb-ladder',
			'owe-notice',
			'forget-presences',
			'alarm-unanswered',
			'watch-reading',
			'close-unrated',
			'lapse-info',
			'lapse-signing',
			'write-imports',
			'plan-follow-ups',
			'count-account-books',
			'archive',
			'erase-expired',
			'forget-expired',
			'sweep-files',
			'verify-ledger',
			'check-orphans'
		]
	]);
	for (const { cron } of schedule) expect(cron).toMatch(/^[\d*/]+ [\d*/]+ \* \* \*$/);
});

describe('close-unrated', () => {
	it('closes what nobody rated for fifteen days, once, and leaves the rest', async () => {
		const [old, young] = [await carry.answered(), await carry.answered({}, days(5))];
		const rated = await recorded(world, caseStream(young.caseId), async () => {
			const events = await recorded(world, caseStream(old.caseId), () => runThrice('close-unrated', days(17)));
			expect(events).toEqual([{ kind: 'case.closed', by: null, data: { as: 'unrated' } }]);
		});
		expect(rated).toEqual([]);
		expect(await world.look(old.number)).toMatchObject({
			state: 'closed',
			closedAs: 'unrated',
			closedAt: days(17),
			dueAt: null
		});
		expect(await world.look(young.number)).toMatchObject({ state: 'answered', closedAs: null });
	});
});

describe('erase-expired', () => {
	it('erases the contact 180 days after closing, once, and leaves number, words and ledger', async () => {
		const contact = { name: '林女士', phone: '13800138000', email: '' };
		const told = await carry.answered({ identity: 'contact', contact, wantsCall: true });
		const quiet = await carry.answered();
		for (const { number } of [told, quiet]) await closeUnrated(world.system(days(20)), number);
		const kept = () => world.db.$count(contacts, eq(contacts.caseId, told.caseId));
		await run('erase-expired', days(199));
		expect(await kept()).toBe(1);
		const events = await recorded(world, caseStream(told.caseId), () => runThrice('erase-expired', days(201)));
		expect(events).toEqual([{ kind: 'case.erased', by: null, data: { what: ['contact'] } }]);
		expect(await kept()).toBe(0);
		expect(await world.look(told.number)).toMatchObject({ identity: 'anonymous', wantsCall: false, state: 'closed' });
		expect((await world.kinds(quiet.caseId)).includes('case.erased')).toBe(false);
		expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	});

	it('leaves an open case alone, however old', async () => {
		const contact = { name: '', phone: '13800138001', email: '' };
		const { caseId } = await world.aCase({ identity: 'contact', contact });
		await run('erase-expired', days(900));
		expect(await world.db.$count(contacts, eq(contacts.caseId, caseId))).toBe(1);
	});
});

it('a case that its task comes to too late or too early is left alone', async () => {
	const [closed, young] = [await carry.answered(), await carry.answered({}, days(9))];
	for (const { caseId, number } of [closed, young]) {
		const events = await recorded(world, caseStream(caseId), async () => {
			for (const act of [closeUnrated, lapseInfo]) {
				await act(world.system(days(17)), number);
				await act(world.system(days(17)), number);
			}
		});
		expect(events).toHaveLength(number === closed.number ? 1 : 0);
	}
});

describe('lapse-info', () => {
	const ask = async (username: string, number: Parameters<typeof carry.version>[0], at: Date) =>
		requestInfo(await world.as(username, at), number, {
			version: await carry.version(number),
			ask: '请补充具体位置',
			asksIdentity: false
		});

	it('ends as unclear what was not accepted yet, and lets go on what was, once', async () => {
		const [early, late] = [await world.aCase(), await carry.processing()];
		await ask('fenpai', early.number, hours(3));
		await ask('chengban', late.number, hours(3));
		const before = await world.look(late.number);
		const goingOn = await recorded(world, caseStream(late.caseId), async () => {
			const ending = await recorded(world, caseStream(early.caseId), async () => {
				await run('lapse-info', days(9));
				expect((await world.look(early.number)).state).toBe('need_info');
				await runThrice('lapse-info', days(11));
			});
			expect(ending).toEqual([{ kind: 'case.rejected', by: null, data: { reason: 'unclear', words: null } }]);
		});
		const after = await world.look(late.number);
		expect(goingOn).toEqual([{ kind: 'case.info-lapsed', by: null, data: { dueAt: after.dueAt?.toISOString() } }]);
		expect(after).toMatchObject({ state: 'processing', pausedDays: 10, pausedAt: null, supplyBy: null });
		expect((after.dueAt?.getTime() ?? 0) - (before.dueAt?.getTime() ?? 0)).toBe(10 * 86_400_000);
		expect(await world.look(early.number)).toMatchObject({ state: 'rejected', closedAs: 'rejected', dueAt: null });
	});
});

describe('forget-expired', () => {
	it('forgets sessions, drafts and hand-overs whose time is up, and no others', async () => {
		const { caseId } = await world.aCase();
		const now = days(8);
		const old = await openCaseSession(world.stranger(noon), caseId, 'code');
		const live = await openCaseSession(world.stranger(now), caseId, 'code');
		await saveDraft(world.stranger(noon), newSecret(), emptyDraft());
		await saveDraft(world.stranger(now), newSecret(), emptyDraft());
		const staffId = await world.staffId('chengban');
		for (const expiresAt of [noon, days(20)]) {
			const id = randomBytes(32);
			await world.db.insert(codeHandovers).values({ id, caseId, staffId, expiresAt });
			const session = { id: id.toString('hex'), staffId, expiresAt, activeAt: noon, createdAt: noon };
			await world.db.insert(staffSessions).values(session);
		}
		const ledger = await recorded(world, caseStream(caseId), () => runThrice('forget-expired', now));
		expect(ledger).toEqual([]);
		for (const table of [caseSessions, drafts, codeHandovers, staffSessions])
			expect(await world.db.$count(table)).toBe(1);
		expect(await findResident({ db: world.db, now }, old, { isActivity: false })).toBeNull();
		expect(await findResident({ db: world.db, now }, live, { isActivity: false })).toMatchObject({ caseId });
	});
});

it('the clock leaves a valid ledger behind', async () => {
	for (const { name } of schedule) await run(name, days(60));
	expect(await verifyLedger(world.database.db)).toMatchObject({ isValid: true });
});
