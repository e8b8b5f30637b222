import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { sql } from 'drizzle-orm';
import { readConfig } from '../src/lib/server/config.ts';
import type { Actor } from '../src/lib/domain/permissions.ts';
import { addDays, type Day } from '../src/lib/domain/clock.ts';
import { indicatorKeys } from '../src/lib/domain/indicators.ts';
import { type Context } from '../src/lib/server/context.ts';
import { findOrphans } from '../src/lib/server/cases/queries/orphans.ts';
import { connect, type Database } from '../src/lib/server/db/connect.ts';
import { openEmbedded } from '../src/lib/server/db/embedded.ts';
import { migrateDatabase } from '../src/lib/server/db/migrate.ts';
import { deliver } from '../src/lib/server/events/deliver.ts';
import { subscribers } from '../src/lib/server/events/record.ts';
import { verifyLedger } from '../src/lib/server/events/verify.ts';
import type { Roads } from '../src/lib/server/notify/channels/open.ts';
import { sendDue } from '../src/lib/server/notify/send-due.ts';
import { tell } from '../src/lib/server/notify/tell.ts';
import { countBy } from '../src/lib/server/stats/indicators.ts';
import { keepFigures } from '../src/lib/server/stats/keep-figures.ts';
import { compareFigures, recountBy } from '../src/lib/server/stats/recount.ts';
import { seedOffice } from '../src/lib/server/seed/office.ts';
import { chanceFrom } from '../tests/load/hand.ts';
import { openGatewayStand } from '../tests/load/simulation/gateway-stand.ts';
import { play } from '../tests/load/simulation/play.ts';

/**
 * A year of the office on a real database, with a clock that jumps from due work to due work: residents and staff as they
 * are, by chance from a SEED; CASES, DAYS and BEGINS set how many, how
 * long and from which day on. `--planted` lets a few cases be forgotten behind
 * the clock's back, which must be found. Ends with 1 and names what was not as it must be.
 */
const seed = Number(process.env.SEED ?? 20261103);
const wanted = Number(process.env.CASES ?? 5000);
const days = Number(process.env.DAYS ?? 365);
const isPlanted = process.argv.includes('--planted');
/** How many cases are still to be taken off the ladder behind the clock's back. */
let toForget = 5;
/** Holidays of 2026, and after New Year a year whose calendar nobody has imported. */
const beginsOn = (process.env.BEGINS ?? '2026-03-01') as Day;

