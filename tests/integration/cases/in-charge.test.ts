import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { answerOnTheSpot } from '#lib/server/cases/answer-on-the-spot.ts';
import { assignCase } from '#lib/server/cases/assign.ts';
import { checkClues } from '#lib/server/cases/check-clues.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { climbLadder } from '#lib/server/cases/climb-ladder.ts';
import { findLiveDraft, submitDraft } from '#lib/server/cases/draft-answer.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { logContact } from '#lib/server/cases/log-contact.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { redirectCase } from '#lib/server/cases/redirect-case.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { requestRecheck } from '#lib/server/cases/request-recheck.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { supplyInfo } from '#lib/server/cases/supply-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { duties } from '#lib/server/db/schema/handling.ts';
import { staff } from '#lib/server/db/schema/staff.ts';
import { badRating, carrier } from '../../support/carry.ts';
import { desk } from '../../support/desk.ts';
import { goodParts } from '../../support/good-answer.ts';
import { days, hours, openWorld, planning, refusalOf, type World } from '../../support/world.ts';

/* Who has a case where those who usually would may not: it must go on, by another person (ruling 4). */

let world: World;
let carry: ReturnType<typeof carrier>;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
	at = desk(world);
});
afterAll(() => world.close());

const ownerOf = async (number: CaseNumber) => {
	const { ownerId } = await world.look(number);
	const [owner] = await world.db.select({ username: staff.username }).from(staff).where(eq(staff.id, ownerId));
	return owner?.username;
};
const exclude = async (number: CaseNumber, excluded: { unit: string } | { person: string }) =>
	excludeFromCase(await world.as('duban', hours(3)), number, {
		version: await carry.version(number),
		excluded:
			'unit' in excluded
				? { unitId: world.unitId(excluded.unit), staffId: null }
				: { unitId: null, staffId: await world.staffId(excluded.person) }
	});
const draft = async (number: CaseNumber, username: string, now: Date) =>
	submitDraft(
		await world.as(username, now),
		number,
		{ version: await carry.version(number), result: 'solved', parts: goodParts, officeNumbers: ['0000-8600133'] },
		async () => 0
	);
const reviewerOf = async (caseId: number) => {
	const reviewerId = (await findLiveDraft(world.system(), caseId))?.reviewerId ?? 0;
	const [reviewer] = await world.db.select({ username: staff.username }).from(staff).where(eq(staff.id, reviewerId));
	return reviewer?.username ?? '';
};

describe('a case whose unit is excluded', () => {
	it('is the lead official’s, and what they draft is the supervisor’s to review', async () => {
		const { number, caseId } = await carry.processing();
		await exclude(number, { unit: planning });
		expect(await ownerOf(number)).toBe('fenguan');
		await draft(number, 'fenguan', hours(5));
		expect(await reviewerOf(caseId)).toBe('duban');
		await carry.publish(number, caseId, hours(6), 'duban');
		expect((await world.look(number)).state).toBe('answered');

		// the second handling needs somebody else again
		await rateCase(world.resident(caseId, hours(30)), number, badRating);
		expect(await world.look(number)).toMatchObject({ state: 'rework' });
		expect(await ownerOf(number)).toBe('duban');
		await draft(number, 'duban', hours(31));
		expect(await reviewerOf(caseId)).toBe('fenguan');
	});

	it('is reviewed by the head of another unit where the lead official is excluded too, who finds it while it waits', async () => {
		const { number, caseId } = await carry.processing();
		await exclude(number, { person: 'fenguan' });
		await exclude(number, { unit: planning });
		expect(await ownerOf(number)).toBe('duban');
		await draft(number, 'duban', hours(5));
		const reviewer = await reviewerOf(caseId);
		expect(reviewer).toMatch(/-fz$/);
		const other = reviewer === 'bianmin-fz' ? 'zhengdi-fz' : 'bianmin-fz';
		expect(await refusalOf(findStaffCase(await world.as(other, hours(6)), number))).toBe('case.not-found');
		expect(await at.sees(reviewer, 'mine', number, hours(6))).toBe(true);
		const shown = await findStaffCase(await world.as(reviewer, hours(6)), number);
		expect(shown.can).toContain('publish');
		expect(shown.hasContact).toBe(false);
		await carry.publish(number, caseId, hours(7), reviewer);
		expect(await refusalOf(findStaffCase(await world.as(reviewer, hours(8)), number))).toBe('case.not-found');
	});

	it('of 作风与服务 is never shown to the head of a unit that has no part in it', async () => {
		const { number } = await world.aCase({ categoryCode: '1801', type: 'complaint' });
		await acceptCase(await world.as('duban', hours(1)), number, 1);
		const to = { version: await carry.version(number), unitId: world.unitId('督办室'), instruction: '' };
		await assignCase(await world.as('duban', hours(2)), number, to);
		await exclude(number, { person: 'fenguan' });
		await exclude(number, { person: 'dubanshi-fz' });
		expect(await ownerOf(number)).toBe('duban');
	});
});

