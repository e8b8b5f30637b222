import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { numberBlock } from '../src/lib/domain/kiosk.ts';
import { kiosks } from '../src/lib/server/db/schema/kiosks.ts';
import { caseNumbers } from '../src/lib/server/db/schema/numbers.ts';
import { makePairingCode } from '../src/lib/server/kiosks/make-pairing-code.ts';
import { seedOffice } from '../src/lib/server/seed/office.ts';
import { type Balance, balanceOf } from '../tests/load/kiosk-balance.ts';
import { type Line, openLine } from '../tests/load/kiosk-line.ts';
import { fileAlone, type Moment, type Outage, synchronise } from '../tests/load/kiosk-outage.ts';
import { putUp, type Stand } from '../tests/load/kiosk-stand.ts';
import { onScreen, pressPairingCode } from '../tests/support/kiosk-screen.ts';
import { countKept, readRemains } from '../tests/support/kiosk-storage.ts';
import { type Search, searchFolder, searchText } from '../tests/support/search-profile.ts';
import { type Ground, onGround, printRows } from './ground.ts';
import { findBrowser } from './find-browser.ts';
import { withHouse } from './house.ts';

/**
 * Is everything that a kiosk confirmed while its server was away stored, once, under the number that was printed, and
 * counted from the kiosk's time (ruling 18, trust C10)? A real browser over a real profile is killed while people write,
 * while a letter is sealed, behind a receipt, while it starts, and while it synchronises over a line that loses answers.
 * Then the whole profile is searched for what they wrote. `--planted` forgets letters on the line and keeps drafts in the
 * page: that run must end with 1.
 */
const wanted = 50;
const kills = new Map<number, Moment>([
	[4, 'writing'],
	[9, 'sealing'],
	[14, 'receipt'],
	[19, 'sealing'],
	[23, 'writing'],
	[28, 'starting'],
	[35, 'sealing'],
	[39, 'receipt'],
	[44, 'sealing']
]);
const killsAt = [7, 19, 34];
const loses = { letters: 12, beats: 3 };
const patienceMs = 120_000;
/** The resident never waits longer for the receipt. */
const receiptMs = 3000;
const isPlanted = process.argv.includes('--planted');

await onGround('faults', run);

async function run(ground: Ground): Promise<boolean> {
	const { env } = ground;
	const began = performance.now();
	const profile = path.join(ground.dataDir, 'profile');
	const code = await preparedOffice(ground);
	const app = await ground.start();
	const line = await openLine(app.url, { loses, forgetsEach: isPlanted ? 10 : 0 });
	ground.onEnd(async () => line.close());
	const isAlone = () => line.state !== 'up';
	const stand = putUp({ executable: findBrowser(), profile, address: `${line.url}/kiosk`, isAlone });
	ground.onEnd(stand.kill);
	await pair(stand, code);
	await app.stop();
	await ageLease(ground);

	const outage = await fileAlone(stand, line, { wanted, kills });
	if (isPlanted) await keepDraft(stand, outage);
	await stand.kill();
	const searched = [searchFolder(profile, outage.secrets)];
	const again = await ground.start();
	await stand.start(0);
	await synchronise(stand, line, { killsAt, patienceMs });
	const remains = searchText(await readRemains(stand.page()), outage.secrets);
	await stand.close();
	searched.push(searchFolder(profile, outage.secrets));
	const control = searchFolder(profile, [outage.confirmed[0]?.number ?? 'no number']);
	await again.stop();
	const seconds = Math.round((performance.now() - began) / 1000);

	let isRight = false;
	await withHouse(env, async (house) => {
		const balance = await balanceOf(house, outage.confirmed);
		isRight = print({ outage, balance, stand, line, searched, remains: remains.length, control, seconds });
	});
	return isRight;
}

