import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffActor } from '#lib/domain/permissions.ts';
import { audit as en } from '#lib/i18n/audit.en.ts';
import { audit as zh } from '#lib/i18n/audit.zh-cn.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { lookUpPhone } from '#lib/server/cases/look-up-phone.ts';
import { revealContact } from '#lib/server/cases/reveal-contact.ts';
import { exportTrail } from '#lib/server/audit/export-trail.ts';
import { listTrail, spanOf, type TrailFilter } from '#lib/server/audit/trail.ts';
import { findLastCheck, verifyLedgerByNight } from '#lib/server/audit/verify-ledger.ts';
import { verifyPart } from '#lib/server/audit/verify-part.ts';
import type { Context } from '#lib/server/context.ts';
import { ledgerChecks } from '#lib/server/db/schema/watching.ts';
import { guardStaff } from '#lib/server/http/guards.ts';
import { changeText } from '#lib/server/office/change-settings.ts';
import { carrier } from '../../../support/carry.ts';
import { recorded } from '../../../support/ledger.ts';
import { door } from '../../../support/sign-in.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../../support/world.ts';

const phone = '13800138000';
const words = '要到现场核对是哪一盏灯，先打个电话。';
let world: World;
let auditor: Context<StaffActor>;
let one: { caseId: number; number: string };
beforeAll(async () => {
	world = await openWorld();
	const carry = carrier(world);
	const filed = await carry.answered({ identity: 'contact', contact: { name: '林女士', phone, email: '' } });
	one = filed;
	const handler = await world.as('fenpai', hours(30));
	const second = await world.aCase({ identity: 'contact', contact: { name: '林女士', phone, email: '' } });
	await revealContact(handler, second.number, { reason: 'ask-details', words });
	await lookUpPhone(await world.as('jiedai', hours(31)), { phone, reason: '本人忘了编号，报了手机号。' });
	await changeText(await world.as('guanli', hours(32)), 'phone', '0000-860 0001');
	auditor = await world.as('shenji', days(2));
});
afterAll(() => world.close());

const asked = (changes: Partial<TrailFilter> = {}): TrailFilter => ({
	...spanOf(null, null, days(2)),
	...{ kind: null, account: null, about: null, after: null },
	...changes
});
const kindsOf = async (changes: Partial<TrailFilter>, context = auditor) =>
	(await listTrail(context, asked(changes))).rows.map(({ kind }) => kind);

