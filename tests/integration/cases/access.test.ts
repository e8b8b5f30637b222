import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import {
	findResident,
	isCodeOf,
	openCaseSession,
	openWithCode,
	openWithDevice,
	openWithLink,
	rememberDevice,
	revokeDevices
} from '#lib/server/cases/access.ts';
import { changeContact } from '#lib/server/cases/change-contact.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { renewCode } from '#lib/server/cases/renew-code.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { caseDevices, caseSessions } from '#lib/server/db/schema/case-access.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier, goodRating } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const minutes = (count: number) => hours(count / 60);
const seen = (cookie: string, now = noon, isActivity = true) =>
	findResident({ db: world.db, now }, cookie, { isActivity });

describe('number and code', () => {
	it('open one case', async () => {
		const { caseId, number, code } = await world.aCase();
		const opened = await openWithCode(world.stranger(), number, code);
		expect(opened?.caseId).toBe(caseId);
		expect(await seen(opened?.secret ?? '')).toMatchObject({ kind: 'resident', caseId, via: 'code' });
	});

	it('open nothing when wrong, unknown or of another case, and leave no session', async () => {
		const [one, other] = [await world.aCase(), await world.aCase()];
		const before = await world.db.$count(caseSessions);
		const wrong = one.code === '0000000000' ? '1111111111' : '0000000000';
		expect(await openWithCode(world.stranger(), one.number, wrong)).toBeNull();
		expect(await openWithCode(world.stranger(), one.number, other.code)).toBeNull();
		expect(await openWithCode(world.stranger(), one.number, '')).toBeNull();
		expect(await openWithCode(world.stranger(), one.number, 'nobody')).toBeNull();
		const unknown = formatNumber('MQ', '2020-01-01', 1);
		expect(await openWithCode(world.stranger(), unknown, one.code)).toBeNull();
		expect(await openWithCode(world.stranger(), unknown, 'nobody')).toBeNull();
		expect(await world.db.$count(caseSessions)).toBe(before);
	});

	it('still open a case that was withdrawn or closed', async () => {
		const withdrawn = await world.aCase();
		await withdrawCase(world.resident(withdrawn.caseId), withdrawn.number, { reason: '' });
		const closed = await carry.answered();
		await rateCase(world.resident(closed.caseId, hours(30)), closed.number, goodRating);
		for (const { number, code, caseId } of [withdrawn, closed])
			expect((await openWithCode(world.stranger(days(400)), number, code))?.caseId).toBe(caseId);
	});

	it('are kept so that neither code nor token can be read from the table', async () => {
		const { caseId, code, linkToken } = await world.aCase();
		const [row] = await world.db.select().from(cases).where(eq(cases.id, caseId));
		const held = Object.values(row ?? {}).map((value) =>
			Buffer.isBuffer(value) ? value.toString('latin1') : String(value)
		);
		expect(held.join('\n')).not.toContain(code);
		expect(held.join('\n')).not.toContain(linkToken);
	});
});

describe('a link token', () => {
	it('opens its case without a number, and nothing else does', async () => {
		const { caseId, linkToken, code } = await world.aCase();
		const opened = await openWithLink(world.stranger(), linkToken);
		expect(await seen(opened?.secret ?? '')).toMatchObject({ kind: 'resident', caseId, via: 'link' });
		for (const token of ['', code, linkToken.slice(1), `${linkToken}A`, 'A'.repeat(22)])
			expect(await openWithLink(world.stranger(), token)).toBeNull();
	});
});

describe('a remembered browser', () => {
	it('opens the case until it is forgotten, each with an event', async () => {
		const { caseId, number } = await world.aCase();
		const own = world.resident(caseId);
		const events = await recorded(world, caseStream(caseId), async () => {
			const token = await rememberDevice(own, number, '手机');
			const opened = await openWithDevice(world.stranger(days(200)), token);
			expect(await seen(opened?.secret ?? '', days(200))).toMatchObject({ caseId, via: 'device' });
			expect((await readResidentCase(own)).devices).toBe(1);
			await revokeDevices(own, number);
			expect(await openWithDevice(world.stranger(), token)).toBeNull();
			expect((await readResidentCase(own)).devices).toBe(0);
		});
		expect(events).toEqual([
			{ kind: 'case.device-remembered', by: null, data: {} },
			{ kind: 'case.device-revoked', by: null, data: {} }
		]);
	});

	it('is the resident’s own to remember', async () => {
		const { caseId, number } = await world.aCase();
		expect(await refusalOf(rememberDevice(world.stranger(), number, ''))).toBe('case.not-found');
		expect(await refusalOf(rememberDevice(world.resident(caseId + 1), number, ''))).toBe('case.not-found');
		expect(await refusalOf(rememberDevice(await world.as('fenpai'), number, ''))).toBe('case.not-yours');
	});
});