/** The demo office, and a code for its first kiosk. */
async function preparedOffice({ env }: Ground): Promise<string> {
	let code = '';
	await withHouse(env, async (house) => {
		const context = house.contextFor({ kind: 'system', job: 'faults' } as const);
		await seedOffice(context);
		const [kiosk] = await house.db.select({ id: kiosks.id }).from(kiosks).orderBy(kiosks.id).limit(1);
		({ code } = await makePairingCode(context, kiosk?.id ?? 0));
	});
	return code;
}

/** On-line, until the machine has all it needs to be alone. */
async function pair(stand: Stand, code: string): Promise<void> {
	await stand.start(0);
	const page = stand.page();
	await onScreen(page, 'pair');
	await pressPairingCode(page, code);
	await onScreen(page, 'home');
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	while ((await countKept(page, 'numbers')) < numberBlock.wanted) await pause(100);
}

/** The machine has had its numbers for some days: what is handed in on the days before today is not before the lease. */
async function ageLease({ env }: Ground): Promise<void> {
	await withHouse(env, async ({ db }) => {
		await db.update(caseNumbers).set({ drawnAt: sql`${caseNumbers.drawnAt} - interval '3 days'` });
	});
}

/** A page that keeps what somebody writes for later. */
async function keepDraft(stand: Stand, { secrets }: Outage): Promise<void> {
	await stand.page().evaluate((text) => localStorage.setItem('draft', text), secrets[0] ?? '');
	// the browser writes it out by and by
	await pause(6000);
}

type Outcome = {
	outage: Outage;
	balance: Balance;
	stand: Stand;
	line: Line;
	searched: readonly Search[];
	remains: number;
	/** What must be found, or nothing was searched. */
	control: Search;
	seconds: number;
};

/** The figures, and whether all of them are right. */
function print({ outage, balance, stand, line, searched, remains, control, seconds }: Outcome): boolean {
	const { confirmed, secrets, slowestMs } = outage;
	const { stored, missing, unseen, duplicates, changed, wrongDates, wrongClocks, closed, ledger } = balance;
	const hits = searched.flatMap((search) => search.hits);
	const [files, bytes] = [searched.at(-1)?.files ?? 0, searched.at(-1)?.bytes ?? 0];
	const mostUnseen = [...kills.values()].filter((moment) => moment === 'sealing').length;
	const none = (what: string, figure: number): [string, number, boolean] => [what, figure, figure === 0];
	const isRight = printRows([
		['receipts shown while the line was down', confirmed.length, confirmed.length === wanted],
		['stored under the printed number', stored, stored === confirmed.length],
		none('confirmed but missing', missing.length),
		['handed in, killed before the receipt', unseen, unseen <= mostUnseen],
		none('duplicates', duplicates),
		none('numbers printed twice', confirmed.length - new Set(confirmed.map(({ number }) => number)).size),
		none('texts or phones changed', changed),
		none('printed dates that are not the stored', wrongDates),
		none("clocks not from the kiosk's time", wrongClocks),
		none('not opened by code or QR', closed),
		['ledger', ledger.isValid ? `valid, ${ledger.events} events` : `broken at ${ledger.where}`, ledger.isValid],
		none('planted texts in the profile', hits.length),
		none('planted texts in the page and its stores', remains),
		['searched for', `${secrets.length} texts in ${files} files, ${Math.round(bytes / 1_048_576)} MB`, files > 100],
		['a number that must be found, found', control.hits.length, control.hits.length > 0],
		['kill -9 of the browser', stand.kills(), stand.kills() >= 5],
		['starts without the server', stand.startsAlone(), stand.startsAlone() >= 5],
		['lost answers: letters, heartbeats', `${line.lost.letters}, ${line.lost.beats}`, line.lost.letters > 0],
		['slowest receipt', `${(slowestMs / 1000).toFixed(1)} s`, slowestMs <= receiptMs],
		['duration', `${seconds} s`, true]
	]);
	for (const { number } of missing.slice(0, 3)) console.log(`  missing: ${number}`);
	for (const { text, as, file } of hits.slice(0, 5)) console.log(`  found: ${text} as ${as} in ${file}`);
	return isRight;
}
