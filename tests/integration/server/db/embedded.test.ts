import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '#lib/server/db/connect.ts';
import { type Embedded, openEmbedded } from '#lib/server/db/embedded.ts';

const temporary = mkdtempSync(path.join(os.tmpdir(), 'huiyin-test-'));
// reachable for the account that root lends PostgreSQL
chmodSync(temporary, 0o711);
// longer than the 107 bytes of a socket's address
const folder = path.join(temporary, 'deep/'.repeat(25));
const cluster = path.join(folder, 'postgres');
const postmaster = () => Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);

async function neighbour(): Promise<ChildProcessWithoutNullStreams> {
	const child = spawn(process.execPath, ['tests/support/hold-embedded.ts', folder]);
	child.stderr.pipe(process.stderr);
	await once(child.stdout, 'data');
	return child;
}

async function ask(embedded: Embedded, question: string): Promise<unknown> {
	const { sql, close } = connect(embedded.url('shared'), { max: 1 });
	try {
		return (await sql.unsafe(question).values())[0]?.[0];
	} finally {
		await close();
	}
}

describe('the embedded PostgreSQL', () => {
	let embedded: Embedded;
	let first: ChildProcessWithoutNullStreams;
	let second: ChildProcessWithoutNullStreams;
	beforeAll(async () => {
		const started = await Promise.all([neighbour(), neighbour()]);
		[first, second] = started;
		embedded = await openEmbedded(folder, ['shared']);
	});
	afterAll(async () => {
		await embedded.stop();
		for (const child of [first, second]) child.kill('SIGKILL');
		rmSync(temporary, { recursive: true, force: true });
	});

	it('is one server for all processes of a folder, even when they start together', async () => {
		expect(await ask(embedded, 'select version()')).toMatch(/^PostgreSQL 18/);
		expect(await ask(embedded, 'show data_checksums')).toBe('on');
		expect(await ask(embedded, 'show server_encoding')).toBe('UTF8');
	});

	it('sorts Chinese by pinyin and commits to the disk', async () => {
		const sorted = `select string_agg(word, '' order by word collate "zh-Hans-CN-x-icu") from (values ('张'), ('李'), ('陈')) as words (word)`;
		expect(await ask(embedded, sorted)).toBe('陈李张');
		expect(await ask(embedded, 'show fsync')).toBe('on');
		expect(await ask(embedded, 'show synchronous_commit')).toBe('on');
	});

	it('listens on no network, and on a socket in a folder closed to others', async () => {
		expect(await ask(embedded, 'show listen_addresses')).toBe('');
		const sockets = String(await ask(embedded, 'show unix_socket_directories'));
		expect(statSync(sockets).mode & 0o077).toBe(0);
		expect(path.join(sockets, '.s.PGSQL.5432').length).toBeLessThan(104);
	});

	it('outlives a process that is killed, and is adopted', async () => {
		const before = postmaster();
		first.kill('SIGKILL');
		await once(first, 'exit');
		const adopter = await neighbour();
		adopter.stdin.write('stop\n');
		await once(adopter, 'exit');
		expect(await ask(embedded, 'select 1')).toBe(1);
		expect(postmaster()).toBe(before);
	});

	it('is started again when it dies', async () => {
		const before = postmaster();
		process.kill(before, 'SIGKILL');
		await expect.poll(() => ask(embedded, 'select 1').catch(() => 'away'), { timeout: 10_000, interval: 100 }).toBe(1);
		expect(postmaster()).not.toBe(before);
	});

	it('stays while anybody uses it and stops with the last', async () => {
		second.stdin.write('stop\n');
		await once(second, 'exit');
		expect(await ask(embedded, 'select 1')).toBe(1);
		await embedded.stop();
		expect(existsSync(path.join(cluster, 'postmaster.pid'))).toBe(false);
	});
});