describe('审计', () => {
	it('acceptance 26: there is a row for every listed act, with its account and number and no words', async () => {
		await door(world).enter('guanli', hours(33));
		const { rows } = await listTrail(auditor, asked());
		const reveal = rows.find(({ kind }) => kind === 'case.contact-revealed');
		expect(reveal).toMatchObject({ account: 'fenpai', data: { reason: 'ask-details' } });
		expect(reveal?.number).toMatch(/^MQ/);
		for (const kind of ['case.answered', 'case.looked-up-by-phone', 'staff.looked-up-phone', 'settings.text-changed'])
			expect(rows.some((row) => row.kind === kind)).toBe(true);
		expect(rows.some(({ kind, account }) => kind === 'staff.signed-in' && account === 'guanli')).toBe(true);
		const all = JSON.stringify(rows);
		for (const secret of [phone, '林女士', words, '路灯', '本人忘了编号', '0000-860 0001'])
			expect(all).not.toContain(secret);
	});

	it('is searched by kind, account, case number, account looked at, settings and days', async () => {
		expect(await kindsOf({ kind: 'staff.looked-up-phone' })).toEqual(['staff.looked-up-phone']);
		const ofClerk = await listTrail(auditor, asked({ account: 'jiedai' }));
		expect(new Set(ofClerk.rows.map(({ account }) => account))).toEqual(new Set(['jiedai']));
		const ofCase = await kindsOf({ about: one.number });
		expect(ofCase).toEqual((await world.kinds(one.caseId)).reverse());
		expect(await kindsOf({ about: 'settings' })).toContain('settings.text-changed');
		expect(await kindsOf({ about: 'jiedai' })).toContain('staff.looked-up-phone');
		expect(await kindsOf({ about: 'nobody' })).toEqual([]);
		expect(await kindsOf({ account: 'nobody' })).toEqual([]);
		expect(await kindsOf({ fromOn: '2026-12-01', untilOn: '2026-12-02' })).toEqual([]);
	});

	it('turns its pages by key: every row once, the newest first', async () => {
		const all = await listTrail(auditor, asked(), 1000);
		expect(all.next).toBeNull();
		const seen: number[] = [];
		for (let after: TrailFilter['after'] = null; ;) {
			const page = await listTrail(auditor, asked({ after }), 7);
			seen.push(...page.rows.map(({ id }) => id));
			if (!page.next) break;
			after = page.next;
		}
		expect(seen).toEqual(all.rows.map(({ id }) => id));
		expect(all.rows.length).toBeGreaterThan(10);
	});

	it('looks at a year at most', () => {
		expect(spanOf('2020-01-01', '2026-11-05', noon)).toEqual({ fromOn: '2025-11-04', untilOn: '2026-11-05' });
		expect(spanOf('nonsense', '2026-13-40', noon)).toEqual({ fromOn: '2026-10-04', untilOn: '2026-11-03' });
		expect(spanOf('2026-11-09', '2026-11-05', noon)).toEqual({ fromOn: '2026-10-06', untilOn: '2026-11-05' });
	});

	it('is for the auditor and the supervisor alone', async () => {
		for (const username of ['guanli', 'fenpai', 'shenhe', 'chengban', 'fenguan', 'jiedai']) {
			const other = await world.as(username);
			expect(await refusalOf(listTrail(other, asked()))).toBe('case.not-found');
			expect(await refusalOf(exportTrail(other, asked(), 'csv'))).toBe('case.not-found');
			expect(await refusalOf(verifyPart(other, asked()))).toBe('case.not-found');
		}
		const supervisor = await world.as('duban', days(2));
		expect(await kindsOf({}, supervisor)).toContain('case.contact-revealed');
		// when somebody came to work is none of the supervisor's
		expect(await kindsOf({ kind: 'staff.signed-in' }, supervisor)).toEqual([]);
	});

	it('hides a case from a supervisor excluded from it, by list, number and export', async () => {
		const { number, caseId } = await world.aCase({ avoidWords: '不要让督办的知道' });
		const supervisor = await world.as('duban', days(2));
		expect(await kindsOf({ about: number }, supervisor)).toEqual(['case.submitted']);
		await excludeFromCase(await world.as('fenpai', hours(40)), number, {
			version: (await world.look(number)).version,
			excluded: { unitId: null, staffId: supervisor.actor.id }
		});
		expect(await kindsOf({ about: number }, supervisor)).toEqual([]);
		expect((await listTrail(supervisor, asked(), 1000)).rows.some((row) => row.number === number)).toBe(false);
		const { text } = await exportTrail(supervisor, asked(), 'json');
		expect(text).not.toContain(number);
		expect(text).not.toContain(`"case:${caseId}"`);
		expect(await kindsOf({ about: number })).toContain('case.excluded');
	});

	it('goes out as CSV or JSON, which is an event of its own, and no cell is a formula', async () => {
		const filter = asked({ kind: 'case.contact-revealed' });
		const events = await recorded(world, `staff:${auditor.actor.id}`, async () => {
			const { text, count } = await exportTrail(auditor, filter, 'csv');
			expect(count).toBe(1);
			expect(text.startsWith('\uFEFFid,at,kind,by,account,name,number,stream,data\r\n')).toBe(true);
			expect(text.split('\r\n')[1]).toContain(',case.contact-revealed,staff,fenpai,');
		});
		const { fromOn, untilOn } = filter;
		const data = { format: 'csv', count: 1, fromOn, untilOn, kind: 'case.contact-revealed' };
		expect(events).toEqual([{ kind: 'staff.audit-exported', by: auditor.actor.id, data }]);
		await world.database.sql`update staff set name = '=1+1' where username = 'jiedai'`;
		const { text } = await exportTrail(auditor, asked({ account: 'jiedai' }), 'csv');
		expect(text).toContain(",jiedai,'=1+1,");
		await world.database.sql`update staff set name = '何平' where username = 'jiedai'`;
	});
});

