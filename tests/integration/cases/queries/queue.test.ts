import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '#lib/domain/roles.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { findLiveDraft, submitDraft } from '#lib/server/cases/draft-answer.ts';
import { publishAnswer } from '#lib/server/cases/publish-answer.ts';
import { viewsOf } from '#lib/server/cases/queries/queue.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { submitCase } from '#lib/server/cases/submit.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { goodParts } from '../../../support/good-answer.ts';
import { carrier, goodRating } from '../../../support/carry.ts';
import { minuteBefore, shanghai } from '../../../support/clock.ts';
import { desk } from '../../../support/desk.ts';
import { days, hours, noon, openWorld, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
});
afterAll(() => world.close());

const contact = { name: '林女士', phone: '13800138000', email: '' };

describe('the lists of a role', () => {
	const own = {
		clerk: ['mine', 'due', 'all', 'holiday'],
		dispatcher: ['mine', 'accept', 'due', 'all', 'holiday'],
		handler: ['mine', 'assist', 'due', 'unit', 'holiday'],
		head: ['mine', 'assist', 'due', 'unit', 'holiday'],
		supervisor: ['mine', 'accept', 'due', 'all', 'watch', 'silent', 'late', 'holiday'],
		'lead-official': ['mine', 'due', 'all', 'watch', 'silent', 'late', 'holiday'],
		'follow-up-caller': ['mine', 'due', 'holiday'],
		'publication-reviewer': ['mine', 'due', 'holiday'],
		administrator: ['mine', 'due', 'holiday'],
		auditor: ['mine', 'due', 'holiday']
	};
	it.each(roles.map((role) => [role, own[role]] as const))('%s: %j', async (role, views) => {
		const { actor } = await world.as('chengban');
		expect(viewsOf({ ...actor, roles: [role] })).toEqual(views);
	});

	it('hold what its rights let it find, and never another’s', async () => {
		const ofTheDesk = await submitCase(await world.as('jiedai'), world.submission({ channel: 'reception' }));
		const ofTheWeb = await carry.processing();
		const ofConduct = await world.aCase({ type: 'complaint', categoryCode: '1801' });
		const found = async (username: string) => {
			const numbers = await at.list(username, { view: 'all' }, hours(3));
			return [ofTheDesk, ofTheWeb, ofConduct].map(({ number }) => numbers.includes(number));
		};
		expect(await found('jiedai')).toEqual([true, false, false]);
		expect(await found('fenpai2')).toEqual([true, true, false]);
		expect(await found('duban')).toEqual([true, true, true]);
		expect(await found('chengban2')).toEqual([false, true, false]);
		expect(await found('shenhe')).toEqual([false, true, false]);
		for (const username of ['nongye-cb', 'nongye-fz', 'guanli', 'shenji'])
			expect(await found(username), username).toEqual([false, false, false]);
	});
});

