import type postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createStaff } from '#lib/server/auth/administer.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { changeText } from '#lib/server/office/change-settings.ts';
import { carrier } from '../../../support/carry.ts';
import { openWorld, planning, type World } from '../../../support/world.ts';

let world: World;
let one: { caseId: number; number: string };
let other: { caseId: number; number: string };
beforeAll(async () => {
	world = await openWorld();
	const carry = carrier(world);
	one = await carry.answered();
	other = await carry.processing();
	const administrator = await world.as('guanli');
	await changeText(administrator, 'phone', '0000-860 0001');
	await createStaff(administrator, { username: 'xinren', name: '辛仁', unitId: world.unitId(planning) });
	await world.database.sql.unsafe(tables.map((name) => `create table kept_${name} as table ${name};`).join('\n'));
});
afterAll(() => world.close());

const tables = ['events', 'streams', 'texts'];
/** What a superuser can do: the triggers are out of the way. */
const asSuperuser = (work: (sql: postgres.TransactionSql) => Promise<unknown>) =>
	world.database.sql.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await work(sql);
	});
afterEach(() =>
	asSuperuser(async (sql) => {
		for (const name of tables) {
			await sql.unsafe(`delete from ${name}`);
			await sql.unsafe(`insert into ${name} overriding system value select * from kept_${name}`);
		}
	})
);

const verdict = () => verifyLedger(world.database.db);
type Row = { id: string; position: number; kind: string };
const rowsOf = async (caseId: number): Promise<Row[]> =>
	world.database.sql<Row[]>`
		select id::text, position, kind from events where stream = ${`case:${caseId}`} order by position`;
/** The row of a case's stream at a position, and how the verifier names it. */
async function eventAt(caseId: number, position: number) {
	const row = (await rowsOf(caseId)).find((one) => one.position === position);
	if (!row) throw new Error('no such event');
	return { ...row, where: `events ${row.id} (case:${caseId} #${position}, ${row.kind})` };
}

it('a ledger nobody touched is valid, and counted whole', async () => {
	const [row] = await world.database
		.sql`select count(*)::int as events, count(distinct stream)::int as streams from events`;
	const found = await verdict();
	expect(found).toMatchObject({ isValid: true, ...row });
	expect(found.isValid && found.texts).toBeGreaterThan(4);
});

describe('an event that was changed', () => {
	it.each([
		['its data', `data = data || '{"class": "urgent"}'`],
		['its data, by a key more', `data = data || '{"extra": 1}'`],
		['who did it', 'actor_id = actor_id + 1'],
		['as whom', `actor_kind = 'system'`],
		['when', `at = at - interval '1 second'`],
		['its hash', `hash = sha256(hash)`]
	])('in %s is named', async (_, change) => {
		const { id, where } = await eventAt(one.caseId, 2);
		await asSuperuser((sql) => sql.unsafe(`update events set ${change} where id = ${id}`));
		expect(await verdict()).toEqual({ isValid: false, where, why: 'the hash does not match the row' });
	});

	it('in its kind is named by what it says now', async () => {
		const { id } = await eventAt(one.caseId, 2);
		await asSuperuser((sql) => sql.unsafe(`update events set kind = 'case.signed' where id = ${id}`));
		expect(await verdict()).toMatchObject({
			isValid: false,
			where: `events ${id} (case:${one.caseId} #2, case.signed)`
		});
	});
});

describe('an event that is gone', () => {
	it('from the middle is missed by the one after it', async () => {
		const { id } = await eventAt(one.caseId, 3);
		const { where } = await eventAt(one.caseId, 4);
		await asSuperuser((sql) => sql.unsafe(`delete from events where id = ${id}`));
		expect(await verdict()).toEqual({ isValid: false, where, why: 'position 3 of the stream is missing' });
	});

	it('from the middle is missed also when those after it were moved up', async () => {
		const { id } = await eventAt(one.caseId, 3);
		const next = await eventAt(one.caseId, 4);
		await asSuperuser(async (sql) => {
			await sql.unsafe(`delete from events where id = ${id}`);
			for (const { position } of (await rowsOf(one.caseId)).filter(({ position }) => position > 3))
				await sql`update events set position = ${position - 1} where stream = ${`case:${one.caseId}`} and position = ${position}`;
		});
		expect(await verdict()).toMatchObject({ isValid: false, where: expect.stringContaining(`events ${next.id} `) });
	});

	it('from the end is missed by the stream’s head', async () => {
		const last = (await rowsOf(one.caseId)).length;
		const { id } = await eventAt(one.caseId, last);
		await asSuperuser((sql) => sql.unsafe(`delete from events where id = ${id}`));
		expect(await verdict()).toEqual({
			isValid: false,
			where: `streams case:${one.caseId}`,
			why: `the stream ends at ${last - 1}, its head says ${last}`
		});
	});

	it('with its whole stream is missed by the head, and with the head by the case', async () => {
		const stream = `case:${other.caseId}`;
		await asSuperuser((sql) => sql`delete from events where stream = ${stream}`);
		expect(await verdict()).toEqual({
			isValid: false,
			where: `streams ${stream}`,
			why: 'all its events are gone'
		});
		await asSuperuser((sql) => sql`delete from streams where stream = ${stream}`);
		expect(await verdict()).toEqual({
			isValid: false,
			where: `cases ${other.number}`,
			why: 'the case has no events'
		});
	});

	it('with all others is missed too', async () => {
		await asSuperuser((sql) => sql`truncate events cascade`);
		expect(await verdict()).toMatchObject({ isValid: false, why: 'all its events are gone' });
		await asSuperuser((sql) => sql`truncate streams`);
		expect(await verdict()).toMatchObject({ isValid: false, why: 'the case has no events' });
	});
});

