import { readdirSync } from 'node:fs';
import { eq, isNotNull, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { archiveCase } from '#lib/server/cases/archive.ts';
import { changeContact } from '#lib/server/cases/change-contact.ts';
import { closeUnrated } from '#lib/server/cases/close-unrated.ts';
import { exportRecord } from '#lib/server/cases/export-record.ts';
import { holdCase, liftHold } from '#lib/server/cases/hold.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { revealContact } from '#lib/server/cases/reveal-contact.ts';
import { rateCase, requestRework } from '#lib/server/cases/rate.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { requestRecheck } from '#lib/server/cases/request-recheck.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { connect } from '#lib/server/db/connect.ts';
import { attachments } from '#lib/server/db/schema/attachments.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { contacts } from '#lib/server/db/schema/contacts.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { schedule } from '#lib/server/jobs/schedule.ts';
import { changeText } from '#lib/server/office/change-settings.ts';
import { keepAllFigures } from '../../support/figures.ts';
import { monthFigures } from '#lib/server/stats/month-figures.ts';
import { badRating, carrier, goodRating } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { caseWithPhotos } from '../../support/photo.ts';
import { days, hours, noon, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const run = async (name: string, now: Date, changes = {}) => {
	const task = schedule.find((one) => one.name === name);
	return task?.run({ ...world.system(now), ...changes });
};
const contact = { name: '林女士', phone: '13800138000', email: '' };
const withContact = { identity: 'contact', contact } as const;
const hold = async (number: CaseNumber, at: Date) =>
	holdCase(await world.as('duban', at), number, { version: await carry.version(number), reason: '有人提起诉讼' });
/** Noon of 23 November: closed as nobody rated it. */
const closedAt = days(20);
const closed = async (changes = {}) => {
	const filed = await carry.answered(changes);
	await closeUnrated(world.system(closedAt), filed.number);
	return filed;
};
/** 24:00 of 23 December: until then a late rating counts. */
const lastMoment = new Date('2026-12-23T16:00:00Z');
const afterwards = new Date(lastMoment.getTime() + 1);

describe('归档', () => {
	it('archives a closed case when its thirty days are over, once, and not a moment before', async () => {
		const { number, caseId } = await closed();
		expect(await archiveCase(world.system(lastMoment), number)).toBe(false);
		const events = await recorded(world, caseStream(caseId), async () => {
			await Promise.all([run('archive', afterwards), run('archive', afterwards)]);
			expect(await run('archive', afterwards)).toEqual({ archived: 0 });
		});
		expect(events).toEqual([{ kind: 'case.archived', by: null, data: {} }]);
		expect(await world.look(number)).toMatchObject({
			state: 'archived',
			archivedAt: afterwards,
			closedAt,
			dueAt: null
		});
	});

	it('leaves a dossier that is only read: no rating, no rework, no answer, but reading, export and hold', async () => {
		const { number, caseId } = await closed(withContact);
		await archiveCase(world.system(afterwards), number);
		const resident = world.resident(caseId, days(60));
		expect(await refusalOf(rateCase(resident, number, goodRating))).toBe('case.too-late');
		expect(await refusalOf(requestRework(resident, number, { reason: '' }))).toBe('case.too-late');
		expect((await readResidentCase(resident)).entries.at(-1)).toMatchObject({
			kind: 'case.archived',
			audience: 'public'
		});
		expect((await exportRecord(resident, number, null)).record.state).toBe('archived');
		const reveal = revealContact(await world.as('chengban', days(60)), number, { reason: 'other', words: '看看' });
		expect(await refusalOf(reveal)).toBe('case.not-in-this-state');
		const one = await findStaffCase(await world.as('duban', days(60)), number);
		expect(one.can).toEqual(['hold']);
		expect((await findStaffCase(await world.as('shenhe', days(60)), number)).can).toEqual([]);
	});

	it('waits for a rating that may still be changed and for a call that is owed', async () => {
		const rated = await closed();
		await rateCase(world.resident(rated.caseId, days(48)), rated.number, goodRating);
		expect(await archiveCase(world.system(days(53)), rated.number)).toBe(false);
		// changed down within its seven days: the one rework
		await rateCase(world.resident(rated.caseId, days(54)), rated.number, badRating);
		expect(await world.look(rated.number)).toMatchObject({ state: 'rework' });
		const called = await closed({ ...withContact, wantsCall: true });
		expect(await archiveCase(world.system(days(100)), called.number)).toBe(false);
		await run('erase-expired', days(201));
		expect(await archiveCase(world.system(days(202)), called.number)).toBe(true);
	});

	it('takes a re-check until a rejected case is archived, and no longer', async () => {
		const reject = async () => {
			const { number, caseId } = await world.aCase();
			const words = { version: 1, reason: 'legal-procedure', words: '要走诉讼程序。', route: '人民法院' } as const;
			await rejectCase(await world.as('fenpai', hours(2)), number, words);
			return { number, caseId };
		};
		const [asked, quiet] = [await reject(), await reject()];
		await requestRecheck(world.resident(asked.caseId, days(30)), asked.number);
		await run('archive', days(31));
		expect((await world.look(asked.number)).state).toBe('submitted');
		expect((await world.look(quiet.number)).state).toBe('archived');
		expect(await refusalOf(requestRecheck(world.resident(quiet.caseId, days(32)), quiet.number))).toBe(
			'case.not-in-this-state'
		);
	});

	it('archives a merged case with its main, which is where its retention counts from', async () => {
		const main = await closed();
		const part = await carry.processing(withContact);
		await world.db
			.update(cases)
			.set({ state: 'merged', resumesTo: 'processing', dueAt: null, mainId: main.caseId, mergedAt: days(2) })
			.where(eq(cases.id, part.caseId));
		await run('archive', lastMoment);
		expect((await world.look(part.number)).state).toBe('merged');
		const events = await recorded(world, caseStream(part.caseId), () => run('archive', afterwards));
		expect(events).toEqual([{ kind: 'case.archived', by: null, data: {} }]);
		expect(await world.look(part.number)).toMatchObject({ state: 'archived', closedAt, closedAs: null });
		await run('erase-expired', days(201));
		expect(await world.db.$count(contacts, eq(contacts.caseId, part.caseId))).toBe(0);
	});
});

describe('暂停删除', () => {
	it('is set and lifted by the supervisor alone, with a reason that staff read and the resident does not', async () => {
		const { number, caseId } = await closed(withContact);
		const version = await carry.version(number);
		for (const username of ['fenpai', 'shenhe'])
			expect(await refusalOf(holdCase(await world.as(username), number, { version, reason: '诉讼' }))).toBe(
				'case.not-yours'
			);
		expect(await refusalOf(holdCase(await world.as('dangzheng-cb'), number, { version, reason: '诉讼' }))).toBe(
			'case.not-found'
		);
		const supervisor = await world.as('duban', days(21));
		expect(await refusalOf(liftHold(supervisor, number, { version, reason: '撤诉' }))).toBe('case.not-in-this-state');
		const events = await recorded(world, caseStream(caseId), async () => {
			await holdCase(supervisor, number, { version, reason: '有人提起诉讼' });
			expect(await refusalOf(holdCase(supervisor, number, { version, reason: '诉讼' }))).toBe('case.not-in-this-state');
		});
		expect(events).toMatchObject([{ kind: 'case.held', by: supervisor.actor.id, data: { reason: {} } }]);
		const resident = world.resident(caseId, days(22));
		expect(JSON.stringify((await readResidentCase(resident)).entries)).not.toContain('诉讼');
		const erasing = changeContact(resident, number, { contact: null, hours: 'any', wantsCall: false });
		expect(await refusalOf(erasing)).toBe('case.held');
		const lifting = await recorded(world, caseStream(caseId), () =>
			liftHold(supervisor, number, { version, reason: '撤诉' })
		);
		expect(lifting).toMatchObject([{ kind: 'case.hold-lifted' }]);
		expect((await findStaffCase(supervisor, number)).can).toContain('hold');
	});
});

describe('acceptance 18: retention', () => {
	const filesOnDisk = () =>
		readdirSync(world.system().filesDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const figures = async () => {
		const [row] = await world.db.execute(sql`
			select count(*) as received, count(answered_at) as answered, count(closed_as) as ended,
				count(*) filter (where closed_as = 'unrated') as unrated, (select count(*) from ratings) as rated from cases`);
		await keepAllFigures(world);
		// asked over a line of its own: the page's figures are kept for a minute
		const connection = connect(world.database.url, { max: 1 });
		const month = await monthFigures(connection.db, noon);
		await connection.close();
		return { ...row, month };
	};

	it('at +400 days what is due is gone, of what is held nothing, no file is orphaned and the figures are the same', async () => {
		const ended = async () => {
			const filed = await caseWithPhotos(world, 2, withContact);
			await withdrawCase(world.resident(filed.caseId, days(1)), filed.number, { reason: '' });
			return filed;
		};
		const due = [await ended(), await ended(), await ended()];
		const held = await ended();
		await hold(held.number, days(2));
		const open = await caseWithPhotos(world, 1, withContact);
		const told = await readResidentCase(world.resident(due[0]?.caseId ?? 0, days(2)));
		const before = await figures();
		const late = days(400);
		await run('archive', late);

		// the night is cut short after the first commit, with its files still lying there
		let commits = 0;
		const announce = () => {
			if (++commits === 1) throw new Error('killed');
		};
		await expect(run('erase-expired', late, { announce })).rejects.toThrow('1 cases');
		expect(await run('erase-expired', late)).toMatchObject({ contacts: 0, files: 0, held: 1 });
		await run('sweep-files', late);

		const left = async (caseId: number) => [
			await world.db.$count(contacts, eq(contacts.caseId, caseId)),
			await world.db.$count(attachments, eq(attachments.caseId, caseId))
		];
		for (const { caseId, number } of due) {
			expect(await left(caseId)).toEqual([0, 0]);
			expect((await world.kinds(caseId)).slice(-2)).toEqual(['case.archived', 'case.erased']);
			expect(await world.look(number)).toMatchObject({ state: 'archived', identity: 'anonymous' });
		}
		expect(await left(held.caseId)).toEqual([1, 2]);
		expect(await left(open.caseId)).toEqual([1, 1]);
		expect(await world.kinds(held.caseId)).not.toContain('case.erased');
		const named = await world.db.$count(attachments, isNotNull(attachments.caseId));
		expect(filesOnDisk()).toHaveLength(named);
		expect(await figures()).toEqual(before);
		// the case page still tells all that it told
		const page = await readResidentCase(world.resident(due[0]?.caseId ?? 0, days(401)));
		expect(page.entries.slice(0, told.entries.length)).toEqual(told.entries);
		expect(page.attached).toEqual([]);
		expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });

		await liftHold(await world.as('duban', late), held.number, {
			version: await carry.version(held.number),
			reason: '结案'
		});
		expect(await run('erase-expired', late)).toEqual({ contacts: 1, files: 2, held: 0 });
		expect(await left(held.caseId)).toEqual([0, 0]);
	});

	it('keeps as long as the office says, and as usual where its row makes no sense', async () => {
		const { number, caseId } = await closed(withContact);
		const administrator = await world.as('guanli');
		const kept = () => world.db.$count(contacts, eq(contacts.caseId, caseId));
		await changeText(administrator, 'retention.contactDays', '5');
		await run('erase-expired', days(30));
		expect(await kept()).toBe(1);
		await changeText(administrator, 'retention.contactDays', '30');
		await run('erase-expired', days(49));
		expect(await kept()).toBe(1);
		await run('erase-expired', days(50));
		expect(await kept()).toBe(0);
		expect((await world.look(number)).identity).toBe('anonymous');
	});
});
