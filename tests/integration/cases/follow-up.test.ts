import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { changeContact } from '#lib/server/cases/change-contact.ts';
import { closeUnrated } from '#lib/server/cases/close-unrated.ts';
import { declineFollowUp, followUp, type FollowedUp } from '#lib/server/cases/follow-up.ts';
import { listEligibleHandlers } from '#lib/server/cases/in-charge.ts';
import { isSampled } from '#lib/server/cases/plan-follow-up.ts';
import { countFollowUps, listFollowUps } from '#lib/server/cases/queries/follow-ups.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { revealContact } from '#lib/server/cases/reveal-contact.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { followUps } from '#lib/server/db/schema/follow-ups.ts';
import { staffRoles } from '#lib/server/db/schema/staff.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { schedule } from '#lib/server/jobs/schedule.ts';
import { changeText } from '#lib/server/office/change-settings.ts';
import { badRating, carrier, goodRating } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, openWorld, planning, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	// nobody is drawn unless a test says so
	await changeText(await world.as('guanli'), 'followUp.samplePercent', '0');
});
afterAll(() => world.close());

const contact = { name: '林女士', phone: '13800138000', email: '' };
const withContact = { identity: 'contact', contact } as const;
const plan = async (now: Date) => schedule.find(({ name }) => name === 'plan-follow-ups')?.run(world.system(now));
const tasksOf = (caseId: number) => world.db.select().from(followUps).where(eq(followUps.caseId, caseId));
const doIt = async (username: string, number: CaseNumber, result: FollowedUp, at = days(4)) =>
	followUp(await world.as(username, at), number, { version: await carry.version(number), result });
const happy: FollowedUp = { outcome: 'reached', solved: 'solved', words: '路灯亮了，很满意。' };

/** Rated badly and answered a second time, three days after filing. */
async function twiceAnswered(changes = {}) {
	const filed = await carry.answered({ ...withContact, ...changes });
	await rateCase(world.resident(filed.caseId, hours(30)), filed.number, badRating);
	const head = await world.as('shenhe', hours(31));
	const ownerId = await world.staffId('chengban2');
	await reassignCase(head, filed.number, { version: await carry.version(filed.number), ownerId, reason: '换人办' });
	await carry.answer(filed.number, filed.caseId, days(3), 'chengban2');
	return filed;
}
/** Planned and open, unless a test ends it. */
async function planned(changes = {}) {
	const filed = await twiceAnswered(changes);
	await plan(days(3));
	return filed;
}

describe('planning', () => {
	it('plans one for who was dissatisfied, when the second answer is out, due in ten working days, once', async () => {
		const { number, caseId } = await carry.answered(withContact);
		await rateCase(world.resident(caseId, hours(30)), number, badRating);
		await plan(days(2));
		expect(await tasksOf(caseId)).toEqual([]);
		const twice = await twiceAnswered();
		const events = await recorded(world, caseStream(twice.caseId), async () => {
			await Promise.all([plan(days(3)), plan(days(3))]);
			await plan(days(5));
			await rateCase(world.resident(twice.caseId, days(5)), twice.number, badRating);
			await plan(days(6));
		});
		const [task, ...more] = await tasksOf(twice.caseId);
		expect(more).toEqual([]);
		// Friday 6 November and ten working days: the end of Friday the 20th
		expect(task).toMatchObject({ cause: 'dissatisfied', state: 'open', dueAt: new Date('2026-11-20T16:00:00Z') });
		expect(events.map(({ kind }) => kind)).toEqual(['case.follow-up-planned', 'case.rated', 'case.closed']);
		expect(events[0]).toEqual({
			kind: 'case.follow-up-planned',
			by: null,
			data: { followUpId: task?.id, cause: 'dissatisfied' }
		});
	});

	it('plans one for a long-running matter once it is answered', async () => {
		const { caseId, number } = await carry.processing(withContact);
		await world.db
			.update(cases)
			.set({ longTermSince: hours(4) })
			.where(eq(cases.id, caseId));
		await plan(hours(5));
		expect(await tasksOf(caseId)).toEqual([]);
		await carry.answer(number, caseId, hours(20));
		await plan(hours(21));
		expect(await tasksOf(caseId)).toMatchObject([{ cause: 'long-running', state: 'open' }]);
	});

	it('draws closed cases by a hash of their own, rated or not, and no others', async () => {
		const [rated, unrated, open] = [
			await carry.answered(withContact),
			await carry.answered(withContact),
			await carry.answered(withContact)
		];
		await rateCase(world.resident(rated.caseId, hours(30)), rated.number, goodRating);
		await closeUnrated(world.system(days(20)), unrated.number);
		await changeText(await world.as('guanli'), 'followUp.samplePercent', '50');
		await plan(days(20));
		for (const { caseId } of [rated, unrated]) {
			const isChosen = isSampled(world.system(), caseId, 50);
			expect(await tasksOf(caseId)).toMatchObject(isChosen ? [{ cause: 'sample' }] : []);
		}
		await changeText(await world.as('guanli'), 'followUp.samplePercent', '100');
		await plan(days(20));
		for (const { caseId } of [rated, unrated]) expect(await tasksOf(caseId)).toMatchObject([{ cause: 'sample' }]);
		expect(await tasksOf(open.caseId)).toEqual([]);
		await changeText(await world.as('guanli'), 'followUp.samplePercent', '0');
	});

	it('plans none without a contact, none where the resident declined', async () => {
		const anonymous = await twiceAnswered({ identity: 'anonymous', contact: null });
		const declined = await twiceAnswered();
		const events = await recorded(world, caseStream(declined.caseId), async () => {
			await declineFollowUp(world.resident(declined.caseId, days(3)), declined.number);
			await declineFollowUp(world.resident(declined.caseId, days(3)), declined.number);
		});
		expect(events).toEqual([{ kind: 'case.follow-up-declined', by: null, data: {} }]);
		await plan(days(3));
		for (const { caseId } of [anonymous, declined]) expect(await tasksOf(caseId)).toEqual([]);
	});
});

