import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAccount } from '#lib/server/auth/account.ts';
import { confirmLink, listLinks, makeLink, type Renewal, type Renews, useLink } from '#lib/server/auth/administer.ts';
import { findSignedIn } from '#lib/server/auth/sessions.ts';
import { recoveryCodes, renewalLinks, staff } from '#lib/server/db/schema/staff.ts';
import { staffStream } from '#lib/server/events/record.ts';
import { demoPassword } from '#lib/server/seed/office.ts';
import { recorded } from '../../../support/ledger.ts';
import { door } from '../../../support/sign-in.ts';
import { hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let at: ReturnType<typeof door>;
beforeAll(async () => {
	world = await openWorld();
	at = door(world);
});
afterAll(() => world.close());

const fresh = 'another-lamp-77';
const wrong = 'wrong-password-17';
const minutes = (count: number) => hours(count / 60);

/** A link made by guanli; `confirmed` by the supervisor. */
async function linkFor(username: string, renews: Renews, { isConfirmed = true, now = noon } = {}) {
	const token = await makeLink(await world.as('guanli', now), await world.staffId(username), renews);
	const [link] = await world.db.select().from(renewalLinks).orderBy(desc(renewalLinks.id)).limit(1);
	if (!link) throw new Error('no link');
	if (isConfirmed) await confirmLink(await world.as('duban', now), link.id);
	return { token, id: link.id };
}
const use = (renewal: Partial<Renewal>, now = noon) =>
	useLink(world.stranger(now), { token: '', password: fresh, proof: '', ...renewal });
const triesOf = async (id: number) => {
	const [link] = await world.db.select().from(renewalLinks).where(eq(renewalLinks.id, id));
	return link?.tries;
};

describe('a one-time link', () => {
	it('is an administrator’s to make, and is stored as a hash', async () => {
		const ownerId = await world.staffId('chengban');
		for (const username of ['duban', 'fenpai', 'shenji', 'chengban'])
			expect(await refusalOf(makeLink(await world.as(username), ownerId, 'password'))).toBe('case.not-found');
		const { token, id } = await linkFor('chengban', 'password', { isConfirmed: false });
		const [link] = await world.db.select().from(renewalLinks).where(eq(renewalLinks.id, id));
		expect(token).toMatch(/^[\w-]{32}$/);
		expect(link?.tokenHash.toString('latin1')).not.toContain(token);
		expect(link).toMatchObject({ confirmedAt: null, usedAt: null, expiresAt: minutes(30) });
	});

	it('is useless until a second person has confirmed it', async () => {
		const { token, id } = await linkFor('chengban', 'password', { isConfirmed: false });
		expect(await refusalOf(use({ token }))).toBe('link.invalid');
		await confirmLink(await world.as('guanli2'), id);
		await use({ token });
	});

	it('is confirmed by an administrator or the supervisor, never by its maker or its owner', async () => {
		const confirm = async (username: string, id: number) => confirmLink(await world.as(username), id);
		const { id } = await linkFor('guanli2', 'password', { isConfirmed: false });
		for (const username of ['guanli', 'guanli2'])
			expect(await refusalOf(confirm(username, id))).toBe('staff.second-person');
		for (const username of ['fenpai', 'shenji', 'chengban', 'shenhe'])
			expect(await refusalOf(confirm(username, id))).toBe('case.not-found');
		await confirm('duban', id);
		expect(await refusalOf(confirm('duban', id))).toBe('staff.second-person');
	});

	it('made for the maker’s own account still needs another', async () => {
		const { id } = await linkFor('guanli', 'password', { isConfirmed: false });
		expect(await refusalOf(confirmLink(await world.as('guanli'), id))).toBe('staff.second-person');
	});

	it('is good for 30 minutes, and cannot be confirmed after them', async () => {
		const { token } = await linkFor('zhifa-cb', 'password');
		const late = await linkFor('zhifa-cb', 'password', { isConfirmed: false });
		expect(await refusalOf(use({ token }, minutes(30)))).toBe('link.invalid');
		expect(await refusalOf(confirmLink(await world.as('duban', minutes(30)), late.id))).toBe('staff.second-person');
		await use({ token }, minutes(29.9));
	});

	it('works once, also for two at once', async () => {
		const { token } = await linkFor('nongye-cb', 'password');
		const both = await Promise.allSettled([use({ token }), use({ token, password: 'a-third-lamp-78' })]);
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await refusalOf(use({ token }))).toBe('link.invalid');
	});

	it('of nobody is refused in the same words', async () => {
		expect(await refusalOf(use({ token: 'x'.repeat(32) }))).toBe('link.invalid');
	});

	it('leaves its three steps on the owner’s stream, where owner and supervisor read them', async () => {
		const id = await world.staffId('weisheng-cb');
		const events = await recorded(world, staffStream(id), async () => {
			const { token } = await linkFor('weisheng-cb', 'password');
			await use({ token });
		});
		const linkId = events[0]?.data.linkId;
		expect(events).toEqual([
			{ kind: 'staff.link-made', by: await world.staffId('guanli'), data: { linkId, renews: 'password' } },
			{ kind: 'staff.link-confirmed', by: await world.staffId('duban'), data: { linkId } },
			{ kind: 'staff.link-used', by: id, data: { linkId, renews: 'password' } }
		]);
		const { history } = await findAccount(await world.as('weisheng-cb'), id, '');
		expect(history.map(({ kind, by }) => [kind, by])).toEqual([
			['staff.link-used', '谢兰'],
			['staff.link-confirmed', '方正'],
			['staff.link-made', '郑建']
		]);
	});

	it('waits on a list for the administrators and the supervisor, and for nobody else', async () => {
		const { id } = await linkFor('zhengdi-cb', 'factor', { isConfirmed: false });
		for (const username of ['guanli2', 'duban']) {
			const links = await listLinks(await world.as(username));
			expect(links.find((link) => link.id === id)).toMatchObject({ name: '赖燕', renews: 'factor', confirmedAt: null });
		}
		for (const username of ['fenpai', 'chengban', 'shenji'])
			expect(await refusalOf(listLinks(await world.as(username)))).toBe('case.not-found');
		expect((await listLinks(await world.as('duban', minutes(31)))).some((link) => link.id === id)).toBe(false);
	});
});