describe('before it is given out', () => {
	it('a refusal by the only supervisor is checked by the lead official', async () => {
		const { number, caseId } = await world.aCase({ categoryCode: '1801', type: 'complaint' });
		const refused = { version: 1, reason: 'not-local', words: '不归本乡管。', route: '打 12345。' } as const;
		await rejectCase(await world.as('duban', hours(1)), number, refused);
		await requestRecheck(world.resident(caseId, hours(2)), number);
		expect(await ownerOf(number)).toBe('fenguan');
		expect((await findStaffCase(await world.as('fenguan', hours(3)), number)).can).toContain('accept');
		await acceptCase(await world.as('fenguan', hours(3)), number, await carry.version(number));
		expect((await world.look(number)).state).toBe('accepted');
	});

	it('is not directed by a lead official who is not in charge of it', async () => {
		const { number } = await world.aCase();
		expect(await refusalOf(acceptCase(await world.as('fenguan', hours(1)), number, 1))).toBe('case.not-yours');
	});
});

it('待补充 is offered while the clock may still stand, and not after ten days of it', async () => {
	const { number, caseId } = await carry.processing();
	const ask = async (now: Date) =>
		requestInfo(await world.as('chengban', now), number, {
			...{ version: await carry.version(number), ask: '请补充位置', asksIdentity: false }
		});
	const offers = async (now: Date) => (await findStaffCase(await world.as('chengban', now), number)).can;
	const supply = (now: Date) => supplyInfo(world.resident(caseId, now), number, { text: '在路口。' });
	await ask(hours(3));
	await supply(days(5));
	expect(await offers(days(5))).toContain('request-info');
	await ask(days(6));
	await supply(days(11));
	expect(await offers(days(11))).not.toContain('request-info');
	expect(await refusalOf(ask(days(11)))).toBe('case.pause-used-up');
});

describe('what is owed beside the answer', () => {
	const owed = async (caseId: number) => {
		const rows = await world.db
			.select()
			.from(duties)
			.where(and(eq(duties.caseId, caseId), isNull(duties.doneAt)));
		return rows.map(({ kind, owedBy }) => `${kind} ${owedBy}`);
	};
	const raise = async (number: CaseNumber, username = 'fenpai', at = hours(1)) => {
		const { type, categoryCode, areaId, version } = await world.look(number);
		await classifyCase(await world.as(username, at), number, {
			...{ type, categoryCode, areaId, version, class: 'important', reason: '涉及全村。' }
		});
	};

	it('a first message ends with the case, however that ends', async () => {
		const elsewhere = { body: '供电所', phone: '95598', how: '直接打电话。' };
		const refused = { reason: 'not-local', words: '不归本乡管。', route: '打 12345。' } as const;
		const onTheSpot = { result: 'explained' as const, parts: goodParts };
		const ways: ((number: CaseNumber, caseId: number) => Promise<unknown>)[] = [
			async (number, caseId) => withdrawCase(world.resident(caseId, hours(2)), number, { reason: '' }),
			async (number) =>
				redirectCase(await world.as('fenpai', hours(2)), number, {
					version: await carry.version(number),
					...elsewhere
				}),
			async (number) =>
				rejectCase(await world.as('fenpai', hours(2)), number, { version: await carry.version(number), ...refused }),
			async (number) =>
				answerOnTheSpot(await world.as('fenpai', hours(2)), number, {
					version: await carry.version(number),
					...onTheSpot
				})
		];
		for (const end of ways) {
			const { number, caseId } = await world.aCase({ type: 'question' });
			await raise(number);
			expect(await owed(caseId)).toEqual(['first-message owner']);
			await end(number, caseId);
			expect(await owed(caseId)).toEqual([]);
		}
	});

	it('a call about a confidential matter of 作风与服务 is the supervisor’s, who alone may make it', async () => {
		const { number, caseId } = await world.aCase({
			...{ categoryCode: '1801', type: 'complaint', identity: 'confidential', wantsCall: true },
			contact: { name: '', phone: '13800138000', email: '' }
		});
		const supervisor = await world.as('duban', hours(1));
		await acceptCase(supervisor, number, 1);
		const checked = { title: '窗口态度', text: '有居民反映窗口态度。', place: '', releasedIds: [] };
		await checkClues(supervisor, number, { version: await carry.version(number), ...checked });
		const to = { version: await carry.version(number), unitId: world.unitId('督办室'), instruction: '' };
		await assignCase(supervisor, number, to);
		await signCase(await world.as('dubanshi-cb', hours(2)), number, await carry.version(number));
		await carry.answer(number, caseId, hours(3), 'dubanshi-cb', 'dubanshi-fz');
		expect(await owed(caseId)).toEqual(['call supervisor']);
		expect(await at.sees('duban', 'watch', number, hours(4))).toBe(true);
		const call = { version: await carry.version(number), outcome: 'reached', words: '说了结果。' } as const;
		await logContact(await world.as('duban', hours(4)), number, call);
		expect(await owed(caseId)).toEqual([]);
	});

	it('supervision of a case that the supervisor may not see is the lead official’s, also what was owed before', async () => {
		const [one, other] = [await carry.processing(), await carry.processing()];
		await exclude(one.number, { person: 'duban' });
		for (const { number } of [one, other]) await climbLadder(world.system(days(9)), number);
		expect(await owed(one.caseId)).toContain('overdue lead-official');
		expect(await owed(other.caseId)).toContain('overdue supervisor');
		expect(await at.sees('fenguan', 'watch', one.number, days(9))).toBe(true);
		await excludeFromCase(await world.as('fenpai', days(9)), other.number, {
			version: await carry.version(other.number),
			excluded: { unitId: null, staffId: await world.staffId('duban') }
		});
		expect(await owed(other.caseId)).toContain('overdue lead-official');
	});
});
