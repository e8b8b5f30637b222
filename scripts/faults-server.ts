import { seedOffice } from '../src/lib/server/seed/office.ts';
import { gather } from '../tests/load/crowd.ts';
import { openHastyProxy } from '../tests/load/hasty-proxy.ts';
import { anotherPostmaster, killPostmaster, postmasterOf } from '../tests/load/postmaster.ts';
import { type Balance, settleUp } from '../tests/load/settle-up.ts';
import { type Ground, onGround, printRows } from './ground.ts';
import { withHouse } from './house.ts';
import type { Served } from './served.ts';

/**
 * Is every acknowledged submission stored, once, under one number, whatever is killed (trust D1, D2)? Residents file
 * through the pages of the built server while it is killed three times and its database twice. `-- --planted` puts a
 * proxy before it that acknowledges before the commit: that run must end with 1.
 */
const wanted = 2_100;
const atOnce = 16;
const patienceMs = 230_000;
const kills = ['app', 'database', 'app', 'database', 'app'] as const;
const isPlanted = process.argv.includes('--planted');

await onGround('faults', run);

async function run(ground: Ground): Promise<boolean> {
	const { env, home } = ground;
	await withHouse(env, (house) => seedOffice(house.contextFor({ kind: 'system', job: 'faults' })));
	const began = performance.now();
	let app: Served = await ground.start();
	const proxy = isPlanted ? await openHastyProxy(app.url) : null;
	const crowd = gather(proxy?.url ?? app.url, { wanted, atOnce, enough: AbortSignal.timeout(patienceMs) });
	const [{ retries }] = await Promise.all([crowd.gone, killInTurn(crowd.reached)]);
	proxy?.close();
	await app.stop();
	const seconds = Math.round((performance.now() - began) / 1000);
	// the database has been stopped with the app: what is read now comes from the disk
	let isRight = false;
	await withHouse(env, async ({ db }) => {
		const balance = await settleUp(db, crowd.acknowledged);
		isRight = print(crowd.acknowledged.length, retries, seconds, balance);
	});
	return isRight;

	/** Each when its share of the residents has an acknowledgement, and after the last kill was healed. */
	async function killInTurn(reached: (count: number) => Promise<void>): Promise<void> {
		for (const [index, what] of kills.entries()) {
			await reached(Math.round((wanted * (index + 1)) / (kills.length + 1)));
			const began = performance.now();
			await (what === 'app' ? killApp() : killDatabase());
			console.log(`killed the ${what}; it works again after ${((performance.now() - began) / 1000).toFixed(1)} s`);
		}
	}

	/** The script starts it again, as systemd would; it finds its database running and adopts it. */
	async function killApp(): Promise<void> {
		await app.kill();
		app = await ground.start();
	}

	/** Nobody but the app itself starts it again. */
	async function killDatabase(): Promise<void> {
		const running = postmasterOf(home);
		if (!running) throw new Error('there is no database to kill');
		killPostmaster(running);
		await anotherPostmaster(home, running);
		await app.ready();
	}
}

/** The figures, and whether all of them are right. */
function print(acknowledged: number, retries: number, seconds: number, balance: Balance): boolean {
	const { stored, duplicates, missing, unnumbered, changed, ledger } = balance;
	const isRight = printRows([
		['submissions acknowledged', acknowledged, acknowledged >= 2000],
		['submissions stored', stored, stored === acknowledged],
		['acknowledged but missing', missing.length, missing.length === 0],
		['duplicates', duplicates, duplicates === 0],
		['numbers changed on retry', changed, changed === 0],
		['receipts without a number', unnumbered, unnumbered === 0],
		['ledger', ledger.isValid ? `valid, ${ledger.events} events` : `broken at ${ledger.where}`, ledger.isValid],
		['kill -9 of the app', kills.filter((what) => what === 'app').length, true],
		['kill -9 of the database', kills.filter((what) => what === 'database').length, true],
		['retries', retries, true],
		['duration', `${seconds} s`, true]
	]);
	for (const { submissionKey } of missing.slice(0, 3)) console.log(`  missing: submission key ${submissionKey}`);
	return isRight;
}
