import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { indicatorKeys, type Indicators } from '#lib/domain/indicators.ts';
import { acceptProposal } from '#lib/server/cases/accept-proposal.ts';
import { answerOnTheSpot } from '#lib/server/cases/answer-on-the-spot.ts';
import { closeUnrated } from '#lib/server/cases/close-unrated.ts';
import { followUp } from '#lib/server/cases/follow-up.ts';
import { logContact } from '#lib/server/cases/log-contact.ts';
import { mergeCase } from '#lib/server/cases/merge.ts';
import { findOpenProposal } from '#lib/server/cases/open-proposal.ts';
import { planFollowUp } from '#lib/server/cases/plan-follow-up.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { reassignCase } from '#lib/server/cases/reassign.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { requestExtension } from '#lib/server/cases/request-extension.ts';
import { caseFigures } from '#lib/server/db/schema/case-figures.ts';
import { settings } from '#lib/server/db/schema/settings.ts';
import { countBy, countIndicators } from '#lib/server/stats/indicators.ts';
import { submitCase } from '#lib/server/cases/submit.ts';
import { compareFigures, recountBy } from '#lib/server/stats/recount.ts';
import { badRating, carrier, goodRating } from '../../../support/carry.ts';
import { goodParts } from '../../../support/good-answer.ts';
import { keepAllFigures } from '../../../support/figures.ts';
import { days, hours, noon, openWorld, type World } from '../../../support/world.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
const contact = { name: '', phone: '13800138000', email: '' };

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

async function counted(now: Date): Promise<Indicators> {
	await keepAllFigures(world);
	return countIndicators({ db: world.db, now }, { period: november });
}

/** What a story adds to the figures, and nothing else. */
async function added(story: () => Promise<unknown>, now: Date) {
	const before = flat(await counted(now));
	await story();
	const after = flat(await counted(now));
	return Object.fromEntries(
		Object.entries(after)
			.map(([name, value]) => [name, value - (before[name] ?? 0)] as const)
			.filter(([, more]) => more !== 0)
	);
}

/** Every number of the figures under a name of its own; medians apart, which do not add up. */
function flat(figures: Indicators): Record<string, number> {
	const numbers = indicatorKeys.flatMap((key) => {
		const figure = figures[key];
		if (figure.kind === 'count') return [[key, figure.count] as const];
		if (figure.kind === 'days') return [[`${key} of`, figure.of] as const];
		return [[key, figure.part] as const, [`${key} of`, figure.whole] as const];
	});
	return Object.fromEntries([
		...numbers,
		...Object.entries(figures.levels).map(([level, count]) => [`${level}★`, count])
	]);
}

/** A case nobody could complain of: what any answered, rated case adds. */
const filed = {
	received: 1,
	'acceptedInTime of': 1,
	'closed of': 1,
	'rejected of': 1,
	'redirected of': 1,
	'raised of': 1
};
const handled = { ...filed, acceptedInTime: 1, 'extended of': 1, 'returned of': 1 };
const due = { 'answeredInTime of': 1, 'answeredByFirstDue of': 1 };
const answered = { ...handled, ...due, 'rated of': 1, 'reworked of': 1, 'daysToAnswer of': 1 };
const inTime = { answeredInTime: 1, answeredByFirstDue: 1 };
const rated = { rated: 1, 'satisfied of': 1, 'bad of': 1, 'solved of': 1, 'partlySolved of': 1 };

const version = (number: CaseNumber) => carry.version(number);