describe('the to-do list', () => {
	it('follows a case from hand to hand, and rests while it is the resident’s turn', async () => {
		const people = ['fenpai', 'shenhe', 'chengban'];
		const { caseId, number } = await world.aCase();
		const onWhose = async (now: Date) => {
			const seen = await Promise.all(people.map((username) => at.sees(username, 'mine', number, now)));
			return people.filter((_, index) => seen[index]);
		};
		expect(await onWhose(noon)).toEqual(['fenpai']);
		const assigned = await carry.assigned();
		expect(await at.sees('shenhe', 'mine', assigned.number, hours(2))).toBe(true);
		expect(await at.sees('fenpai', 'mine', assigned.number, hours(2))).toBe(false);
		const ask = { version: 1, ask: '请补充具体位置', asksIdentity: false };
		await requestInfo(await world.as('fenpai'), number, ask);
		expect(await onWhose(noon)).toEqual([]);
		await supplyInfo(world.resident(caseId, hours(2)), number, { text: '在桥头东边。' });
		expect(await onWhose(hours(2))).toEqual(['fenpai']);
	});

	it('shows a submitted draft to its reviewer, then to nobody', async () => {
		const { caseId, number } = await carry.processing();
		const draft = { result: 'solved' as const, parts: goodParts, officeNumbers: ['0000-8600133'] };
		const version = await carry.version(number);
		expect(await at.sees('chengban', 'mine', number, hours(3))).toBe(true);
		await submitDraft(await world.as('chengban', hours(3)), number, { version, ...draft }, async () => 0);
		expect(await at.sees('chengban', 'mine', number, hours(4))).toBe(false);
		expect(await at.sees('shenhe', 'mine', number, hours(4))).toBe(true);
		const live = await findLiveDraft(world.system(), caseId);
		const reviewed = { version: await carry.version(number), draftId: live?.id ?? 0 };
		await publishAnswer(await world.as('shenhe', hours(4)), number, reviewed);
		for (const username of ['chengban', 'shenhe', 'fenpai'])
			expect(await at.sees(username, 'mine', number, hours(5))).toBe(false);
	});

	it('keeps a case while a call is owed: the handler’s, in confidential cases the dispatcher’s', async () => {
		const open = await carry.answered({ identity: 'contact', contact, wantsCall: true });
		await rateCase(world.resident(open.caseId, hours(30)), open.number, goodRating);
		const secret = await carry.answered({ identity: 'confidential', contact, wantsCall: true });
		expect(await at.sees('chengban', 'mine', open.number, hours(31))).toBe(true);
		expect(await at.sees('fenpai', 'mine', open.number, hours(31))).toBe(false);
		expect(await at.sees('chengban', 'mine', secret.number, hours(31))).toBe(false);
		expect(await at.sees('fenpai', 'mine', secret.number, hours(31))).toBe(true);
	});
});

describe('the other lists', () => {
	it('to accept: what waits for a dispatcher', async () => {
		const { number } = await world.aCase();
		const later = await carry.assigned();
		for (const username of ['fenpai', 'fenpai2', 'duban']) expect(await at.sees(username, 'accept', number)).toBe(true);
		expect(await at.sees('fenpai', 'accept', later.number)).toBe(false);
	});

	it('due: today, tomorrow and overdue, but nothing that is answered', async () => {
		const { number } = await carry.processing();
		expect(await at.sees('chengban', 'due', number, days(5))).toBe(false);
		expect(await at.sees('chengban', 'due', number, days(6))).toBe(true);
		expect(await at.sees('chengban', 'due', number, days(30))).toBe(true);
		const answered = await carry.answered();
		expect(await at.sees('chengban', 'due', answered.number, days(30))).toBe(false);
	});

	it('watch: what names leaking or fear, for the supervisor', async () => {
		const { caseId, number } = await carry.answered();
		expect(await at.sees('duban', 'watch', number, hours(30))).toBe(false);
		const rating = { stars: 1, solved: 'not', tags: ['fear'], words: '' } as const;
		await rateCase(world.resident(caseId, hours(30)), number, rating);
		expect(await at.sees('duban', 'watch', number, hours(30))).toBe(true);
		expect((await at.counts('duban', hours(30))).watch).toBe(1);
	});

	it('late: a step that took longer than its working day, for those who watch', async () => {
		// Tuesday noon: 受理 by 24:00 of Wednesday
		const { number } = await world.aCase();
		const wednesday = shanghai('2026-11-04 24:00');
		expect(await at.sees('duban', 'late', number, minuteBefore(wednesday))).toBe(false);
		for (const username of ['duban', 'fenguan']) expect(await at.sees(username, 'late', number, wednesday)).toBe(true);
		await acceptCase(await world.as('fenpai', wednesday), number, 1);
		expect(await at.sees('duban', 'late', number, wednesday)).toBe(false);
		// accepted on Thursday: assigned by 24:00 of Friday
		expect(await at.sees('duban', 'late', number, shanghai('2026-11-06 24:00'))).toBe(true);
	});

	it('acceptance is owed within two calendar days, whatever the holiday', async () => {
		const { number } = await world.aCase({}, shanghai('2026-09-30 10:00'));
		expect((await world.look(number)).stepDueAt).toEqual(shanghai('2026-10-02 24:00'));
		expect(await at.sees('duban', 'late', number, shanghai('2026-10-02 23:59'))).toBe(false);
		expect(await at.sees('duban', 'late', number, shanghai('2026-10-02 24:00'))).toBe(true);
	});

	it('before the holiday: what falls due in it or on the first day back, from three working days before', async () => {
		// in 2026 the first week of October is off, back on Thursday the 8th
		const on = (day: string) => carry.processing({}, shanghai(`${day} 09:00`));
		const second = await on('2026-09-24');
		const filed = [await on('2026-09-23'), second, await on('2026-10-01'), await on('2026-10-02')];
		const shown = async (now: Date) => {
			const seen = await Promise.all(filed.map(({ number }) => at.sees('chengban', 'holiday', number, now)));
			return seen.map(Number).join('');
		};
		// due on 30 September, 1 October, 8 October and 9 October
		expect(await shown(shanghai('2026-09-28 09:00'))).toBe('0110');
		expect(await shown(shanghai('2026-09-30 12:00'))).toBe('0110');
		expect(await shown(shanghai('2026-10-03 12:00'))).toBe('0110');
		expect(await shown(shanghai('2026-10-08 12:00'))).toBe('0000');
		expect((await at.counts('chengban', shanghai('2026-09-30 12:00'))).holiday).toBe(2);
		// no holiday comes: no such list in the menu
		expect(await at.counts('chengban')).not.toHaveProperty('holiday');
		await carry.answer(second.number, second.caseId, shanghai('2026-09-30 15:00'));
		expect(await shown(shanghai('2026-09-30 16:00'))).toBe('0010');
	});

	it('narrow down by state, category, area and channel', async () => {
		const byPhone = await submitCase(
			await world.as('jiedai'),
			world.submission({ channel: 'phone', categoryCode: '0101' })
		);
		const narrow = (filter: object) => at.list('fenpai', { ...filter, query: byPhone.number });
		expect(await narrow({ channel: 'phone', category: '01', state: 'submitted' })).toEqual([byPhone.number]);
		for (const filter of [{ channel: 'reception' }, { category: '03' }, { state: 'closed' }, { areaId: 1 }])
			expect(await narrow(filter)).toEqual([]);
	});
});

