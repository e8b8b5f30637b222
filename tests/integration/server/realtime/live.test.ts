import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { deliver } from '#lib/server/events/deliver.ts';
import { caseStream, kioskStream, staffStream } from '#lib/server/events/record.ts';
import { type Live, openLive } from '#lib/server/realtime/live.ts';
import { openWorld, type World } from '../../../support/world.ts';

let world: World;
/** Two processes on one database. */
let far: Connection;
let here: Live;
let there: Live;
beforeAll(async () => {
	world = await openWorld();
	far = connect(world.database.url, { max: 2 });
});
afterAll(async () => {
	await far.close();
	await world.close();
});
beforeEach(async () => {
	here = await openLive(world.database.sql);
	there = await openLive(far.sql);
});
afterEach(async () => {
	await here.stop();
	await there.stop();
});

const retry = 'retry: 3000\n\n';
const changed = 'event: changed\ndata: 1\n\n';

/** A browser: what it was sent, one message at a time; null = the stream was ended. */
function browser(stream: ReadableStream<Uint8Array>) {
	const reader = stream.getReader();
	const decoder = new TextDecoder();
	const next = async () => {
		const { value, done } = await reader.read();
		return done ? null : decoder.decode(value);
	};
	return { next, leave: () => reader.cancel() };
}
const handOn = (live: Live) => deliver(world.database.db, 'live', live.tell);

describe('a browser that watches a case', () => {
	it('is told of an act in every process, and of nothing else', async () => {
		const [one, other] = [await world.aCase(), await world.aCase()];
		const early = [here, there].map((live) => browser(live.watch('early', [caseStream(one.caseId)])));
		for (const { next } of early) expect(await next()).toBe(retry);
		await handOn(here);
		// the filing has been heard in both before anybody else watches
		for (const { next } of early) expect(await next()).toBe(changed);
		const watching = [here, there].map((live) => browser(live.watch('resident', [caseStream(one.caseId)])));
		for (const { next } of watching) expect(await next()).toBe(retry);
		await acceptCase(await world.as('fenpai'), other.number, 1);
		await handOn(here);
		await acceptCase(await world.as('fenpai'), one.number, 1);
		await handOn(here);
		for (const { next } of watching) expect(await next()).toBe(changed);
		here.end('resident');
		there.end('resident');
		// the other case sent nothing in between
		for (const { next } of watching) expect(await next()).toBeNull();
	});

	it('is told at once of what moved since its page was asked for, and of nothing before', async () => {
		const { caseId } = await world.aCase();
		const early = browser(here.watch('early', [caseStream(caseId)]));
		await handOn(there);
		for (const said of [retry, changed]) expect(await early.next()).toBe(said);
		const late = browser(here.watch('late', [caseStream(caseId)], 30_000));
		for (const said of [retry, changed]) expect(await late.next()).toBe(said);
		const fresh = [
			browser(here.watch('fresh', [caseStream(caseId)], 0)),
			browser(here.watch('fresh', [caseStream(999)], 30_000))
		];
		for (const { next } of fresh) expect(await next()).toBe(retry);
		here.end('fresh');
		for (const { next } of fresh) expect(await next()).toBeNull();
	});

	it('told twice looks twice, and nothing else comes of it', async () => {
		const { caseId, number } = await world.aCase();
		const { next } = browser(there.watch('resident', [caseStream(caseId)]));
		expect(await next()).toBe(retry);
		const heard = [{ id: 1, stream: caseStream(caseId), kind: 'case.submitted' }];
		await here.tell(heard);
		await here.tell(heard);
		expect(await next()).toBe(changed);
		expect(await next()).toBe(changed);
		expect(await world.kinds(caseId)).toEqual(['case.submitted']);
		expect((await world.look(number)).version).toBe(1);
	});

	it('learns that something changed, and never what', async () => {
		const { caseId } = await world.aCase({ text: '这句话不该出现在流里。' });
		const { next } = browser(here.watch('resident', [caseStream(caseId)]));
		await next();
		await handOn(there);
		expect(await next()).toBe(changed);
	});
});

describe('a browser that watches the queue', () => {
	it('is told of every case and kiosk, and of no account or setting', async () => {
		const { next } = browser(here.watch('session', 'queue'));
		expect(await next()).toBe(retry);
		await there.tell([
			{ id: 1, stream: staffStream(1), kind: 'staff.signed-in' },
			{ id: 2, stream: 'settings', kind: 'settings.day-changed' }
		]);
		await there.tell([{ id: 3, stream: caseStream(1), kind: 'case.submitted' }]);
		expect(await next()).toBe(changed);
		await there.tell([{ id: 4, stream: kioskStream(1), kind: 'kiosk.bell-rung' }]);
		expect(await next()).toBe(changed);
		here.end('session');
		expect(await next()).toBeNull();
	});

	it('is told once of many cases at once', async () => {
		const { next } = browser(here.watch('session', 'queue'));
		await next();
		await there.tell(Array.from({ length: 150 }, (_, id) => ({ id, stream: caseStream(id), kind: 'case.submitted' })));
		expect(await next()).toBe(changed);
		here.end('session');
		expect(await next()).toBeNull();
	});

	it('is told of all of more cases than one message holds', async () => {
		const { next } = browser(there.watch('resident', [caseStream(999)]));
		await next();
		await here.tell(Array.from({ length: 1000 }, (_, id) => ({ id, stream: caseStream(id), kind: 'case.submitted' })));
		expect(await next()).toBe(changed);
	});
});

describe('a stream', () => {
	it('ends at sign-out, in all windows of this session and of no other', async () => {
		const windows = [1, 2].map(() => browser(here.watch('session', 'queue')));
		const other = browser(here.watch('another session', 'queue'));
		for (const { next } of [...windows, other]) expect(await next()).toBe(retry);
		here.end('session');
		for (const { next } of windows) expect(await next()).toBeNull();
		await here.tell([{ id: 1, stream: caseStream(1), kind: 'case.submitted' }]);
		expect(await other.next()).toBe(changed);
	});

	it('that was left is forgotten, and those beside it go on', async () => {
		const [gone, stays] = [1, 2].map(() => browser(here.watch('session', 'queue')));
		await gone?.next();
		await stays?.next();
		await gone?.leave();
		await here.tell([{ id: 1, stream: caseStream(1), kind: 'case.submitted' }]);
		expect(await stays?.next()).toBe(changed);
		here.end('session');
		expect(await stays?.next()).toBeNull();
	});

	it('ends when the process stops', async () => {
		const { next } = browser(here.watch('session', 'queue'));
		expect(await next()).toBe(retry);
		await here.stop();
		expect(await next()).toBeNull();
	});
});