describe('the caller', () => {
	it('opens the contact for the call, writes down what was said, and then finds the case no more', async () => {
		const { number, caseId } = await planned();
		const caller = await world.as('huifang', days(4));
		expect((await listFollowUps(caller, null)).rows).toMatchObject(
			expect.arrayContaining([expect.objectContaining({ number, cause: 'dissatisfied', attempts: 0 })])
		);
		const waiting = await countFollowUps(caller);
		const one = await findStaffCase(caller, number);
		expect(one).toMatchObject({ can: ['follow-up'], mayReveal: true });
		const events = await recorded(world, caseStream(caseId), async () => {
			const seen = await revealContact(caller, number, { reason: 'tell-result', words: '回访' });
			expect(seen.phone).toBe(contact.phone);
			await doIt('huifang', number, happy);
		});
		expect(events).toMatchObject([
			{ kind: 'case.contact-revealed', by: caller.actor.id },
			{ kind: 'case.followed-up', by: caller.actor.id, data: { solved: 'solved', words: {} } }
		]);
		expect(await tasksOf(caseId)).toMatchObject([
			{ state: 'done', solved: 'solved', attempts: 1, doneById: caller.actor.id, doneAt: days(4) }
		]);
		expect(await countFollowUps(caller)).toBe(waiting - 1);
		expect(await refusalOf(findStaffCase(caller, number))).toBe('case.not-found');
		expect(await refusalOf(revealContact(caller, number, { reason: 'other', words: '再看看' }))).toBe('case.not-found');
	});

	it('tells the unit solved or not and no word more; the supervisor reads it, the resident does not', async () => {
		const { number, caseId } = await planned();
		await doIt('huifang', number, { outcome: 'reached', solved: 'not', words: '说还是不亮，不想惹麻烦。' });
		const told = async (username: string) => {
			const { timeline } = await findStaffCase(await world.as(username, days(5)), number);
			return timeline.find(({ kind }) => kind === 'case.followed-up');
		};
		for (const username of ['chengban2', 'shenhe', 'fenpai']) {
			expect(await told(username)).toMatchObject({ solved: 'not' });
			expect(JSON.stringify(await told(username))).not.toContain('麻烦');
		}
		expect(JSON.stringify(await told('duban'))).toContain('麻烦');
		expect(JSON.stringify((await readResidentCase(world.resident(caseId, days(5)))).entries)).not.toContain('麻烦');
	});

	it('gives up after three attempts', async () => {
		const { number, caseId } = await planned();
		const events = await recorded(world, caseStream(caseId), async () => {
			await doIt('huifang', number, { outcome: 'no-answer' });
			await doIt('huifang', number, { outcome: 'wrong-number' });
			expect(await tasksOf(caseId)).toMatchObject([{ state: 'open', attempts: 2 }]);
			await doIt('huifang', number, { outcome: 'no-answer' });
		});
		expect(events.map(({ kind, data }) => [kind, data.outcome])).toEqual([
			['case.follow-up-tried', 'no-answer'],
			['case.follow-up-tried', 'wrong-number'],
			['case.follow-up-tried', 'no-answer']
		]);
		expect(await tasksOf(caseId)).toMatchObject([{ state: 'not-reached', attempts: 3, solved: null, doneAt: days(4) }]);
		expect(await refusalOf(doIt('huifang', number, happy))).toBe('case.not-found');
		expect(await refusalOf(doIt('duban', number, happy))).toBe('case.not-yours');
	});

	it('ends it when the resident wants no more of it, on the phone or on the case page, or takes the contact away', async () => {
		const [onThePhone, onThePage, without] = [await planned(), await planned(), await planned()];
		await doIt('huifang', onThePhone.number, { outcome: 'declined' });
		await declineFollowUp(world.resident(onThePage.caseId, days(4)), onThePage.number);
		const nobody = { contact: null, hours: 'any', wantsCall: false } as const;
		await changeContact(world.resident(without.caseId, days(4)), without.number, nobody);
		expect(await tasksOf(onThePhone.caseId)).toMatchObject([{ state: 'declined' }]);
		expect(await tasksOf(onThePage.caseId)).toMatchObject([{ state: 'declined' }]);
		expect(await tasksOf(without.caseId)).toMatchObject([{ state: 'not-reached' }]);
		expect(await world.look(onThePhone.number)).toMatchObject({ declinesFollowUp: true });
	});

	it('reads of a confidential case the checked text, and may still ring', async () => {
		const secret = await twiceAnswered({ identity: 'confidential', text: '我家门口的路灯坏了，邻居都认得我。' });
		await plan(days(3));
		const caller = await world.as('huifang', days(4));
		const one = await findStaffCase(caller, secret.number);
		expect(one.isOriginal).toBe(false);
		expect(JSON.stringify(one)).not.toContain('邻居');
		expect((await revealContact(caller, secret.number, { reason: 'tell-result', words: '回访' })).phone).toBe(
			contact.phone
		);
	});
});

