import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeContact } from '#lib/server/cases/change-contact.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { duties } from '#lib/server/db/schema/handling.ts';
import { alarms } from '#lib/server/db/schema/duty-roster.ts';
import { messages } from '#lib/server/db/schema/messages.ts';
import { setDutyPhone } from '#lib/server/auth/duty-phone.ts';
import { forgetMessages } from '#lib/server/notify/forget.ts';
import { countBacklog, listDead } from '#lib/server/notify/queries/backlog.ts';
import { countUnread, listInbox, markRead } from '#lib/server/notify/queries/inbox.ts';
import { resendMessage } from '#lib/server/notify/resend.ts';
import { claimNext, preparePace, sendClaimed } from '#lib/server/notify/send.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { exclusions } from '#lib/server/db/schema/exclusions.ts';
import { carrier, goodRating } from '../../../support/carry.ts';
import { openTestRoads, teller } from '../../../support/telling.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
const { roads, sent, answerWith } = openTestRoads();
let told: ReturnType<typeof teller>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	told = teller(world, roads);
	await preparePace(world.system());
});
afterAll(() => world.close());
beforeEach(async () => {
	await told.hear(noon);
	await told.forget();
	answerWith(() => ({ as: 'sent' }));
	sent.length = 0;
});

const phone = { name: '', phone: '13800138000', email: '' };
const byPhone = { identity: 'contact', contact: phone } as const;
const both = { identity: 'contact', contact: { ...phone, email: 'lin@example.cn' } } as const;
const only = async (channel: 'sms' | 'email' = 'sms') => {
	const [row] = (await told.rows()).filter((one) => one.channel === channel);
	if (!row) throw new Error('there is no message');
	return row;
};
/** A case whose resident is told something at a moment. */
const aTold = async (at = noon, changes: Parameters<World['aCase']>[0] = byPhone) => {
	const filed = await world.aCase(changes);
	await told.redirected(filed.caseId, at);
	await told.hear(at);
	return filed;
};

describe('quiet hours', () => {
	// 12:00 in Shanghai is noon: 20:59 is 8.98 hours later
	const at = (time: string, day = '03') => new Date(`2026-11-${day}T${time}:00+08:00`);
	it.each([
		['20:59', 1],
		['21:00', 0],
		['23:59', 0]
	])('at %s %i SMS are sent', async (time, count) => {
		await aTold(at(time));
		await told.work(at(time));
		expect(sent).toHaveLength(count);
	});

	it('hold an SMS until 8:00 and no minute longer; mail is not held', async () => {
		await aTold(at('21:30'), both);
		for (const [time, day] of [
			['21:30', '03'],
			['00:00', '04'],
			['07:59', '04']
		] as const) {
			await told.work(at(time, day));
			expect(sent.map(({ channel }) => channel)).toEqual(['email']);
		}
		await told.work(at('08:00', '04'));
		expect(sent.map(({ channel }) => channel)).toEqual(['email', 'sms']);
	});

	it('do not hold an alarm, which goes first and not when it was answered', async () => {
		const night = at('23:00');
		const { caseId } = await aTold(night);
		const onDuty = await world.as('duban');
		await setDutyPhone(onDuty, '13900139000');
		const ring = async () => {
			const [alarm] = await world.db
				.insert(alarms)
				.values({ caseId, staffId: onDuty.actor.id, raisedAt: night })
				.returning();
			await told.happens(caseId, 'case.alarm-sounded', { alarmId: alarm?.id ?? 0, staffId: onDuty.actor.id }, night);
		};
		await ring();
		await told.work(night);
		expect(sent.map(({ to }) => to)).toEqual(['13900139000']);
		expect(sent[0]?.text).toContain('紧急件正在响铃，请马上打开后台处理。打开 https://box.example.gov.cn/staff/queue');
		await world.db.update(alarms).set({ answeredAt: night, answeredById: onDuty.actor.id });
		await ring();
		await world.db.update(alarms).set({ answeredAt: night, answeredById: onDuty.actor.id });
		await told.work(night);
		expect(sent).toHaveLength(1);
		await setDutyPhone(onDuty, '');
	});
});

