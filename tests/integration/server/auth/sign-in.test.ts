import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaff, grantRole, setActive } from '#lib/server/auth/administer.ts';
import { factorCode, newFactor } from '#lib/server/auth/second-factor.ts';
import { sessionHash } from '#lib/server/auth/session-adapter.ts';
import { findSignedIn, openSession } from '#lib/server/auth/sessions.ts';
import { enrolFactor, proveAgain } from '#lib/server/auth/sign-in.ts';
import { recoveryCodes, staff, staffSessions } from '#lib/server/db/schema/staff.ts';
import { staffStream } from '#lib/server/events/record.ts';
import { demoPassword } from '#lib/server/seed/office.ts';
import { recorded } from '../../../support/ledger.ts';
import { door, freshAddress } from '../../../support/sign-in.ts';
import { days, hours, noon, openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let at: ReturnType<typeof door>;
beforeAll(async () => {
	world = await openWorld();
	at = door(world);
});
afterAll(() => world.close());

const streamOf = async (username: string) => staffStream(await world.staffId(username));
const seen = (cookie: string, now = noon) => findSignedIn({ db: world.db, now }, cookie, { isActivity: true });
const wrong = 'wrong-password-17';
const nobodyHasIt = '000000';

describe('a password', () => {
	it('opens a session for a role without a second factor, and says so in the ledger', async () => {
		const id = await world.staffId('chengban');
		const events = await recorded(world, await streamOf('chengban'), async () => {
			const step = await at.givePassword('chengban');
			expect(step?.owesFactor).toBe(false);
			expect(await seen(step?.sessionId ?? '')).toMatchObject({ isHalfway: false, actor: { id, provedAt: noon } });
		});
		expect(events).toEqual([{ kind: 'staff.signed-in', by: id, data: {} }]);
	});

	it('that is wrong gets the same answer as an unknown account, and no session', async () => {
		const before = await world.db.$count(staffSessions);
		const events = await recorded(world, await streamOf('chengban'), async () => {
			expect(await at.givePassword('chengban', wrong)).toBeNull();
			expect(await at.givePassword('nobody-of-this-name', wrong)).toBeNull();
			expect(await at.givePassword('nobody-of-this-name', demoPassword)).toBeNull();
		});
		expect(events).toEqual([]);
		expect(await world.db.$count(staffSessions)).toBe(before);
	});

	it('of a disabled account is answered like a wrong one', async () => {
		const id = await world.staffId('tiaojie-cb');
		await setActive(await world.as('guanli'), id, false);
		expect(await at.givePassword('tiaojie-cb')).toBeNull();
	});

	it.each(['fenpai', 'duban', 'guanli', 'shenji'])('acceptance 26: of %s is only half of the way', async (username) => {
		const events = await recorded(world, await streamOf(username), async () => {
			const step = await at.givePassword(username);
			expect(step?.owesFactor).toBe(true);
			expect(await seen(step?.sessionId ?? '')).toMatchObject({
				isHalfway: true,
				actor: { provedAt: new Date(0) }
			});
		});
		expect(events).toEqual([]);
	});

	it('lets a role that needs a factor do nothing but enrol one', async () => {
		const administrator = await world.as('guanli');
		const unitId = world.unitId(planning);
		const id = await createStaff(administrator, { username: 'shenji2', name: '白露', unitId });
		await grantRole(administrator, id, 'auditor');
		const sessionId = await openSession(world.stranger(), id, noon);
		expect(await seen(sessionId)).toMatchObject({ isHalfway: false, mustEnrol: true });
		const { secret } = newFactor('shenji2');
		const own = await world.asId(id);
		expect(await enrolFactor(own, { sessionId, secret, code: nobodyHasIt })).toBeNull();
		const events = await recorded(world, staffStream(id), async () => {
			const codes = await enrolFactor(own, { sessionId, secret, code: factorCode(secret, noon) });
			expect(new Set(codes).size).toBe(10);
		});
		expect(events).toEqual([{ kind: 'staff.factor-enrolled', by: id, data: {} }]);
		expect(await seen(sessionId)).toMatchObject({ mustEnrol: false });
		const [row] = await world.db.select().from(staff).where(eq(staff.id, id));
		expect(row?.factorSecret?.includes(secret)).toBe(false);
	});
});

describe('a one-time code', () => {
	it('ends the half-way session and opens a full one under a new id', async () => {
		const id = await world.staffId('fenpai');
		const events = await recorded(world, await streamOf('fenpai'), async () => {
			const halfway = (await at.givePassword('fenpai'))?.sessionId ?? '';
			const cookie = await at.giveFactor('fenpai', halfway, at.codeOf('fenpai'));
			expect(cookie).not.toBe(halfway);
			expect(await seen(halfway)).toBeNull();
			expect(await seen(cookie ?? '')).toMatchObject({ isHalfway: false, actor: { id, provedAt: noon } });
		});
		expect(events).toEqual([{ kind: 'staff.signed-in', by: id, data: {} }]);
	});

	it('works once: neither again nor, after a newer one, late', async () => {
		const now = hours(1);
		const [older, code] = [at.codeOf('fenpai2', new Date(now.getTime() - 30_000)), at.codeOf('fenpai2', now)];
		const halfway = async () => (await at.givePassword('fenpai2', demoPassword, now))?.sessionId ?? '';
		expect(await at.giveFactor('fenpai2', await halfway(), code, now)).not.toBeNull();
		expect(await at.giveFactor('fenpai2', await halfway(), code, now)).toBeNull();
		expect(await at.giveFactor('fenpai2', await halfway(), older, now)).toBeNull();
	});

	it('used twice at once lets one in', async () => {
		const now = hours(2);
		const halfway = (await at.givePassword('duban', demoPassword, now))?.sessionId ?? '';
		const both = [1, 2].map(() => at.giveFactor('duban', halfway, at.codeOf('duban', now), now));
		expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1);
	});

	it('is refused a minute early or late', async () => {
		const halfway = (await at.givePassword('guanli'))?.sessionId ?? '';
		for (const shift of [-90_000, 90_000]) {
			const code = at.codeOf('guanli', new Date(noon.getTime() + shift));
			expect(await at.giveFactor('guanli', halfway, code)).toBeNull();
		}
	});
});