describe('paging by key', () => {
	it('shows every case once, also when cases come, go and have no due any more', async () => {
		const filed: { caseId: number; number: string }[] = [];
		for (let count = 0; count < 120; count++) {
			const { caseId, number } = await world.aCase({ channel: 'kiosk', submittedAt: null });
			filed.push({ caseId, number });
			// of the closed ones none has a due: they stand at the end, by id
			if (count % 3 === 0) await withdrawCase(world.resident(caseId), number, { reason: '' });
		}
		const seen: string[] = [];
		for (let after = null, pages = 0; pages < 10; pages++) {
			const { rows, next } = await at.page('fenpai', { channel: 'kiosk', after });
			seen.push(...rows.map(({ number }) => number));
			// one more comes, due before everything that was shown
			if (pages === 0) await world.aCase({ channel: 'kiosk', hasDanger: true });
			after = next;
			if (!next) break;
		}
		expect(seen).toHaveLength(120);
		expect(new Set(seen)).toEqual(new Set(filed.map(({ number }) => number)));
	});
});

it('counts no further than a thousand', async () => {
	const { caseId } = await world.aCase();
	const { sql } = world.database;
	const columns = await sql<{ name: string }[]>`
		select column_name as name from information_schema.columns where table_name = 'cases' and column_name <> 'id' and is_generated = 'NEVER'`;
	const copied = columns.map(({ name }) => {
		if (name === 'number') return `'COPY-' || n`;
		return name === 'submission_key_hash' || name === 'link_token_hash'
			? `sha256(('${name}' || n)::bytea)`
			: `"${name}"`;
	});
	await sql.unsafe(`
		insert into cases (${columns.map(({ name }) => `"${name}"`).join(', ')})
		select ${copied.join(', ')} from cases, generate_series(1, 1500) as n where id = ${caseId}`);
	const counts = await at.counts('fenpai');
	expect(counts).toMatchObject({ mine: 1000, accept: 1000 });
	expect(counts.all).toBeUndefined();
});