const dataDir = path.resolve(`.data/simulate/${process.pid}`);
mkdirSync(dataDir, { recursive: true });
const embedded = await openEmbedded(dataDir, ['huiyin']);
const url = embedded.url('huiyin');
await migrateDatabase(url);
const { db, close } = connect(url, { max: 6, patient: true });
const clear = async () => {
	await close();
	await embedded.stop();
	rmSync(dataDir, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void clear().then(() => process.exit(130)));
try {
	process.exitCode = (await run()) ? 0 : 1;
} finally {
	await clear();
}

async function run(): Promise<boolean> {
	const beganAt = performance.now();
	await db.execute(sql`alter database huiyin set synchronous_commit = off`);
	const chance = chanceFrom(seed);
	const key = () => randomBytes(32).toString('base64');
	const config = readConfig({
		...{ MODE: 'production', DATA_DIR: dataDir, MASTER_KEYS: `k1:${key()}`, PEPPER: key(), DERIVATION_KEY: key() }
	});
	const contextFor = <A extends Actor>(actor: A, now: Date): Context<A> => ({
		...{ db, actor, now, secrets: config.secrets, filesDir: path.join(dataDir, 'files') },
		...{ numberPrefix: 'MQ', announce: () => {} }
	});
	await seedOffice(contextFor({ kind: 'system', job: 'seed' }, new Date(`${addDays(beginsOn, -1)}T04:00:00Z`)));
	const gateway = openGatewayStand(chanceFrom(seed + 1), beginsOn);
	const roads: Roads = {
		outward: {
			sms: { channel: gateway.channel, perSecond: 1000 },
			email: { channel: gateway.channel, perSecond: 1000 }
		},
		...{ quietHours: { from: 21 * 60, until: 8 * 60 }, site: 'https://box.example.cn', close: () => {} }
	};
	const problems: string[] = [];
	let months = 0;
	console.log(`Seed ${seed}: ${wanted} letters in ${days} days from ${beginsOn} on …`);
	const { now, done, refused, breaches, states } = await play({
		...{ db, chance, contextFor, beginsOn, days, cases: wanted },
		tell: async (now) => {
			gateway.clock(now);
			const system = contextFor({ kind: 'system', job: 'notify' } as const, now);
			for (const subscriber of subscribers)
				while (
					(await deliver(db, subscriber, async (heard, forgetting) => {
						if (subscriber === 'notify') await tell({ ...system, db: forgetting }, roads, heard);
						if (subscriber === 'stats') await keepFigures(forgetting, heard);
					})) > 0
				);
			for (const channel of ['sms', 'email'] as const) await sendDue(() => system, roads, channel);
		},
		onMonth: async (day, now) => {
			months++;
			process.stdout.write(`${day.slice(0, 7)} `);
			problems.push(...(await figureFaults(day, now)));
		},
		spoil: isPlanted ? forget : null
	});
	console.log('');
	problems.push(...breaches);
	const orphans = await findOrphans(contextFor({ kind: 'system', job: 'check-orphans' }, now));
	for (const { number, lacks } of orphans.some) problems.push(`${number} is an orphan: it lacks ${lacks.join(', ')}`);
	const verdict = await verifyLedger(db);
	if (!verdict.isValid) problems.push(`the ledger is broken at ${verdict.where}: ${verdict.why}`);
	const { cases: folded, differences } = await compareFigures(db);
	for (const { caseId } of differences) problems.push(`case ${caseId}: the kept figures are not what the ledger tells`);
	problems.push(...gateway.faults(), ...(await messageFaults(db, now)));

	const minutes = (performance.now() - beganAt) / 60_000;
	const sum = Object.values(states).reduce((all, some) => all + some, 0);
	const told = Object.entries(states).map(([state, some]) => `${state} ${some}`);
	console.log(
		`${sum} cases until ${now.toISOString().slice(0, 10)}, in ${minutes.toFixed(1)} minutes: ${told.join(', ')}`
	);
	const acts = Object.entries(done).sort(([, one], [, other]) => other - one);
	console.log(`What was done: ${acts.map(([act, times]) => `${act} ${times}`).join(', ')}`);
	console.log(
		`What was refused: ${
			Object.entries(refused)
				.map(([act, times]) => `${act} ${times}`)
				.join(', ') || 'nothing'
		}`
	);
	if (verdict.isValid) console.log(`The ledger is valid: ${verdict.events} events in ${verdict.streams} streams.`);
	console.log(
		`${gateway.sent()} messages left the house, ${gateway.failed()} tries failed; ${months} months and ${folded} cases were recounted from the ledger.`
	);
	console.log(`Orphans: ${orphans.found}. Breaches: ${problems.length}.`);
	for (const [kind, alike] of Object.entries(Object.groupBy(problems, kindOfProblem)))
		console.log(`  ${alike?.length} × ${kind}: ${alike?.slice(0, 3).join('; ')}`);
	return problems.length === 0;
}

/** A problem without the case and the time it is about. */
function kindOfProblem(problem: string): string {
	return problem.replace(/[A-Z]{2}\d{6}-\d{7}/g, '…').replace(/\d[\d:.TZ-]*/g, '#');
}

/** The month that has just passed, by unit: counted as it is shown, and recounted from the ledger. */
async function figureFaults(day: Day, now: Date): Promise<string[]> {
	const counted = { period: { from: `${addDays(day, -1).slice(0, 7)}-01`, to: addDays(day, -1) } };
	const shown = await countBy({ db, now }, counted, 'unit', indicatorKeys);
	const recounted = await recountBy(db, counted, 'unit', indicatorKeys, now);
	return JSON.stringify(shown) === JSON.stringify(recounted) ? [] : [`the figures of ${counted.period.from} differ`];
}

/**
 * The planted defect: somebody with the database's password takes cases off the ladder that have just passed their due,
 * and nobody is reminded again. A few of them, as some are answered before the next step would have come.
 */
async function forget({ id, ladder, state }: { id: number; ladder: number; state: string }): Promise<boolean> {
	if (ladder !== 1 || state !== 'processing') return false;
	await db.execute(sql`update cases set ladder = 3 where id = ${id}`);
	return --toForget === 0;
}

/** Nothing waits for longer than it may be tried, and none left the house twice. */
async function messageFaults(db: Database, now: Date): Promise<string[]> {
	const [row] = await db.execute<{ waiting: string }>(
		sql`select count(*) as waiting from messages where state = 'waiting' and expires_at < ${now.toISOString()}`
	);
	return Number(row?.waiting ?? 0) > 0 ? [`${row?.waiting} messages were forgotten`] : [];
}