describe('a link for both', () => {
	it('is for who lost both: a new password, and one-time codes to be set up anew', async () => {
		const { token } = await linkFor('guanli2', 'both');
		await use({ token, proof: '' });
		const [after] = await world.db.select().from(staff).where(eq(staff.username, 'guanli2'));
		expect(after?.factorSecret).toBeNull();
		expect(await at.givePassword('guanli2')).toBeNull();
	});

	it('is told apart from a first sign-in, which is for an account without a password', async () => {
		expect(await refusalOf(linkFor('guanli2', 'first'))).toBe('staff.has-password');
	});
});

describe('a link for a password', () => {
	it('asks for the factor, leaves it alone and ends every session', async () => {
		const cookies = [await at.enter('fenpai2'), (await at.givePassword('fenpai2'))?.sessionId ?? ''];
		const [before] = await world.db.select().from(staff).where(eq(staff.username, 'fenpai2'));
		const { token } = await linkFor('fenpai2', 'password');
		const now = minutes(5);
		expect(await refusalOf(use({ token, proof: '000000' }, now))).toBe('link.invalid');
		expect(await refusalOf(use({ token, proof: '' }, now))).toBe('link.invalid');
		expect(await at.givePassword('fenpai2')).not.toBeNull();
		await use({ token, proof: at.codeOf('fenpai2', now) }, now);
		const [after] = await world.db.select().from(staff).where(eq(staff.username, 'fenpai2'));
		expect(after?.factorSecret).toEqual(before?.factorSecret);
		for (const cookie of cookies)
			expect(await findSignedIn({ db: world.db, now }, cookie, { isActivity: false })).toBeNull();
		expect(await at.givePassword('fenpai2', demoPassword, now)).toBeNull();
		expect(await at.givePassword('fenpai2', fresh, now)).toMatchObject({ owesFactor: true });
	});

	it('takes five wrong tries, then no right one', async () => {
		const { token, id } = await linkFor('fenpai', 'password');
		for (let count = 0; count < 5; count++)
			expect(await refusalOf(use({ token, proof: '000000' }))).toBe('link.invalid');
		expect(await refusalOf(use({ token, proof: at.codeOf('fenpai') }))).toBe('link.invalid');
		expect(await triesOf(id)).toBe(5);
	});

	it('counts tries that come at once, each', async () => {
		const { token, id } = await linkFor('fenpai', 'password');
		const tries = Array.from({ length: 12 }, () => use({ token, proof: '000000' }));
		expect((await Promise.allSettled(tries)).every(({ status }) => status === 'rejected')).toBe(true);
		expect(await triesOf(id)).toBe(5);
		expect(await refusalOf(use({ token, proof: at.codeOf('fenpai') }))).toBe('link.invalid');
	});

	it('does not count a password that is too weak', async () => {
		const { token, id } = await linkFor('qiye-cb', 'password');
		for (const password of ['short', 'password', '12345678', 'qiye-cb-2026'])
			expect(await refusalOf(use({ token, password }))).toBe('staff.weak-password');
		expect(await triesOf(id)).toBe(0);
		await use({ token });
	});
});

describe('a link for a factor', () => {
	it('asks for the password, takes the lost factor away with its recovery codes and ends every session', async () => {
		const id = await world.staffId('shenji');
		const cookie = await at.enter('shenji');
		const { token } = await linkFor('shenji', 'factor');
		expect(await refusalOf(use({ token, password: wrong }))).toBe('link.invalid');
		expect(await refusalOf(use({ token, password: wrong, proof: at.codeOf('shenji') }))).toBe('link.invalid');
		const [before] = await world.db.select().from(staff).where(eq(staff.id, id));
		await use({ token, password: demoPassword });
		const [after] = await world.db.select().from(staff).where(eq(staff.id, id));
		expect(after).toMatchObject({ factorSecret: null, factorStep: null, passwordHash: before?.passwordHash });
		expect(await world.db.$count(recoveryCodes, eq(recoveryCodes.staffId, id))).toBe(0);
		expect(await findSignedIn({ db: world.db, now: noon }, cookie, { isActivity: false })).toBeNull();
		const again = (await at.givePassword('shenji'))?.sessionId ?? '';
		expect(await findSignedIn({ db: world.db, now: noon }, again, { isActivity: false })).toMatchObject({
			mustEnrol: true
		});
	});

	it('takes five wrong passwords, then not the right one', async () => {
		const { token, id } = await linkFor('guanli2', 'factor');
		for (let count = 0; count < 5; count++)
			expect(await refusalOf(use({ token, password: wrong }))).toBe('link.invalid');
		expect(await refusalOf(use({ token, password: demoPassword }))).toBe('link.invalid');
		expect(await triesOf(id)).toBe(5);
	});
});

it('who lost both gets neither by a link for one of the two', async () => {
	for (const renews of ['password', 'factor'] as const) {
		const { token } = await linkFor('duban', renews, { isConfirmed: false });
		const links = await listLinks(await world.as('guanli2'));
		await confirmLink(await world.as('guanli2'), links[0]?.id ?? 0);
		expect(await refusalOf(use({ token, password: fresh, proof: '' }))).toBe('link.invalid');
	}
	expect(await at.enter('duban')).not.toBe('');
});
