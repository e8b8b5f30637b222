import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePassword, endOtherSessions, findAccount } from '#lib/server/auth/account.ts';
import { grantRole, removeRole, setActive } from '#lib/server/auth/administer.ts';
import { sessionHash } from '#lib/server/auth/session-adapter.ts';
import { findSignedIn } from '#lib/server/auth/sessions.ts';
import { signOut } from '#lib/server/auth/sign-in.ts';
import { standIns } from '#lib/server/db/schema/duty-roster.ts';
import { staffSessions } from '#lib/server/db/schema/staff.ts';
import { staffStream } from '#lib/server/events/record.ts';
import { demoPassword } from '#lib/server/seed/office.ts';
import { recorded } from '../../../support/ledger.ts';
import { door, freshAddress } from '../../../support/sign-in.ts';
import { hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let at: ReturnType<typeof door>;
beforeAll(async () => {
	world = await openWorld();
	at = door(world);
});
afterAll(() => world.close());

const minutes = (count: number) => hours(count / 60);
const seen = (cookie: string, now = noon, isActivity = true) =>
	findSignedIn({ db: world.db, now }, cookie, { isActivity });

describe('a session', () => {
	it('is stored as the SHA-256 of its cookie and as nothing else', async () => {
		const cookie = await at.enter('chengban');
		const rows = await world.db.select().from(staffSessions);
		const hash = createHash('sha256').update(cookie).digest('hex');
		expect(rows.filter(({ id }) => id === hash)).toHaveLength(1);
		expect(JSON.stringify(rows)).not.toContain(cookie);
		expect(await seen(hash)).toBeNull();
	});

	it('acceptance 26: ends after 15 idle minutes, on the server', async () => {
		const cookie = await at.enter('chengban');
		expect(await seen(cookie, minutes(15))).not.toBeNull();
		expect(await seen(cookie, minutes(30))).not.toBeNull();
		expect(await seen(cookie, minutes(45.1))).toBeNull();
		expect(await seen(cookie, minutes(31))).toBeNull();
	});

	it('is not kept alive by a live stream', async () => {
		const cookie = await at.enter('chengban');
		expect(await seen(cookie, minutes(14), false)).not.toBeNull();
		expect(await seen(cookie, minutes(16), false)).toBeNull();
	});

	it('ends after 8 hours, however busy', async () => {
		const cookie = await at.enter('fenpai');
		for (let minute = 10; minute < 480; minute += 10) expect(await seen(cookie, minutes(minute))).not.toBeNull();
		expect(await seen(cookie, minutes(480))).toBeNull();
	});

	it('of lucia’s own reckoning ends 8 hours after the sign-in by the wall clock too', async () => {
		const cookie = await at.enter('chengban');
		await world.db
			.update(staffSessions)
			.set({ expiresAt: sql`${staffSessions.expiresAt} - interval '8 hours'` })
			.where(eq(staffSessions.id, sessionHash(cookie)));
		expect(await seen(cookie)).toBeNull();
	});

	it('ends at sign-out for whoever still holds the cookie, and no other with it', async () => {
		const [cookie, other] = [await at.enter('shenhe'), await at.enter('shenhe')];
		const own = await world.as('shenhe');
		const events = await recorded(world, staffStream(own.actor.id), () => signOut(own, cookie));
		expect(events).toEqual([{ kind: 'staff.signed-out', by: own.actor.id, data: {} }]);
		expect(await seen(cookie)).toBeNull();
		expect(await seen(other)).not.toBeNull();
	});
});

describe('rights', () => {
	it('are those of now: a role taken away is gone from the next request', async () => {
		const cookie = await at.enter('bianmin-cb');
		const id = await world.staffId('bianmin-cb');
		expect((await seen(cookie))?.actor.roles).toEqual(['handler']);
		await removeRole(await world.as('guanli'), id, 'handler');
		expect((await seen(cookie))?.actor.roles).toEqual([]);
	});

	it('of a role that waits for a second person do not count yet', async () => {
		const cookie = await at.enter('jiedai');
		await grantRole(await world.as('guanli'), await world.staffId('jiedai'), 'handler');
		expect((await seen(cookie))?.actor.roles).toEqual(['clerk']);
	});

	it('end with the account: disabling ends every session, and enabling brings none back', async () => {
		const cookies = [await at.enter('nongye-cb'), await at.enter('nongye-cb')];
		const id = await world.staffId('nongye-cb');
		const administrator = await world.as('guanli');
		const events = await recorded(world, staffStream(id), async () => {
			await setActive(administrator, id, false);
			for (const cookie of cookies) expect(await seen(cookie)).toBeNull();
			await setActive(administrator, id, true);
			for (const cookie of cookies) expect(await seen(cookie)).toBeNull();
		});
		expect(events).toEqual([
			{ kind: 'staff.disabled', by: administrator.actor.id, data: {} },
			{ kind: 'staff.enabled', by: administrator.actor.id, data: {} }
		]);
	});
});

describe('the own account', () => {
	it('changes its password after the old one, which ends the other sessions', async () => {
		const [cookie, other] = [await at.enter('weisheng-fz'), await at.enter('weisheng-fz')];
		const own = await world.as('weisheng-fz');
		const change = (old: string, fresh: string) =>
			changePassword(own, { old, fresh, sessionKey: sessionHash(cookie), address: freshAddress() });
		const events = await recorded(world, staffStream(own.actor.id), async () => {
			expect(await change('not-the-old-one', 'quite-another-42')).toBe(false);
			expect(await refusalOf(change(demoPassword, 'weisheng-fz-1'))).toBe('staff.weak-password');
			expect(await seen(other)).not.toBeNull();
			expect(await change(demoPassword, 'quite-another-42')).toBe(true);
		});
		expect(events).toEqual([{ kind: 'staff.password-set', by: own.actor.id, data: {} }]);
		expect(await seen(cookie)).not.toBeNull();
		expect(await seen(other)).toBeNull();
		expect(await at.givePassword('weisheng-fz')).toBeNull();
		expect(await at.givePassword('weisheng-fz', 'quite-another-42')).not.toBeNull();
	});

	it('cannot be guessed at from an open session', async () => {
		const own = await world.as('weisheng-cb');
		const guess = () =>
			changePassword(own, { old: 'a-wild-guess', fresh: 'quite-another-42', sessionKey: '', address: freshAddress() });
		for (let count = 0; count < 5; count++) expect(await guess()).toBe(false);
		expect(await refusalOf(guess())).toBe('throttled');
	});

	it('ends its other sessions when asked', async () => {
		const [cookie, other] = [await at.enter('qiye-cb'), await at.enter('qiye-cb')];
		const own = await world.as('qiye-cb');
		expect((await findAccount(own, own.actor.id, sessionHash(cookie))).others).toBe(1);
		const events = await recorded(world, staffStream(own.actor.id), () => endOtherSessions(own, sessionHash(cookie)));
		expect(events).toEqual([{ kind: 'staff.sessions-ended', by: own.actor.id, data: { why: 'own' } }]);
		expect(await seen(cookie)).not.toBeNull();
		expect(await seen(other)).toBeNull();
	});
});

it('knows whom a person stands in for, from the first day to the last', async () => {
	const [absentId, standInId] = [await world.staffId('nongye-fz'), await world.staffId('shehui-fz')];
	await world.db.insert(standIns).values({ absentId, standInId, fromOn: '2026-11-04', untilOn: '2026-11-05' });
	const on = async (now: Date) => (await world.asId(standInId, now)).actor.standsInFor;
	expect(await on(hours(11))).toEqual([]);
	expect(await on(hours(12))).toEqual([absentId]);
	expect(await on(hours(59))).toEqual([absentId]);
	expect(await on(hours(60))).toEqual([]);
});