describe('told cases, counted by hand', () => {
	it('answered in time and rated five stars', async () => {
		const story = async () => {
			const { caseId, number } = await carry.answered();
			await rateCase(world.resident(caseId, hours(30)), number, goodRating);
		};
		expect(await added(story, days(20))).toEqual({
			...{ ...answered, ...inTime, ...rated },
			...{ closed: 1, satisfied: 1, solved: 1, '5★': 1 }
		});
	});

	it('acceptance 4: done or not, without a public answer on day 8 it is overdue', async () => {
		const story = () => carry.processing();
		expect(await added(story, days(8))).toEqual({ ...handled, ...due, overdueNow: 1 });
	});

	it('not yet due, it owes nothing: neither late nor in time', async () => {
		expect(await added(() => carry.processing({}, days(2)), days(7))).toEqual(handled);
	});

	it('acceptance 6: an extension told in time moves the due, and the first one stays missed', async () => {
		const story = async () => {
			const { caseId, number } = await carry.processing();
			await extend(number, caseId, days(3), days(3));
			await carry.answer(number, caseId, days(9));
		};
		expect(await added(story, days(12))).toEqual({ ...answered, answeredInTime: 1, extended: 1 });
	});

	it('acceptance 6: told after the old due it counts late, however soon the answer comes', async () => {
		const story = async () => {
			const { caseId, number } = await carry.processing();
			await extend(number, caseId, days(7), days(8));
			await carry.answer(number, caseId, days(9));
		};
		expect(await added(story, days(12))).toEqual({ ...answered, extended: 1 });
	});

	it('merged counted once among the answers, and each for itself among ratings', async () => {
		const story = async () => {
			const main = await carry.processing();
			const part = await world.aCase();
			const reason = '同一个路口的同两盏灯。';
			const merging = { version: await version(part.number), mainNumber: main.number, reason };
			await mergeCase(await world.as('fenpai', hours(3)), part.number, merging);
			await carry.answer(main.number, main.caseId, hours(20));
			await rateCase(world.resident(part.caseId, hours(30)), part.number, goodRating);
		};
		const two = { received: 2, acceptedInTime: 2, 'acceptedInTime of': 2, 'rated of': 2 };
		const both = { 'rejected of': 2, 'redirected of': 2, 'raised of': 2 };
		expect(await added(story, days(12))).toEqual({
			...{ ...answered, ...inTime, ...rated, ...two, ...both },
			...{ satisfied: 1, solved: 1, '5★': 1 }
		});
	});

	it('anonymous ones are no part of the share that was contacted; a call that nobody answered is no contact', async () => {
		const call = async (outcome: 'reached' | 'no-answer', at: Date) => {
			const { number } = await carry.processing({ identity: 'contact', contact });
			const tried = { version: await version(number), outcome, words: '打过电话。' };
			await logContact(await world.as('chengban', at), number, tried);
		};
		const story = async () => {
			await call('reached', hours(30));
			await call('no-answer', hours(30));
			// two working days are over: Tuesday to Friday
			await call('reached', hours(24 * 3));
			await carry.processing();
		};
		expect(await added(story, days(5))).toMatchObject({ received: 4, contactedInTime: 1, 'contactedInTime of': 3 });
	});

	it('a first bad rating stays bad whatever the second says, and its second answer has fifteen working days', async () => {
		const again = async (answeredAt: Date) => {
			const { caseId, number } = await carry.answered();
			await rateCase(world.resident(caseId, hours(30)), number, badRating);
			const ownerId = await world.staffId('chengban2');
			const change = { version: await version(number), ownerId, reason: '换人' };
			await reassignCase(await world.as('shenhe', hours(31)), number, change);
			await carry.answer(number, caseId, answeredAt, 'chengban2');
			await rateCase(world.resident(caseId, days(26)), number, { ...goodRating, stars: 4 });
		};
		const late = () => again(days(25));
		const bad = { bad: 1, '1★': 1, reworked: 1, solved: 1, closed: 1 };
		// rated on Wednesday 4 November: due on Wednesday the 25th
		expect(await added(() => again(days(21)), days(27))).toEqual({
			...{ ...answered, ...inTime, ...rated, ...bad },
			...{ mended: 1, 'mended of': 1 }
		});
		expect(await added(late, days(27))).toEqual({ ...answered, ...inTime, ...rated, ...bad, 'mended of': 1 });
	});

	it('acceptance 15: unrated is never satisfied, and what was said when it was drawn stands apart', async () => {
		await world.db
			.insert(settings)
			.values({ key: 'followUp.samplePercent', value: '100', changedAt: noon })
			.onConflictDoUpdate({ target: settings.key, set: { value: '100' } });
		const story = async () => {
			const { caseId, number } = await carry.answered({ identity: 'contact', contact });
			await closeUnrated(world.system(days(17)), number);
			expect(await planFollowUp(world.system(days(18)), number)).toBe('sample');
			const result = { outcome: 'reached', solved: 'solved', words: '' } as const;
			await followUp(await world.as('huifang', days(19)), number, { version: await version(number), result });
			const [row] = await kept(caseId);
			expect(row).toMatchObject({ closedAs: 'unrated', stars: null, solved: null, sampleSolved: 'solved' });
		};
		expect(await added(story, days(20))).toEqual({
			...{ ...answered, ...inTime, closed: 1 },
			...{ 'contactedInTime of': 1, askedUnrated: 1, 'askedUnrated of': 1 }
		});
	});

	it('not accepted within the day: told in time, ended, and owing no answer', async () => {
		const story = async () => {
			const { number } = await world.aCase();
			const words = { reason: 'not-local', words: '这件事不归本乡管。', route: '请打 12345。' } as const;
			await rejectCase(await world.as('fenpai', hours(2)), number, { version: 1, ...words });
		};
		expect(await added(story, days(20))).toEqual({ ...filed, acceptedInTime: 1, rejected: 1 });
	});

	it('answered on the spot at reception, and only there a share of what came there', async () => {
		const story = async () => {
			const clerk = await world.as('jiedai');
			const { number } = await submitCase(clerk, world.submission({ channel: 'reception' }));
			await answerOnTheSpot(clerk, number, { version: 1, result: 'explained', parts: goodParts });
		};
		expect(await added(story, days(20))).toEqual({
			...{ ...filed, ...due, ...inTime, acceptedInTime: 1 },
			...{ 'rated of': 1, 'reworked of': 1, 'daysToAnswer of': 1, onTheSpot: 1, 'onTheSpot of': 1 }
		});
	});
});