describe('events in another order', () => {
	it('are named at the first that is not where it was', async () => {
		const [second, third] = [await eventAt(one.caseId, 2), await eventAt(one.caseId, 3)];
		await asSuperuser(async (sql) => {
			await sql`update events set position = -1 where id = ${second.id}`;
			await sql`update events set position = 2 where id = ${third.id}`;
			await sql`update events set position = 3 where id = ${second.id}`;
		});
		expect(await verdict()).toEqual({
			isValid: false,
			where: `events ${third.id} (case:${one.caseId} #2, ${third.kind})`,
			why: 'the hash does not match the row'
		});
	});

	it('or carried over to another case are named', async () => {
		const last = (await rowsOf(other.caseId)).length;
		const moved = await eventAt(one.caseId, (await rowsOf(one.caseId)).length);
		const stream = `case:${other.caseId}`;
		await asSuperuser(
			(sql) => sql`update events set stream = ${stream}, position = ${last + 1} where id = ${moved.id}`
		);
		const found = await verdict();
		expect(found).toMatchObject({ isValid: false });
		expect(found.isValid ? '' : found.where).toMatch(new RegExp(`events ${moved.id} |streams case:${one.caseId}$`));
	});

	it('or made up are named', async () => {
		const stream = `case:${one.caseId}`;
		await asSuperuser(
			(sql) => sql`
				insert into events (stream, position, kind, actor_kind, actor_id, at, data, hash)
				select stream, position + 1, 'case.reminded', 'resident', null, at, '{}', sha256(hash) from events
				where stream = ${stream} order by position desc limit 1`
		);
		expect(await verdict()).toMatchObject({
			isValid: false,
			where: expect.stringMatching(/case\.reminded\)$/),
			why: 'the hash does not match the row'
		});
	});
});

describe('a text that an event names', () => {
	const answer = async () => {
		const [row] = await world.database.sql`
			select texts.id::text as id, events.id::text as event from texts
			join events on (events.data -> 'answer' ->> 'textId')::bigint = texts.id and events.kind = 'case.draft-submitted'
			where texts.case_id = ${one.caseId} and texts.kind = 'answer'`;
		return { id: String(row?.id), where: `texts ${row?.id} (named by events ${row?.event})` };
	};

	it.each([
		['changed', `update texts set body = replace(body, '两盏', '三盏')`, 'the text was changed'],
		['changed with its nonce', `update texts set body = body || ' ', nonce = sha256(nonce)`, 'the text was changed'],
		[
			'changed with its digest',
			`update texts set body = '{}', digest = sha256(nonce || '{}'::bytea)`,
			'the digest differs from the event'
		],
		['robbed of its nonce', 'update texts set nonce = null', 'the text was changed'],
		['deleted', 'delete from texts', 'the text is gone']
	])('and that was %s is named', async (_, statement, why) => {
		const { id, where } = await answer();
		await asSuperuser((sql) => sql.unsafe(`${statement} where id = ${id}`));
		expect(await verdict()).toEqual({ isValid: false, where, why });
	});

	it('may be erased: body and nonce go, the chain stays whole', async () => {
		const { id } = await answer();
		await asSuperuser((sql) => sql`update texts set body = null, nonce = null where id = ${id}`);
		expect(await verdict()).toMatchObject({ isValid: true });
	});
});

it('a setting or an account that was tampered with is named like a case', async () => {
	for (const stream of ['settings', `staff:${await world.staffId('xinren')}`]) {
		await asSuperuser(
			(sql) => sql`update events set at = at + interval '1 hour' where stream = ${stream} and position = 1`
		);
		expect(await verdict()).toMatchObject({ isValid: false, where: expect.stringContaining(`(${stream} #1, `) });
		await asSuperuser(
			(sql) => sql`update events set at = at - interval '1 hour' where stream = ${stream} and position = 1`
		);
	}
	expect(await verdict()).toMatchObject({ isValid: true });
});
