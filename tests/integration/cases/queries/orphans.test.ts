import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { closeUnrated } from '#lib/server/cases/close-unrated.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { findOrphans, type Lack } from '#lib/server/cases/queries/orphans.ts';
import { rateCase } from '#lib/server/cases/rate.ts';
import { redirectCase } from '#lib/server/cases/redirect-case.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { exclusions } from '#lib/server/db/schema/exclusions.ts';
import { answerDrafts } from '#lib/server/db/schema/handling.ts';
import { staff } from '#lib/server/db/schema/staff.ts';
import { schedule } from '#lib/server/jobs/schedule.ts';
import { badRating, carrier } from '../../../support/carry.ts';
import { days, hours, openWorld, planning, type World } from '../../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const lacking = async (number: CaseNumber): Promise<Lack[]> => {
	const { some } = await findOrphans(world.system(days(1)));
	return some.find((orphan) => orphan.number === number)?.lacks ?? [];
};
const change = (number: CaseNumber, values: Partial<typeof cases.$inferInsert>) =>
	world.db.update(cases).set(values).where(eq(cases.number, number));

it('acceptance 8: whatever the acts do, every open case has one in charge, a due and a next step', async () => {
	const dispatcher = await world.as('fenpai', hours(1));
	const asked = await world.aCase();
	const refused = await world.aCase();
	const sent = await world.aCase();
	const gone = await world.aCase();
	await requestInfo(dispatcher, asked.number, { version: 1, ask: '请补充具体位置', asksIdentity: false });
	const words = { words: '这件事由法院管。', route: '可以到县法院立案庭。' };
	await rejectCase(dispatcher, refused.number, { version: 1, reason: 'legal-procedure', ...words });
	await redirectCase(dispatcher, sent.number, { version: 1, body: '县供电公司', phone: '95598', how: '直接打电话。' });
	await withdrawCase(world.resident(gone.caseId, hours(1)), gone.number, { reason: '' });
	await carry.assigned();
	await carry.processing();
	const [answered, bad] = [await carry.answered(), await carry.answered()];
	await closeUnrated(world.system(days(20)), answered.number);
	await rateCase(world.resident(bad.caseId, hours(30)), bad.number, badRating);
	expect(await findOrphans(world.system(days(21)))).toEqual({ found: 0, some: [] });
	const nightly = schedule.find(({ name }) => name === 'check-orphans');
	expect(await nightly?.run(world.system(days(21)))).toEqual({ orphans: 0, caseIds: [] });
});

it('finds a case whose person in charge left, or may not have it', async () => {
	const [left, excluded, unit] = [await carry.processing(), await carry.processing(), await carry.processing()];
	const version = await carry.version(left.number);
	// 回避 by the act hands it on: nothing is found
	await excludeFromCase(await world.as('duban', hours(3)), left.number, {
		version,
		excluded: { unitId: null, staffId: await world.staffId('chengban') }
	});
	expect(await lacking(left.number)).toEqual([]);
	const ownerId = (await world.look(left.number)).ownerId;
	await world.db.update(staff).set({ isActive: false }).where(eq(staff.id, ownerId));
	expect(await lacking(left.number)).toEqual(['owner']);
	await world.db.update(staff).set({ isActive: true }).where(eq(staff.id, ownerId));

	const handlerId = (await world.look(excluded.number)).ownerId;
	await world.db.insert(exclusions).values({ caseId: excluded.caseId, staffId: handlerId, setAt: hours(3) });
	await world.db.insert(exclusions).values({ caseId: unit.caseId, unitId: world.unitId(planning), setAt: hours(3) });
	expect(await lacking(excluded.number)).toEqual(['owner']);
	expect(await lacking(unit.number)).toEqual(['owner']);
	for (const { caseId } of [excluded, unit])
		await world.db
			.update(exclusions)
			.set({ liftedAt: hours(4) })
			.where(eq(exclusions.caseId, caseId));
	expect(await lacking(unit.number)).toEqual([]);
});

it('finds a case that nothing will move, in any state', async () => {
	const [filed, processing, asked] = [await world.aCase(), await carry.processing(), await world.aCase()];
	await change(filed.number, { stepDueAt: null });
	await change(processing.number, { noticeDueAt: null });
	expect(await lacking(filed.number)).toEqual(['next-step']);
	expect(await lacking(processing.number)).toEqual(['next-step']);
	await change(processing.number, { state: 'review' });
	expect(await lacking(processing.number)).toEqual(['next-step']);
	await change(processing.number, { state: 'extension_pending' });
	expect(await lacking(processing.number)).toEqual(['next-step']);
	await change(asked.number, { state: 'need_info' });
	expect(await lacking(asked.number)).toEqual(['next-step']);
});

it('finds a case that ended without a word', async () => {
	const [closed, refused, merged] = [await carry.answered(), await world.aCase(), await world.aCase()];
	await closeUnrated(world.system(days(20)), closed.number);
	await world.db.update(answerDrafts).set({ state: 'returned' }).where(eq(answerDrafts.caseId, closed.caseId));
	expect(await lacking(closed.number)).toEqual(['outcome']);
	await change(refused.number, { state: 'rejected', closedAs: 'rejected', dueAt: null });
	expect(await lacking(refused.number)).toEqual(['outcome']);
	await change(merged.number, { state: 'merged', dueAt: null, mainId: closed.caseId });
	expect(await lacking(merged.number)).toEqual([]);
	await change(merged.number, { mainId: refused.caseId });
	expect(await lacking(merged.number)).toEqual(['outcome']);
});

it('walks past a full batch, counts all and names a hundred', async () => {
	const { caseId, number } = await world.aCase();
	await change(number, { stepDueAt: null });
	const { sql } = world.database;
	const columns = await sql<{ name: string }[]>`
		select column_name as name from information_schema.columns where table_name = 'cases' and column_name <> 'id' and is_generated = 'NEVER'`;
	const copied = columns.map(({ name }) => {
		if (name === 'number') return `'COPY-' || n`;
		return name === 'submission_key_hash' || name === 'link_token_hash'
			? `sha256(('${name}' || n)::bytea)`
			: `"${name}"`;
	});
	const { found: before } = await findOrphans(world.system(days(1)));
	await sql.unsafe(`
		insert into cases (${columns.map(({ name }) => `"${name}"`).join(', ')})
		select ${copied.join(', ')} from cases, generate_series(1, 2100) as n where id = ${caseId}`);
	const { found, some } = await findOrphans(world.system(days(1)));
	expect(found).toBe(before + 2100);
	expect(some).toHaveLength(100);
});