describe('a message that does not get through', () => {
	it('is tried again later, longer apart each time, for two days, under one id; then it is a dead letter', async () => {
		answerWith(() => ({ as: 'failed', why: 'busy' }));
		const filed = await aTold();
		let now = noon;
		const pauses: number[] = [];
		for (;;) {
			await told.work(now);
			const row = await only();
			if (row.state !== 'waiting') break;
			pauses.push((row.dueAt.getTime() - now.getTime()) / 1000);
			expect(row.lastFault).toBe('busy');
			// quiet hours may hold it longer
			now = row.dueAt;
			while (
				new Date(now.getTime() + 8 * 3_600_000).getUTCHours() >= 21 ||
				new Date(now.getTime() + 8 * 3_600_000).getUTCHours() < 8
			)
				now = new Date(now.getTime() + 60_000);
		}
		for (const [index, seconds] of pauses.entries()) {
			const middle = Math.min(30 * 2 ** index, 4 * 3600);
			expect(seconds).toBeGreaterThanOrEqual(middle * 0.75);
			expect(seconds).toBeLessThanOrEqual(middle * 1.25);
		}
		expect(pauses.length).toBeGreaterThan(10);
		expect(now.getTime()).toBeGreaterThan(hours(40).getTime());
		expect(now.getTime()).toBeLessThanOrEqual(hours(60).getTime());
		expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
		expect(sent).toHaveLength(pauses.length + 1);
		expect(await only()).toMatchObject({ state: 'dead', lastFault: 'busy', settledAt: now });
		expect(await world.kinds(filed.caseId)).toEqual(['case.submitted', 'case.redirected', 'case.message-failed']);
		expect(await world.db.$count(duties, eq(duties.caseId, filed.caseId))).toBe(0);
	});

	it('and is refused is dead at once', async () => {
		answerWith(() => ({ as: 'failed', why: 'refused' }));
		await aTold();
		await told.work(noon);
		expect(await only()).toMatchObject({ state: 'dead', attempts: 1, lastFault: 'refused' });
	});

	it('of an answer owes a call and restarts no clock (ruling 2)', async () => {
		const filed = await carry.answered(byPhone);
		const before = await world.look(filed.number);
		answerWith(() => ({ as: 'failed', why: 'refused' }));
		await told.work(hours(20.5));
		const owed = await world.db.select().from(duties).where(eq(duties.caseId, filed.caseId));
		expect(owed).toMatchObject([{ kind: 'call', owedBy: 'owner', doneAt: null }]);
		expect(await world.look(filed.number)).toEqual(before);
		await told.hear(hours(21));
		const calls = (await told.rows()).filter(({ kind }) => kind === 'call');
		expect(calls.map(({ staffId }) => staffId)).toEqual([before.ownerId]);
	});

	it('of an answer owes none where it came by mail, and one where both are dead', async () => {
		for (const [refused, count] of [
			[['sms'], 0],
			[['sms', 'email'], 1]
		] as const) {
			const filed = await carry.answered(both);
			answerWith((channel) =>
				refused.some((one) => one === channel) ? { as: 'failed', why: 'refused' } : { as: 'sent' }
			);
			await told.work(hours(20.5));
			expect(await world.db.$count(duties, eq(duties.caseId, filed.caseId))).toBe(count);
		}
	});

	it('waits for the dispatcher to call, of a confidential case', async () => {
		const filed = await carry.answered({ ...byPhone, identity: 'confidential' });
		answerWith(() => ({ as: 'failed', why: 'refused' }));
		await told.work(hours(20.5));
		const owed = await world.db.select().from(duties).where(eq(duties.caseId, filed.caseId));
		expect(owed).toMatchObject([{ kind: 'call', owedBy: 'dispatcher' }]);
	});
});

