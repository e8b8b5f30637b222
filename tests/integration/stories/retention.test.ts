import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { and, eq, isNotNull, isNull, lte, or } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { breakdowns, indicatorKeys, type Period } from '#lib/domain/indicators.ts';
import { readStoredNumber } from '#lib/domain/case-number.ts';
import { acceptPhoto } from '#lib/server/attachments/photos.ts';
import { openWithCode } from '#lib/server/cases/access.ts';
import { holdCase } from '#lib/server/cases/hold.ts';
import { findOrphans } from '#lib/server/cases/queries/orphans.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { connect } from '#lib/server/db/connect.ts';
import { attachments } from '#lib/server/db/schema/attachments.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { contacts } from '#lib/server/db/schema/contacts.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { schedule } from '#lib/server/jobs/schedule.ts';
import { tellOrdinaryCases } from '#lib/server/seed/ordinary-cases.ts';
import { tellPublications } from '#lib/server/seed/publications.ts';
import { tellStories } from '#lib/server/seed/stories.ts';
import type { Stage } from '#lib/server/seed/tell.ts';
import { countBy } from '#lib/server/stats/indicators.ts';
import { monthFigures } from '#lib/server/stats/month-figures.ts';
import { compareFigures, recountBy } from '#lib/server/stats/recount.ts';
import { carrier } from '../../support/carry.ts';
import { clockOf, shanghai } from '../../support/clock.ts';
import { desk } from '../../support/desk.ts';
import { keepAllFigures } from '../../support/figures.ts';
import { caseWithPhotos, smallPhoto } from '../../support/photo.ts';
import { days, openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

/** The office has been told about until now; then four hundred days pass. */
const now = shanghai('2026-11-24 09:00');
const late = days(400, now);
const contact = { name: '林女士', phone: '13800138000', email: '' };
const asNow = { identity: 'contact', contact } as const;

/** Every file on the disk, by its name. */
function filesOnDisk(): string[] {
	return readdirSync(world.system().filesDir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => name)
		.sort();
}

const autumn: Period = { from: '2026-08-01', to: '2026-11-30' };

/** All that is public or reported: each figure as a whole and told apart, kept and counted anew from the ledger. */
async function statistics() {
	await keepAllFigures(world);
	const at = { db: world.db, now: late };
	const kept = await Promise.all(breakdowns.map((by) => countBy(at, { period: autumn }, by, indicatorKeys)));
	const again = await Promise.all(
		breakdowns.map((by) => recountBy(world.db, { period: autumn }, by, indicatorKeys, late))
	);
	expect(again).toEqual(kept);
	expect((await compareFigures(world.db)).differences).toEqual([]);
	// by a line of its own: what the home page says is kept for a minute
	const connection = connect(world.database.url, { max: 1 });
	const months = [];
	for (const day of ['2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30'])
		months.push(await monthFigures(connection.db, shanghai(`${day} 23:59`)));
	await connection.close();
	return { kept, months };
}

it('acceptance 18: at +400 days what is due is gone, what is held is whole, and everything else is as it was', async () => {
	const { db } = world;
	const carry = carrier(world);
	const stage: Stage = { db, contextFor: (actor, at = now) => world.contextFor(actor, at) };
	await tellOrdinaryCases(stage, now);
	await tellStories(stage, now);
	await tellPublications(stage, now);

	// with photos: closed, held and open; a draft nobody handed in, and a file that a crash left
	const filed = [];
	for (let count = 0; count < 4; count++) filed.push(await caseWithPhotos(world, 2, asNow, days(-5, now)));
	const [gone, kept, open] = filed;
	if (!gone || !kept || !open) throw new Error('nothing was filed');
	for (const { caseId, number } of filed.filter((one) => one !== open))
		await withdrawCase(world.resident(caseId, now), number, { reason: '' });
	const reason = '有人提起诉讼。';
	await holdCase(await world.as('duban', now), kept.number, { version: await carry.version(kept.number), reason });
	const waiting = { draftId: randomBytes(32), key: randomBytes(32) };
	await acceptPhoto(world.stranger(now), waiting, await smallPhoto());
	const stray = randomUUID();
	const folder = path.join(world.system().filesDir, stray.slice(0, 2));
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, stray), 'left by a crash');
	utimesSync(path.join(folder, stray), now, now);

	// the clock goes on: every task but what erases, on each of these days and at the end
	const { run } = clockOf(world);
	const erasing = ['erase-expired', 'sweep-files', 'check-orphans'];
	const goOn = async (at: Date) => {
		for (const { name } of schedule) if (!erasing.includes(name)) await run(name, at);
	};
	for (const after of [1, 16, 32, 120, 200, 400]) await goOn(days(after, now));

	const all = await db.select().from(cases);
	const stories = async () => {
		const told = new Map<number, string[]>();
		for (const { id } of all) {
			const { entries } = await readResidentCase(world.resident(id, late));
			told.set(
				id,
				entries.map((entry) => JSON.stringify(entry))
			);
		}
		return told;
	};
	const before = { statistics: await statistics(), stories: await stories() };
	expect(before.statistics.kept[0]?.total.received).toEqual({ kind: 'count', count: all.length });
	const closedBefore = (count: number) => lte(cases.closedAt, days(-count, late));
	const withCase = { contact: eq(contacts.caseId, cases.id), file: eq(attachments.caseId, cases.id) };
	const count = async (condition: ReturnType<typeof and>) => ({
		contacts: (await db.select().from(contacts).innerJoin(cases, withCase.contact).where(condition)).length,
		files: (await db.select().from(attachments).innerJoin(cases, withCase.file).where(condition)).length
	});
	const due = {
		contacts: (await count(and(closedBefore(180), eq(cases.isHeld, false)))).contacts,
		files: (await count(and(closedBefore(365), eq(cases.isHeld, false)))).files
	};
	const spared = await count(or(eq(cases.isHeld, true), isNull(cases.closedAt)));
	expect(due.contacts).toBeGreaterThan(50);
	expect(due.files).toBe(4);
	expect(spared.files).toBe(4);

	// two nights that overlap, as two processes may, and the next one
	const erase = schedule.find(({ name }) => name === 'erase-expired');
	await Promise.all([run('erase-expired', late), run('erase-expired', late)]);
	expect(await erase?.run(world.system(late))).toEqual({ contacts: 0, files: 0, held: 1 });
	await run('sweep-files', late);

	// due = deleted, held 0 deleted
	expect(await count(and(closedBefore(180), eq(cases.isHeld, false)))).toMatchObject({ contacts: 0, files: 0 });
	expect(await count(or(eq(cases.isHeld, true), isNull(cases.closedAt)))).toEqual(spared);
	expect(await count(eq(cases.isHeld, true))).toEqual({ contacts: 1, files: 2 });
	expect((await world.kinds(kept.caseId)).filter((kind) => kind === 'case.erased')).toEqual([]);
	const [erased] = await world.database.sql<{ contacts: number; files: number }[]>`
		select count(*) filter (where data->'what' @> '["contact"]')::int as contacts,
			count(*) filter (where data->'what' @> '["photos"]')::int as files from events where kind = 'case.erased'`;
	expect(erased).toEqual({ contacts: due.contacts, files: 2 });

	// no file without a row, no row without a file
	const named = await db.select({ id: attachments.id }).from(attachments).where(isNotNull(attachments.caseId));
	expect(filesOnDisk()).toEqual(named.map(({ id }) => id).sort());
	expect(named).toHaveLength(spared.files);

	// figures, numbers, pages and ledger
	expect(await statistics()).toEqual(before.statistics);
	const after = await stories();
	for (const [id, told] of before.stories) expect(after.get(id)?.slice(0, told.length), `case ${id}`).toEqual(told);
	const opened = await openWithCode(world.stranger(late), gone.number, gone.code);
	expect(opened).toMatchObject({ caseId: gone.caseId });
	for (const { number } of all.slice(0, 20))
		expect(await desk(world).finds('fenguan', number, late)).toEqual([readStoredNumber(number)]);
	expect(await findOrphans(world.system(late))).toEqual({ found: 0, some: [] });
	expect(await verifyLedger(db)).toMatchObject({ isValid: true });
}, 240_000);
