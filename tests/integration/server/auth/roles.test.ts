import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	confirmRole,
	createStaff,
	grantRole,
	listStaff,
	removeRole,
	setActive,
	useLink,
	makeLink,
	confirmLink,
	listLinks
} from '#lib/server/auth/administer.ts';
import { createFirstAccount, type FounderRole } from '#lib/server/auth/first-accounts.ts';
import { hashPassword, isPassword } from '#lib/server/auth/passwords.ts';
import { revealContact } from '#lib/server/cases/reveal-contact.ts';
import { staff, staffRoles } from '#lib/server/db/schema/staff.ts';
import { units } from '#lib/server/db/schema/units.ts';
import { staffStream } from '#lib/server/events/record.ts';
import { type FilingPlace, openFilingPlace } from '../../../support/filing.ts';
import { recorded } from '../../../support/ledger.ts';
import { openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

let made = 0;
/** A fresh account without a role. */
const someone = async () =>
	createStaff(await world.as('guanli'), { username: `new-${++made}`, name: '新人', unitId: world.unitId(planning) });
const rolesOf = async (id: number) => (await world.asId(id)).actor.roles;

describe('an account', () => {
	it('is made by an administrator, without a password and without a role', async () => {
		const administrator = await world.as('guanli');
		const unitId = world.unitId(planning);
		const id = await createStaff(administrator, { username: 'Xin.Ren', name: '辛仁', unitId });
		const [row] = await world.db.select().from(staff).where(eq(staff.id, id));
		expect(row).toMatchObject({ username: 'xin.ren', passwordHash: null, factorSecret: null, isActive: true });
		expect(await rolesOf(id)).toEqual([]);
		const events = await recorded(world, staffStream(id), async () => {
			const again = { username: 'XIN.REN', name: '别人', unitId };
			expect(await refusalOf(createStaff(administrator, again))).toBe('staff.username-taken');
		});
		expect(events).toEqual([]);
	});

	it('gets its first password by a link that two have made', async () => {
		const id = await someone();
		const token = await makeLink(await world.as('guanli'), id, 'first');
		const [link] = await listLinks(await world.as('guanli2'));
		await confirmLink(await world.as('guanli2'), link?.id ?? 0);
		await useLink(world.stranger(), { token, password: 'a-first-lamp-42', proof: '' });
		const [row] = await world.db.select().from(staff).where(eq(staff.id, id));
		expect(await isPassword(row?.passwordHash ?? null, 'a-first-lamp-42')).toBe(true);
	});

	it('waits to be disabled until its open cases are handed over', async () => {
		const { number } = await world.aCase();
		const { ownerId } = await world.look(number);
		expect(await refusalOf(setActive(await world.as('guanli'), ownerId, false))).toBe('staff.has-open-cases');
		expect(await rolesOf(ownerId)).toEqual(['dispatcher']);
	});

	it('is listed for administrators and the supervisor alone, without any secret', async () => {
		const [first] = await listStaff(await world.as('duban'));
		expect(Object.keys(first ?? {}).sort()).toEqual([
			'hasFactor',
			'hasPassword',
			'id',
			'isActive',
			'name',
			'roles',
			'unit',
			'username'
		]);
		for (const username of ['chengban', 'fenpai', 'shenji', 'shenhe'])
			expect(await refusalOf(listStaff(await world.as(username)))).toBe('case.not-found');
	});
});

describe('a role', () => {
	it('without contacts takes effect at once, with one event', async () => {
		const administrator = await world.as('guanli');
		const id = await someone();
		const events = await recorded(world, staffStream(id), () => grantRole(administrator, id, 'clerk'));
		expect(events).toEqual([{ kind: 'staff.role-granted', by: administrator.actor.id, data: { role: 'clerk' } }]);
		expect(await rolesOf(id)).toEqual(['clerk']);
	});

	it.each(['dispatcher', 'handler', 'head'] as const)('%s waits for a second person', async (role) => {
		const [administrator, second] = [await world.as('guanli'), await world.as('duban')];
		const id = await someone();
		const events = await recorded(world, staffStream(id), async () => {
			await grantRole(administrator, id, role);
			expect(await rolesOf(id)).toEqual([]);
			expect(await refusalOf(confirmRole(administrator, id, role))).toBe('staff.second-person');
			await confirmRole(second, id, role);
			expect(await refusalOf(confirmRole(second, id, role))).toBe('staff.second-person');
		});
		expect(events).toEqual([
			{ kind: 'staff.role-granted', by: administrator.actor.id, data: { role } },
			{ kind: 'staff.role-confirmed', by: second.actor.id, data: { role } }
		]);
		expect(await rolesOf(id)).toEqual([role]);
	});

	it('that waits reveals nothing', async () => {
		const id = await someone();
		const contact = { name: '林女士', phone: '13800138000', email: '' };
		const { number } = await world.aCase({ identity: 'contact', contact });
		await grantRole(await world.as('guanli'), id, 'dispatcher');
		const reason = { reason: 'ask-details', words: '核实位置' } as const;
		expect(await refusalOf(revealContact(await world.asId(id), number, reason))).toBe('case.not-found');
		await confirmRole(await world.as('guanli2'), id, 'dispatcher');
		expect(await revealContact(await world.asId(id), number, reason)).toEqual(contact);
	});

	it('is given and taken by administrators, confirmed by them or the supervisor, and by nobody else', async () => {
		const id = await someone();
		await grantRole(await world.as('guanli'), id, 'handler');
		for (const username of ['duban', 'fenpai', 'shenji', 'shenhe']) {
			const other = await world.as(username);
			expect(await refusalOf(grantRole(other, id, 'clerk'))).toBe('case.not-found');
			expect(await refusalOf(removeRole(other, id, 'handler'))).toBe('case.not-found');
			expect(await refusalOf(setActive(other, id, false))).toBe('case.not-found');
			if (username !== 'duban') expect(await refusalOf(confirmRole(other, id, 'handler'))).toBe('case.not-found');
		}
	});

	it('of one’s own cannot be changed by oneself', async () => {
		const own = await world.as('guanli');
		expect(await refusalOf(grantRole(own, own.actor.id, 'supervisor'))).toBe('staff.own-roles');
		expect(await refusalOf(removeRole(own, own.actor.id, 'administrator'))).toBe('staff.own-roles');
		const supervisor = await world.as('duban');
		await grantRole(own, supervisor.actor.id, 'head');
		expect(await refusalOf(confirmRole(supervisor, supervisor.actor.id, 'head'))).toBe('staff.own-roles');
	});

	it.each([
		['administrator', 'dispatcher'],
		['dispatcher', 'administrator'],
		['administrator', 'auditor'],
		['auditor', 'administrator'],
		['auditor', 'handler'],
		['head', 'auditor']
	] as const)('%s is not joined by %s, confirmed or not', async (one, other) => {
		const administrator = await world.as('guanli');
		const id = await someone();
		await grantRole(administrator, id, one);
		const events = await recorded(world, staffStream(id), async () => {
			expect(await refusalOf(grantRole(administrator, id, other))).toBe('staff.incompatible-roles');
		});
		expect(events).toEqual([]);
	});

	it('that waits is not made to count by being given again', async () => {
		const id = await someone();
		await grantRole(await world.as('guanli'), id, 'head');
		await grantRole(await world.as('guanli2'), id, 'head');
		expect(await rolesOf(id)).toEqual([]);
		const [row] = await world.db
			.select()
			.from(staffRoles)
			.where(and(eq(staffRoles.staffId, id), eq(staffRoles.role, 'head')));
		expect(row).toMatchObject({ grantedById: await world.staffId('guanli'), confirmedAt: null });
	});
});

describe('a password', () => {
	it.each([
		'',
		'short-7',
		'password',
		'PASSWORD',
		'Passw0rd',
		'12345678',
		'88888888',
		'woaini1314',
		'Liverpool1',
		'qwer1234',
		'zhangsan-2026',
		'x'.repeat(201)
	])('「%s」 is refused', async (password) => {
		expect(await refusalOf(hashPassword(password, 'zhangsan'))).toBe('staff.weak-password');
	});

	it('of eight characters without any other rule is taken, and kept as argon2id', async () => {
		const stored = await hashPassword('石桥路口两盏路灯', 'zhangsan');
		expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(await isPassword(stored, '石桥路口两盏路灯')).toBe(true);
		expect(await isPassword(stored, '石桥路口两盏路亮')).toBe(false);
		expect(await isPassword(null, 'nobody has this password')).toBe(false);
	});
});

describe('the first two accounts', () => {
	let place: FilingPlace;
	beforeAll(async () => {
		place = await openFilingPlace();
	});
	afterAll(() => place.close());
	const first = (username: string, password = 'songgang-lamp-43', role: FounderRole = 'administrator') =>
		createFirstAccount(place.stranger(), { username, name: '郑建', unit: '督办室', role, password });

	it('needs a good password and a free name', async () => {
		expect(await refusalOf(first('guanli', 'password'))).toBe('staff.weak-password');
		expect(await refusalOf(first('dispatcher'))).toBe('staff.username-taken');
		expect(await place.database.db.$count(units)).toBe(1);
	});

	it('are an administrator and one who confirms; every later one is made by an administrator', async () => {
		const { db } = place.database;
		expect(await refusalOf(first('duban', undefined, 'supervisor'))).toBe('staff.second-person');
		await first('guanli');
		const rows = await db
			.select({ role: staffRoles.role, unit: units.name })
			.from(staff)
			.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
			.innerJoin(units, eq(units.id, staff.unitId))
			.where(eq(staff.username, 'guanli'));
		expect(rows).toEqual([{ role: 'administrator', unit: '督办室' }]);
		await first('duban', undefined, 'supervisor');
		expect(await refusalOf(first('guanli2'))).toBe('staff.second-person');
	});
});