describe('acceptance 28: public figures are the recount of the ledger', () => {
	it('counts from the events alone what it counts from the kept rows, whole and told apart', async () => {
		const now = days(27);
		const figures = await counted(now);
		expect(await compareFigures(world.db)).toMatchObject({ differences: [] });
		for (const by of [null, 'unit', 'area', 'category', 'channel', 'month'] as const) {
			const kept = await countBy({ db: world.db, now }, { period: november }, by, indicatorKeys);
			expect(await recountBy(world.db, { period: november }, by, indicatorKeys, now)).toEqual(kept);
			expect(kept.total).toEqual(figures);
			const received = kept.groups.map(({ figures }) => flat(figures).received ?? 0);
			if (by) expect(received.reduce((sum, count) => sum + count, 0)).toBe(flat(figures).received);
		}
	});

	it('gives for an earlier instant what stood then, also when more has happened since', async () => {
		const other = await openWorld();
		const carried = carrier(other);
		const now = days(1);
		const { caseId, number } = await carried.processing();
		await carried.answered();
		await keepAllFigures(other);
		const then = await countBy({ db: other.db, now }, { period: november }, 'unit', indicatorKeys);
		await carried.answer(number, caseId, days(2));
		await rateCase(other.resident(caseId, days(3)), number, goodRating);
		await other.aCase({}, days(4));
		const recount = () => recountBy(other.db, { period: november }, 'unit', indicatorKeys, now);
		expect(await recount()).toEqual(then);
		// the kept rows have no say in it, and one that was tampered with is found
		await keepAllFigures(other);
		await other.db.update(caseFigures).set({ stars: 1 }).where(eq(caseFigures.caseId, caseId));
		expect(await recount()).toEqual(then);
		const { differences } = await compareFigures(other.db);
		expect(differences.map(({ caseId, kept }) => [caseId, kept?.stars])).toEqual([[caseId, 1]]);
		await other.close();
	});
});

async function extend(number: CaseNumber, caseId: number, askedAt: Date, toldAt: Date): Promise<void> {
	const asked = {
		reason: '要等供电所停电后才能换线，已约好。',
		progress: '已到现场看过，灯头和电线都备好了。',
		newDueOn: '2026-11-14'
	};
	await requestExtension(await world.as('chengban', askedAt), number, { version: await version(number), ...asked });
	const open = await findOpenProposal(world.system(), caseId);
	const decision = { version: await version(number), proposalId: open?.id ?? 0 };
	await acceptProposal(await world.as('shenhe', toldAt), number, decision);
}

const kept = async (caseId: number) => {
	await keepAllFigures(world);
	return world.db.select().from(caseFigures).where(eq(caseFigures.caseId, caseId));
};
