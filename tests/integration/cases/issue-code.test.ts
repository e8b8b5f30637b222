import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { findResident, openCaseSession, openWithCode, openWithLink, rememberDevice } from '#lib/server/cases/access.ts';
import { changeContact, releaseIdentity } from '#lib/server/cases/change-contact.ts';
import { type Issue, issueCode } from '#lib/server/cases/issue-code.ts';
import { rateCase, requestRework } from '#lib/server/cases/rate.ts';
import { renewCode } from '#lib/server/cases/renew-code.ts';
import { submitCase } from '#lib/server/cases/submit.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { carrier, goodRating } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, noon, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const contact = { name: '林女士', phone: '13800138000', email: '' };
const atTheDesk = async (changes = {}) =>
	submitCase(await world.as('jiedai'), world.submission({ channel: 'reception', ...changes }));
const issue = async (username: string, number: CaseNumber, how: Issue, now = noon) =>
	issueCode(await world.as(username, now), number, how);
const opens = async (number: CaseNumber, code: string) => (await openWithCode(world.stranger(), number, code)) !== null;

describe('a slip for a walk-in', () => {
	it('carries a code of its own, once, and needs no renewal', async () => {
		const { caseId, number, code } = await atTheDesk();
		const clerk = await world.staffId('jiedai');
		const events = await recorded(world, caseStream(caseId), async () => {
			const slip = await issue('jiedai', number, 'slip');
			expect(await opens(number, slip.code)).toBe(true);
			expect((await openWithLink(world.stranger(), slip.linkToken))?.caseId).toBe(caseId);
			// what the submission itself gave was never shown to the session of the staff, and opens nothing more
			expect(await opens(number, code)).toBe(false);
			for (const how of ['slip', 'read-out'] as const)
				expect(await refusalOf(issue('jiedai', number, how))).toBe('case.code-handed-over');
		});
		expect(events).toEqual([{ kind: 'case.code-handed-over', by: clerk, data: { how: 'slip' } }]);
		expect((await world.look(number)).mustRenewCode).toBe(false);
	});

	it('is printed once when the button is pressed twice', async () => {
		const { number } = await atTheDesk();
		const both = await Promise.allSettled([issue('jiedai', number, 'slip'), issue('jiedai', number, 'slip')]);
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('is for whoever filed the case', async () => {
		const { number } = await atTheDesk();
		expect(await refusalOf(issue('fenpai', number, 'slip'))).toBe('case.not-yours');
		expect(await refusalOf(issue('chengban', number, 'slip'))).toBe('case.not-found');
		const fromTheWeb = await world.aCase();
		expect(await refusalOf(issue('fenpai', fromTheWeb.number, 'slip'))).toBe('case.not-yours');
		expect(await refusalOf(issue('jiedai', fromTheWeb.number, 'slip'))).toBe('case.not-found');
	});
});

describe('a code read out to a caller', () => {
	it('must be changed before rating, withdrawing or changing the contact, and the case says so', async () => {
		const { caseId, number } = await atTheDesk({ channel: 'phone' });
		const { code } = await issue('jiedai', number, 'read-out');
		expect(await world.look(number)).toMatchObject({ mustRenewCode: true });
		const opened = await openWithCode(world.stranger(), number, code);
		expect(opened?.caseId).toBe(caseId);
		const own = world.resident(caseId);
		const change = { contact, hours: 'any', wantsCall: false } as const;
		const events = await recorded(world, caseStream(caseId), async () => {
			expect(await refusalOf(withdrawCase(own, number, { reason: '' }))).toBe('case.code-must-be-renewed');
			expect(await refusalOf(changeContact(own, number, change))).toBe('case.code-must-be-renewed');
			await supplyInfo(own, number, { text: '在桥头东边五十米。' });
			const renewed = await renewCode(own, number);
			expect(await findResident(own, opened?.secret ?? '', { isActivity: true })).toBeNull();
			expect(await opens(number, code)).toBe(false);
			expect(await opens(number, renewed.code)).toBe(true);
			await changeContact(own, number, change);
			await withdrawCase(own, number, { reason: '' });
		});
		expect(events.map(({ kind }) => kind)).toEqual([
			'case.supplemented',
			'case.code-renewed',
			'case.contact-changed',
			'case.withdrawn'
		]);
		expect(await world.look(number)).toMatchObject({ mustRenewCode: false, state: 'withdrawn' });
	});

	it('rates nothing and asks for no second handling until it is changed', async () => {
		const { caseId, number } = await carry.answered({ identity: 'contact', contact });
		const own = world.resident(caseId, hours(30));
		await issue('chengban', number, 'call-back', hours(29));
		expect(await refusalOf(rateCase(own, number, goodRating))).toBe('case.code-must-be-renewed');
		expect(await refusalOf(requestRework(own, number, { reason: '' }))).toBe('case.code-must-be-renewed');
		await renewCode(own, number);
		await rateCase(own, number, goodRating);
		expect((await world.look(number)).state).toBe('closed');
	});
});

describe('a lost code', () => {
	it('is replaced by the desk against the receipt of any case, but of none that is kept from the clerk', async () => {
		const { number } = await world.aCase();
		expect(await opens(number, (await issue('jiedai', number, 'receipt')).code)).toBe(true);
		const conduct = await world.aCase({ categoryCode: '1801' });
		expect(await refusalOf(issue('jiedai', conduct.number, 'receipt'))).toBe('case.not-found');
		const about = await world.aCase({ avoidWords: '陈小梅态度不好' });
		expect(await refusalOf(issue('jiedai', about.number, 'receipt'))).toBe('case.not-found');
		for (const username of ['chengban', 'shenhe', 'guanli'])
			expect(await refusalOf(issue(username, number, 'receipt'))).toBe('case.not-found');
	});

	it('is replaced against the receipt, which ends everything that opened the case', async () => {
		const { caseId, number, code, linkToken } = await world.aCase();
		const own = world.resident(caseId);
		const cookie = await openCaseSession(own, caseId, 'code');
		await rememberDevice(own, number, '手机');
		const dispatcher = await world.staffId('fenpai');
		const events = await recorded(world, caseStream(caseId), async () => {
			const issued = await issue('fenpai', number, 'receipt');
			expect(issued.code).toMatch(/^\d{10}$/);
			expect(await opens(number, issued.code)).toBe(true);
		});
		expect(events).toEqual([{ kind: 'case.code-renewed', by: dispatcher, data: { how: 'receipt' } }]);
		expect(await opens(number, code)).toBe(false);
		expect(await openWithLink(world.stranger(), linkToken)).toBeNull();
		expect(await findResident(own, cookie, { isActivity: true })).toBeNull();
		expect((await world.look(number)).mustRenewCode).toBe(false);
	});

	it('is told by calling back only by somebody who may reveal the contact: the dispatcher, then the handler', async () => {
		const early = await world.aCase({ identity: 'contact', contact });
		await issue('fenpai', early.number, 'call-back');
		expect((await world.look(early.number)).mustRenewCode).toBe(true);
		const { caseId, number } = await carry.processing({ identity: 'contact', contact });
		const handler = await world.staffId('chengban');
		expect(await refusalOf(issue('fenpai', number, 'call-back', hours(5)))).toBe('case.not-yours');
		expect(await refusalOf(issue('shenhe', number, 'call-back', hours(5)))).toBe('case.not-yours');
		const events = await recorded(world, caseStream(caseId), () => issue('chengban', number, 'call-back', hours(5)));
		expect(events).toEqual([{ kind: 'case.code-renewed', by: handler, data: { how: 'call-back' } }]);
		const filed = await atTheDesk({ identity: 'contact', contact });
		expect(await refusalOf(issue('jiedai', filed.number, 'call-back'))).toBe('case.not-yours');
	});

	it('of a confidential case is told by the dispatcher alone, even when the handler may know who it is', async () => {
		const { caseId, number } = await carry.processing({ identity: 'confidential', contact });
		await releaseIdentity(world.resident(caseId, hours(4)), number);
		expect(await refusalOf(issue('chengban', number, 'call-back', hours(5)))).toBe('case.not-yours');
		await issue('fenpai', number, 'call-back', hours(5));
	});

	it('cannot be told where no contact was left', async () => {
		const { number } = await world.aCase();
		expect(await refusalOf(issue('fenpai', number, 'call-back'))).toBe('case.no-contact');
	});

	it('is nothing a handler, head or supervisor of the side hands out', async () => {
		const { number } = await carry.processing();
		for (const username of ['chengban', 'shenhe', 'duban'])
			expect(await refusalOf(issue(username, number, 'receipt', hours(5)))).toBe('case.not-yours');
		expect(await refusalOf(issueCode(world.stranger(), number, 'receipt'))).toBe('case.not-found');
	});
});