describe('a recovery code', () => {
	const enrol = async (username: string) => {
		const { sessionId } = (await at.givePassword(username)) ?? { sessionId: '' };
		const { secret } = newFactor(username);
		const own = await world.as(username);
		return (await enrolFactor(own, { sessionId, secret, code: factorCode(secret, noon) })) ?? [];
	};

	it('stands for a one-time code, once, and its use is an event', async () => {
		const id = await world.staffId('chengban2');
		const [code = '', other = ''] = await enrol('chengban2');
		const halfway = async () => (await at.givePassword('chengban2'))?.sessionId ?? '';
		const events = await recorded(world, staffStream(id), async () => {
			expect(await at.giveFactor('chengban2', await halfway(), code)).not.toBeNull();
		});
		expect(events).toEqual([
			{ kind: 'staff.recovery-code-used', by: id, data: {} },
			{ kind: 'staff.signed-in', by: id, data: {} }
		]);
		expect(await at.giveFactor('chengban2', await halfway(), code)).toBeNull();
		expect(await at.giveFactor('chengban2', await halfway(), other)).not.toBeNull();
		const rows = await world.db.select().from(recoveryCodes).where(eq(recoveryCodes.staffId, id));
		expect(rows.filter(({ usedAt }) => usedAt !== null)).toHaveLength(2);
		expect(rows.some(({ codeMac }) => codeMac.includes(code.replace('-', '')))).toBe(false);
	});

	it('proves again too, and that is an event as well', async () => {
		const id = await world.staffId('bianmin-cb');
		const [code = ''] = await enrol('bianmin-cb');
		const cookie = await openSession(world.stranger(), id, noon);
		const own = await world.as('bianmin-cb', hours(1));
		const proof = { sessionKey: sessionHash(cookie), proof: code, address: freshAddress() };
		const events = await recorded(world, staffStream(id), () => proveAgain(own, proof));
		expect(events).toEqual([{ kind: 'staff.recovery-code-used', by: id, data: {} }]);
		expect(await refusalOf(proveAgain(own, proof))).toBe('factor.stale');
	});
});