describe('a dead letter', () => {
	const dead = async () => {
		const filed = await aTold();
		answerWith(() => ({ as: 'failed', why: 'refused' }));
		await told.work(noon);
		answerWith(() => ({ as: 'sent' }));
		return { filed, id: (await only()).id, messageId: (await only()).messageId };
	};

	it('is seen and sent again by dispatcher and supervisor, under its id, and by nobody twice', async () => {
		const { filed, id, messageId } = await dead();
		for (const who of ['fenpai', 'duban']) {
			const { rows } = await listDead(await world.as(who), null);
			expect(rows).toEqual([
				expect.objectContaining({
					id,
					number: filed.number,
					channel: 'sms',
					kind: 'redirected',
					attempts: 1,
					lastFault: 'refused'
				})
			]);
			expect(JSON.stringify(rows)).not.toContain('13800138000');
		}
		await resendMessage(await world.as('fenpai', hours(1)), id);
		expect(await refusalOf(resendMessage(await world.as('duban', hours(1)), id))).toBe('case.not-found');
		await told.work(hours(1));
		expect(sent.map((one) => one.id)).toEqual([messageId, messageId]);
		expect(await only()).toMatchObject({ state: 'sent', attempts: 1 });
		expect((await world.kinds(filed.caseId)).slice(-2)).toEqual(['case.message-failed', 'case.message-resent']);
	});

	it('is nothing for others', async () => {
		const { id } = await dead();
		for (const who of ['chengban', 'shenhe', 'guanli', 'jiedai', 'shenji']) {
			expect(await refusalOf(listDead(await world.as(who), null))).toBe('case.not-found');
			expect(await refusalOf(countBacklog(await world.as(who)))).toBe('case.not-found');
			expect(await refusalOf(resendMessage(await world.as(who), id))).toMatch(/^case\.not-/);
		}
	});

	it('of a case somebody may not find is not among theirs', async () => {
		const conduct = await world.aCase({ ...byPhone, categoryCode: '1801' });
		await told.redirected(conduct.caseId);
		answerWith(() => ({ as: 'failed', why: 'refused' }));
		await told.work(noon);
		expect((await listDead(await world.as('fenpai'), null)).rows).toEqual([]);
		expect(await refusalOf(resendMessage(await world.as('fenpai'), (await only()).id))).toBe('case.not-found');
		expect((await listDead(await world.as('duban'), null)).rows).toHaveLength(1);
	});
});

it('of the backlog staff see what is due and what failed', async () => {
	await aTold();
	answerWith(() => ({ as: 'failed', why: 'away' }));
	await told.work(noon);
	await aTold();
	expect(await countBacklog(await world.as('fenpai'))).toEqual([
		{ channel: 'sms', due: 1, failing: 1 },
		{ channel: 'email', due: 1, failing: 0 }
	]);
});

describe('several processes', () => {
	it('never take the same message', async () => {
		for (let count = 0; count < 12; count++) await aTold();
		await Promise.all([told.work(noon), told.work(noon), told.work(noon)]);
		expect(sent).toHaveLength(12);
		expect(new Set(sent.map(({ id }) => id)).size).toBe(12);
	});

	it('keep one pace together', async () => {
		for (let count = 0; count < 10; count++) await aTold();
		const slow = { ...roads, outward: { ...roads.outward, sms: { ...roads.outward.sms!, perSecond: 20 } } };
		const teams = [teller(world, slow), teller(world, slow), teller(world, slow)];
		const from = performance.now();
		await Promise.all(teams.map((team) => team.work(noon)));
		expect(sent).toHaveLength(10);
		// nine pauses of 60 ms
		expect(performance.now() - from).toBeGreaterThan(9 * 60);
	});

	it('send again, under the same id, what one was sending when it died, and not before its lease is over', async () => {
		await aTold();
		const claim = await claimNext(world.system(noon), roads, 'sms');
		if (claim === null || claim === 'later') throw new Error('nothing was claimed');
		// the gateway has it; the process died before it could say so
		await roads.outward.sms?.channel.send({ id: claim.messageId, to: '', subject: '', text: '' });
		await told.work(new Date(noon.getTime() + 119_000));
		expect(sent).toHaveLength(1);
		await told.work(new Date(noon.getTime() + 120_000));
		expect(sent.map(({ id }) => id)).toEqual([claim.messageId, claim.messageId]);
		// who comes late with an older attempt changes nothing
		answerWith(() => ({ as: 'failed', why: 'refused' }));
		await sendClaimed(() => world.system(hours(1)), roads, claim);
		expect(await only()).toMatchObject({ state: 'sent', attempts: 2 });
	});
});