describe('acceptance 16: who had a hand in a case does not follow it up', () => {
	const alsoCaller = async (username: string) => {
		const staffId = await world.staffId(username);
		await world.db.insert(staffRoles).values({ staffId, role: 'follow-up-caller', confirmedAt: days(-1) });
		return staffId;
	};

	it('refuses handler, drafter, publisher and dispatcher the call, the list and the contact', async () => {
		for (const username of ['chengban', 'chengban2', 'shenhe', 'fenpai']) await alsoCaller(username);
		const { number, caseId } = await planned();
		const events = await recorded(world, caseStream(caseId), async () => {
			for (const username of ['chengban', 'chengban2', 'shenhe', 'fenpai']) {
				const caller = await world.as(username, days(4));
				expect(await refusalOf(doIt(username, number, happy))).toBe('case.caller-must-differ');
				expect((await listFollowUps(caller, null)).rows.map((row) => row.number)).not.toContain(number);
				expect((await findStaffCase(caller, number)).can).not.toContain('follow-up');
			}
			// the first handler is not in charge any more, so that a task would be the only reason
			const reason = { reason: 'tell-result', words: '回访' } as const;
			expect(await refusalOf(revealContact(await world.as('chengban', days(4)), number, reason))).toBe(
				'case.not-yours'
			);
		});
		expect(events).toEqual([]);
		// who had none may: another dispatcher as well
		await alsoCaller('fenpai2');
		await doIt('fenpai2', number, happy);
	});

	it('and the other way round: who asked how it went does not handle it afterwards', async () => {
		await world.db
			.insert(staffRoles)
			.values({
				staffId: await world.staffId('chengban2'),
				role: 'follow-up-caller',
				confirmedAt: days(-1)
			})
			.onConflictDoNothing();
		const { number, caseId } = await carry.answered(withContact);
		await world.db
			.update(cases)
			.set({ longTermSince: hours(4) })
			.where(eq(cases.id, caseId));
		await plan(days(1));
		await doIt('chengban2', number, { outcome: 'no-answer' }, days(2));
		await rateCase(world.resident(caseId, days(3)), number, badRating);
		const head = await world.as('shenhe', days(3));
		const names = (await listEligibleHandlers(head, { id: caseId }, world.unitId(planning))).map(({ name }) => name);
		expect(names).toContain('周敏');
		expect(names).not.toContain('高远');
		const to = { version: await carry.version(number), ownerId: await world.staffId('chengban2'), reason: '换人办' };
		expect(await refusalOf(reassignCase(head, number, to))).toBe('case.excluded-person');
	});

	it('shows whoever is no caller nothing at all', async () => {
		const { number } = await planned();
		for (const username of ['jiedai', 'gongkai', 'dangzheng-cb']) {
			const other = await world.as(username, days(4));
			expect(await refusalOf(listFollowUps(other, null))).toBe('case.not-found');
			expect(await countFollowUps(other)).toBe(0);
			expect(await refusalOf(doIt(username, number, happy))).toBe('case.not-found');
		}
	});
});

it('the list goes on by key, and misses and repeats nothing', async () => {
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
	const caller = await world.as('huifang', days(4));
	const [{ subject } = { subject: null }] = await world.db.select({ subject: cases }).from(cases).limit(1);
	if (!subject) throw new Error('no case');
	const { id: _, ...row } = subject;
	for (let made = 0; made < 60; made++) {
		const values = {
			...row,
			number: `MQ-${made}`,
			submissionKeyHash: Buffer.from(`key ${made}`),
			linkTokenHash: Buffer.from(`link ${made}`)
		};
		const [copy] = await world.db.insert(cases).values(values).returning({ id: cases.id });
		const task = { caseId: copy?.id ?? 0, cause: 'sample', state: 'open', plannedAt: days(3), dueAt: days(9) } as const;
		await world.db.insert(followUps).values(task);
	}
	const first = await listFollowUps(caller, null);
	expect(first.rows).toHaveLength(50);
	const second = await listFollowUps(caller, first.next);
	const all = [...first.rows, ...second.rows].map(({ id }) => id);
	expect(new Set(all).size).toBe(all.length);
	expect(all).toHaveLength(await countFollowUps(caller));
});