describe('the chain', () => {
	const tamper = (change: string) =>
		world.database.sql.begin(async (sql) => {
			await sql`set local session_replication_role = replica`;
			await sql.unsafe(change);
		});

	it('acceptance 26: is verified for what is shown, and a changed row is named', async () => {
		const filter = asked({ about: one.number });
		const kinds = await world.kinds(one.caseId);
		expect(await verifyPart(auditor, filter)).toMatchObject({
			isValid: true,
			streams: 1,
			events: kinds.length,
			isWhole: true
		});
		const all = await verifyPart(auditor, asked());
		expect(all).toMatchObject({ isValid: true, isWhole: true });
		const where = `stream = 'case:${one.caseId}' and position = 2`;
		await tamper(`update events set actor_id = actor_id + 1 where ${where}`);
		const broken = await verifyPart(auditor, filter);
		expect(broken).toMatchObject({ isValid: false, where: expect.stringContaining(`(case:${one.caseId} #2, `) });
		// the others are none the worse
		expect(await verifyPart(auditor, asked({ about: 'settings' }))).toMatchObject({ isValid: true });

		const night = await verifyLedgerByNight(world.system(days(3)));
		expect(night.broken).toBe(1);
		expect(await findLastCheck({ db: world.db })).toMatchObject({ brokenAt: expect.stringContaining(' #2, ') });
		await tamper(`update events set actor_id = actor_id - 1 where ${where}`);
	});

	it('is verified whole every night, in batches, and goes on where a night was cut short', async () => {
		const before = await world.database
			.sql`select count(*)::int as events, count(distinct stream)::int as streams from events`;
		expect(await verifyLedgerByNight(world.system(days(4)), 5)).toMatchObject({ ...before[0], broken: 0 });
		// cut short after two streams: the next run of the task counts on from there
		const streams = await world.database.sql<{ stream: string; events: number }[]>`
			select stream, count(*)::int as events from events group by stream order by stream limit 2`;
		const done = {
			events: streams.reduce((sum, { events }) => sum + events, 0),
			streams: 2,
			afterStream: streams[1]?.stream
		};
		await world.db.insert(ledgerChecks).values({ begunAt: days(5), ...done });
		expect(await verifyLedgerByNight(world.system(days(5)), 5)).toMatchObject({ ...before[0], broken: 0 });
		expect(await findLastCheck({ db: world.db })).toMatchObject({ brokenAt: null, begunAt: days(5) });
		// what is left of last night is old: tonight begins anew
		await world.db.insert(ledgerChecks).values({ begunAt: days(5), ...done, events: 999 });
		expect(await verifyLedgerByNight(world.system(days(6)))).toMatchObject(before[0] ?? {});
	});
});

describe('the auditor changes nothing', () => {
	const posts = globSync('src/routes/*staff*/staff/**/+*server.ts').filter((file) => !file.includes('+layout'));
	const answer = (pathname: string, roles: StaffActor['roles'], method = 'POST') => {
		return guardStaff({
			url: new URL(`http://localhost${pathname}`),
			request: new Request(`http://localhost${pathname}`, { method }),
			locals: { context: { ...auditor, actor: { ...auditor.actor, roles } } },
			isDataRequest: false
		});
	};
	const pathOf = (file: string) =>
		file
			.replace(/^src\/routes\/\(staff\)/, '')
			.replace(/\/\+(?:page\.)?server\.ts$/, '')
			.replace('[number]', one.number)
			.replace(/\[\w+\]/g, '1');

	it('no page of the back office takes a post from an auditor, but the own account and the way out', () => {
		const open = posts.map(pathOf).filter((path) => answer(path, ['auditor']) === null);
		const signingIn = ['/staff/sign-in', '/staff/renew'];
		expect(open.sort()).toEqual(['/staff/account', '/staff/sign-out', ...signingIn].sort());
		expect(posts.length).toBeGreaterThan(25);
		// the same posts reach the acts of those whose work it is
		expect(posts.map(pathOf).filter((path) => answer(path, ['administrator', 'supervisor']) !== null)).toEqual([]);
		expect(answer('/staff/audit', ['auditor'], 'GET')).toBeNull();
	});
});

it('every kind of event that is of no case has its word in both languages', () => {
	const catalogue = readFileSync('src/lib/server/events/catalogue.ts', 'utf8');
	const kinds = [...catalogue.matchAll(/^\t'((?!case\.)[a-z-]+\.[a-z-]+)':/gm)].map(([, kind = '']) => kind);
	expect(kinds.length).toBeGreaterThan(30);
	expect(kinds.filter((kind) => !(kind in zh.event) || !(kind in en.event))).toEqual([]);
});