describe('what is true no longer', () => {
	it('the invitation comes seven days after the answer, to whom has not rated', async () => {
		const [silent, rated] = [await carry.answered(byPhone), await carry.answered(byPhone)];
		await rateCase(world.resident(rated.caseId, hours(22)), rated.number, { ...goodRating });
		await told.work(hours(23));
		sent.length = 0;
		await told.work(new Date(hours(20 + 7 * 24).getTime() - 60_000));
		expect(sent).toEqual([]);
		await told.work(hours(20 + 7 * 24));
		expect(sent.map(({ text }) => text.includes('一周前已有答复') && text.includes(silent.number))).toEqual([true]);
	});

	it('nothing follows a withdrawal, and a new phone gets what the old one was meant to get', async () => {
		const [withdrawn, moved] = [await aTold(), await aTold()];
		await withdrawCase(world.resident(withdrawn.caseId), withdrawn.number, { reason: '' });
		const contact = { name: '', phone: '13700137000', email: '' };
		await changeContact(world.resident(moved.caseId), moved.number, { contact, hours: 'any', wantsCall: false });
		await told.work(noon);
		expect(sent.map(({ to }) => to)).toEqual(['13700137000']);
	});
});

describe('the inbox', () => {
	it('shows a person’s own, newest first, until they are read or 90 days old, and no case they may not find', async () => {
		const [first, second] = [await carry.assigned(), await carry.assigned()];
		await told.hear(hours(1));
		const head = await world.as('shenhe', hours(2));
		const numbers = async (who = head) => (await listInbox(who, null)).rows.map(({ number }) => number);
		expect(await numbers()).toEqual([second.number, first.number]);
		expect(await numbers(await world.as('chengban'))).toEqual([]);
		expect(await countUnread(head)).toBe(2);
		const [newest, oldest] = (await listInbox(head, null)).rows;
		await markRead(await world.as('chengban'), { id: newest?.id ?? 0, andOlder: true });
		expect(await countUnread(head)).toBe(2);
		await markRead(head, { id: oldest?.id ?? 0, andOlder: false });
		expect(await countUnread(head)).toBe(1);
		await markRead(head, { id: newest?.id ?? 0, andOlder: true });
		expect(await countUnread(head)).toBe(0);
		await world.db.insert(exclusions).values({ caseId: second.caseId, staffId: head.actor.id, setAt: noon });
		expect(await numbers()).toEqual([first.number]);
		expect(await numbers(await world.as('shenhe', days(91)))).toEqual([]);
		expect(await world.db.$count(messages)).toBe(2);
		await forgetMessages(world.system(days(90)));
		expect(await world.db.$count(messages)).toBe(2);
		await forgetMessages(world.system(days(91)));
		expect(await world.db.$count(messages)).toBe(0);
	});
});

it('leaves a valid ledger, and nothing to whom left no contact', async () => {
	await aTold(noon, {});
	await told.work(noon);
	expect(sent).toEqual([]);
	expect(await verifyLedger(world.database.db)).toMatchObject({ isValid: true });
});
