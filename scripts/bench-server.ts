import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { openEmbedded } from '../src/lib/server/db/embedded.ts';
import { fillBare, fillOurs, type Prepared, prepareDrafts, type Tracked } from '../tests/load/bench-life.ts';
import { type Figures, measure, type Question } from '../tests/load/measure.ts';
import { bareSubmit, bareTrack, ourSubmit, ourTrack } from '../tests/load/questions.ts';
import { buildIfStale } from './build-if-stale.ts';
import { withHouse } from './house.ts';
import { freePort, serve, type Served } from './served.ts';

/**
 * The built server beside tests/load/bare.mjs: one process each, 16 connections, pools of the same size on the same
 * PostgreSQL, three rounds in which bare and ours take turns, the median of the ratios. Ends with 1 below what is owed.
 * A case page is sent again while nothing has happened to its case; what making it costs is printed too.
 */
const rounds = 3;
const owed = { submit: 0.3, track: 0.25 };
const amount = { bare: 6000, ours: 2400, warmUp: 2400 };
const trackSeconds = 8;
const pool = '10';

buildIfStale();
const dataDir = path.resolve(`.data/bench/${process.pid}`);
const embedded = await openEmbedded(dataDir, ['bare', 'huiyin']);
const sockets = new URLSearchParams(embedded.url('').split('?')[1]).get('host') ?? '';
const key = () => randomBytes(32).toString('base64');
const env = {
	...process.env,
	...{ MODE: 'production', DATA_DIR: dataDir, DATABASE_URL: embedded.url('huiyin'), DATABASE_OWNER_URL: '' },
	...{ HOST: '127.0.0.1', PORT: String(await freePort()), POOL_SIZE: pool, ORIGIN: '', TRUSTED_HOPS: '0' },
	...{ MASTER_KEYS: `k1:${key()}`, PEPPER: key(), DERIVATION_KEY: key(), LOG_LEVEL: 'error' }
};
const bareEnv = {
	...process.env,
	// postgres.js takes the socket's folder and the role from these
	...{ DATABASE_URL: 'postgres:///bare', PGHOST: sockets, PGUSER: 'owner' },
	...{ PORT: String(await freePort()), WORKERS: '0', POOL: pool }
};
const servers: Served[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void clear().then(() => process.exit(130)));
try {
	process.exitCode = (await run()) ? 0 : 1;
} finally {
	await clear();
}

type Turn = { submit: Figures; track: Figures };

async function run(): Promise<boolean> {
	console.log('Filling two databases and preparing the drafts …');
	await fillBare({ host: sockets, username: 'owner', database: 'bare' });
	let tracked: Tracked[] = [];
	let drafts: Prepared[] = [];
	await withHouse(env, async (house) => {
		tracked = await fillOurs(house, 16);
		drafts = await prepareDrafts(house, amount.warmUp + rounds * amount.ours);
	});
	const bare = await serve(bareEnv, { args: ['tests/load/bare.mjs'], readyPath: '/static' });
	servers.push(bare);
	const ours = await serve(env);
	servers.push(ours);
	const submit = ourSubmit(ours.url, drafts);
	const { again: track, anew } = await ourTrack(ours.url, tracked);

	await measure(bare.url, bareSubmit, { amount: amount.warmUp });
	await measure(bare.url, bareTrack, { seconds: 2 });
	await measure(ours.url, submit, { amount: amount.warmUp });
	await measure(ours.url, track, { seconds: 2 });
	const turns: { bare: Turn; ours: Turn }[] = [];
	for (let round = 1; round <= rounds; round++) {
		const turn = {
			bare: await take(bare.url, bareSubmit, bareTrack, amount.bare),
			ours: await take(ours.url, submit, track, amount.ours)
		};
		turns.push(turn);
		for (const what of ['submit', 'track'] as const) print(`round ${round}`, what, turn);
	}
	console.log(`made anew each time: track ours ${inWords(await measure(ours.url, anew, { seconds: trackSeconds }))}`);
	return (['submit', 'track'] as const).map((what) => judge(what, turns)).every(Boolean);
}

async function take(url: string, submit: () => Question, track: () => Question, count: number): Promise<Turn> {
	return {
		submit: await measure(url, submit, { amount: count }),
		track: await measure(url, track, { seconds: trackSeconds })
	};
}

function print(when: string, what: keyof Turn, { bare, ours }: { bare: Turn; ours: Turn }): void {
	const ratio = ours[what].perSecond / bare[what].perSecond;
	console.log(
		`${when.padEnd(8)} ${what.padEnd(7)} bare ${inWords(bare[what])}   ours ${inWords(ours[what])}   ratio ${ratio.toFixed(3)}`
	);
}

/** The median of each figure over the rounds, and whether their ratio is what is owed. */
function judge(what: keyof Turn, turns: { bare: Turn; ours: Turn }[]): boolean {
	const middle = (values: number[]) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
	const median = (whose: 'bare' | 'ours'): Figures => ({
		perSecond: middle(turns.map((turn) => turn[whose][what].perSecond)),
		p50: middle(turns.map((turn) => turn[whose][what].p50)),
		p99: middle(turns.map((turn) => turn[whose][what].p99))
	});
	const ratio = middle(turns.map(({ bare, ours }) => ours[what].perSecond / bare[what].perSecond));
	const isEnough = ratio >= owed[what];
	console.log(
		`${'median'.padEnd(8)} ${what.padEnd(7)} bare ${inWords(median('bare'))}   ours ${inWords(median('ours'))}   ` +
			`ratio ${ratio.toFixed(3)}, owed ${owed[what]}: ${isEnough ? 'enough' : 'NOT ENOUGH'}`
	);
	return isEnough;
}

function inWords({ perSecond, p50, p99 }: Figures): string {
	const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(8);
	return `${perSecond.toFixed(0).padStart(5)}/s p50 ${ms(p50)} p99 ${ms(p99)}`;
}

async function clear(): Promise<void> {
	for (const server of servers) await server.stop();
	await embedded.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