describe('proving again', () => {
	it('asks for the password where there is no factor, and moves only the one session on', async () => {
		const [one, other] = [await at.enter('shenhe'), await at.enter('shenhe')];
		const later = hours(0.1);
		const own = await world.as('shenhe', later);
		const address = freshAddress();
		const prove = (proof: string) => proveAgain(own, { sessionKey: sessionHash(one), proof, address });
		expect(await refusalOf(prove(wrong))).toBe('factor.stale');
		await prove(demoPassword);
		expect((await seen(one, later))?.actor.provedAt).toEqual(later);
		expect((await seen(other, later))?.actor.provedAt).toEqual(noon);
	});

	it('asks for the factor where there is one, not for the password', async () => {
		const now = days(1);
		const cookie = await openSession(world.stranger(now), await world.staffId('fenpai'), now);
		const own = await world.as('fenpai', now);
		const prove = (proof: string) =>
			proveAgain(own, { sessionKey: sessionHash(cookie), proof, address: freshAddress() });
		expect(await refusalOf(prove(demoPassword))).toBe('factor.stale');
		await prove(at.codeOf('fenpai', now));
		expect(await refusalOf(prove(at.codeOf('fenpai', now)))).toBe('factor.stale');
	});
});

describe('failures', () => {
	it('acceptance 26: close an account after five, from wherever, however its name is written, and nobody else’s', async () => {
		for (const name of ['nongye-fz', 'NONGYE-FZ', ' nongye-fz', 'nongye-fz ', 'Nongye-fz'])
			expect(await at.givePassword(name, wrong)).toBeNull();
		expect(await refusalOf(at.givePassword('nongye-fz'))).toBe('throttled');
		expect(await at.givePassword('nongye-cb')).not.toBeNull();
	});

	it('at the second step count like those at the first, and a right password does not wipe them', async () => {
		const step = async (code: string) => {
			const halfway = (await at.givePassword('guanli2'))?.sessionId ?? '';
			return at.giveFactor('guanli2', halfway, code);
		};
		for (let count = 0; count < 5; count++) expect(await step(nobodyHasIt)).toBeNull();
		expect(await refusalOf(at.givePassword('guanli2'))).toBe('throttled');
	});

	it('of an unknown account close it too, so that it looks like any other', async () => {
		for (let count = 0; count < 5; count++) expect(await at.givePassword('unknown-1', wrong)).toBeNull();
		expect(await refusalOf(at.givePassword('unknown-1', wrong))).toBe('throttled');
	});

	it('close a network after thirty over many accounts, for all accounts and for no other network', async () => {
		const failing = Array.from({ length: 30 }, (_, index) =>
			at.givePassword(`made-up-${index}`, wrong, noon, `198.51.100.${index}`)
		);
		await Promise.all(failing);
		expect(await refusalOf(at.givePassword('weisheng-cb', demoPassword, noon, '198.51.100.99'))).toBe('throttled');
		expect(await at.givePassword('weisheng-cb', demoPassword, noon, '198.51.101.1')).not.toBeNull();
	});

	it('are wiped from the account by a success, which itself counts nowhere', async () => {
		const address = freshAddress();
		for (let count = 0; count < 3; count++) await at.givePassword('yingji-cb', wrong, noon, address);
		for (let count = 0; count < 32; count++)
			expect(await at.givePassword('yingji-cb', demoPassword, noon, address)).not.toBeNull();
		for (let count = 0; count < 4; count++) expect(await at.givePassword('yingji-cb', wrong, noon, address)).toBeNull();
		expect(await at.givePassword('yingji-cb', demoPassword, noon, address)).not.toBeNull();
	});
});