describe('a resident’s session', () => {
	it('lasts 30 minutes from the last page', async () => {
		const { caseId } = await world.aCase();
		const cookie = await openCaseSession(world.stranger(), caseId, 'code');
		for (const minute of [29, 58, 87]) expect(await seen(cookie, minutes(minute))).not.toBeNull();
		expect(await seen(cookie, minutes(117))).toBeNull();
	});

	it('is not moved on by a live stream', async () => {
		const { caseId } = await world.aCase();
		const cookie = await openCaseSession(world.stranger(), caseId, 'code');
		expect(await seen(cookie, minutes(29), false)).not.toBeNull();
		expect(await seen(cookie, minutes(30), false)).toBeNull();
	});

	it('is for its case alone: acts on another are refused like a case that does not exist', async () => {
		const [one, other] = [await world.aCase(), await world.aCase()];
		const own = world.resident(one.caseId);
		const contact = { contact: null, hours: 'any', wantsCall: false } as const;
		expect(await refusalOf(withdrawCase(own, other.number, { reason: '' }))).toBe('case.not-found');
		expect(await refusalOf(changeContact(own, other.number, contact))).toBe('case.not-found');
		expect(await refusalOf(supplyInfo(own, other.number, { text: '别人的事' }))).toBe('case.not-found');
		expect(await refusalOf(renewCode(own, other.number))).toBe('case.not-found');
		expect(await refusalOf(acceptCase(own, one.number, 1))).toBe('case.not-yours');
	});
});

describe('a new code', () => {
	it('ends every session, remembered browser and token of the case, and of no other', async () => {
		const { caseId, number, code, linkToken } = await world.aCase();
		const bystander = await openCaseSession(world.stranger(), (await world.aCase()).caseId, 'code');
		const own = world.resident(caseId);
		const device = await rememberDevice(own, number, '电脑');
		const cookies = await Promise.all(
			(['filed', 'code', 'link'] as const).map((via) => openCaseSession(own, caseId, via))
		);
		const events = await recorded(world, caseStream(caseId), async () => {
			const renewed = await renewCode(own, number);
			for (const cookie of cookies) expect(await seen(cookie)).toBeNull();
			expect(await openWithCode(world.stranger(), number, code)).toBeNull();
			expect(await isCodeOf(own, number, code)).toBe(false);
			expect(await openWithLink(world.stranger(), linkToken)).toBeNull();
			expect(await openWithDevice(world.stranger(), device)).toBeNull();
			expect(renewed.code).toMatch(/^\d{10}$/);
			expect(renewed.code).not.toBe(code);
			expect(await seen(renewed.secret)).toMatchObject({ kind: 'resident', caseId, via: 'code' });
			expect((await openWithCode(world.stranger(), number, renewed.code))?.caseId).toBe(caseId);
			expect(await isCodeOf(own, number, renewed.code)).toBe(true);
		});
		expect(events).toEqual([{ kind: 'case.code-renewed', by: null, data: { how: 'resident' } }]);
		expect(await seen(bystander)).not.toBeNull();
		const [row] = await world.db.select().from(caseDevices).where(eq(caseDevices.caseId, caseId));
		expect(row?.revokedAt).toEqual(noon);
	});

	it('moves neither state nor version: a form of the staff stays good', async () => {
		const { caseId, number } = await world.aCase();
		const before = await world.look(number);
		await renewCode(world.resident(caseId), number);
		expect(await world.look(number)).toMatchObject({
			state: 'submitted',
			version: before.version,
			dueAt: before.dueAt
		});
	});
});
