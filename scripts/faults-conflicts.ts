import { and, asc, eq, gt } from 'drizzle-orm';
import { factorCode } from '../src/lib/server/auth/second-factor.ts';
import { findOrphans } from '../src/lib/server/cases/queries/orphans.ts';
import { cases } from '../src/lib/server/db/schema/cases.ts';
import { events } from '../src/lib/server/db/schema/events.ts';
import { staff } from '../src/lib/server/db/schema/staff.ts';
import { caseStream } from '../src/lib/server/events/record.ts';
import { verifyLedger } from '../src/lib/server/events/verify.ts';
import { demoFactor, demoPassword, seedOffice } from '../src/lib/server/seed/office.ts';
import type { House } from '../src/lib/server/start.ts';
import { type Contest, prepareContests, rivalsCast } from '../tests/load/contests.ts';
import { type Fight, fight } from '../tests/load/fight.ts';
import { openVisitor } from '../tests/load/visitor.ts';
import { type Ground, onGround, printRows } from './ground.ts';
import { withHouse } from './house.ts';
import { freePort, serve } from './served.ts';

/**
 * Does of 50 acts that conflict (state, owner or due) exactly one win, on each of 100 cases, over two processes on one
 * database, and does everybody else hear who was faster and when (trust D13)? Signed-in staff post the version that all
 * of them saw. `--planted` keeps the database from counting versions on, as a server that forgot to would: that run
 * must end with 1.
 */
const contested = 100;
const atOnce = 50;
/** Fewer than come at once: the admission limit turns some away, and they ask again. */
const requestLimit = 20;
const isPlanted = process.argv.includes('--planted');

await onGround('faults', run);

async function run(ground: Ground): Promise<boolean> {
	const { env } = ground;
	env.REQUEST_LIMIT = String(requestLimit);
	const began = performance.now();
	let contests: Contest[] = [];
	let factorOf = (_: string) => '';
	await withHouse(env, async (house) => {
		const context = house.contextFor({ kind: 'system', job: 'faults' });
		await seedOffice(context);
		factorOf = (username) => demoFactor(context.secrets, username);
		contests = await prepareContests(house, contested);
		if (isPlanted) await forgetVersions(house);
	});

	const first = await ground.start();
	const second = await serve({ ...env, PORT: String(await freePort()) });
	ground.onEnd(second.kill);
	const cookies = new Map<string, string>();
	for (const who of rivalsCast) cookies.set(who, await signIn(first.url, who, factorOf(who)));
	const field = { sites: [first.url, second.url], cookieOf: (who: string) => cookies.get(who) ?? '' };
	const fights: (Fight & { contest: Contest })[] = [];
	for (const [index, contest] of contests.entries()) {
		// another order each time, or the same act would always come first
		const turn = Math.floor(index / 5) % contest.rivals.length;
		const rivals = [...contest.rivals.slice(turn), ...contest.rivals.slice(0, turn)];
		const fought = await fight(contest.number, { version: contest.version, rivals, atOnce }, field);
		fights.push({ ...fought, contest });
	}
	await second.stop();
	await first.stop();
	const seconds = Math.round((performance.now() - began) / 1000);
	let isRight = false;
	await withHouse(env, async (house) => {
		isRight = await print(house, fights, { sites: field.sites, seconds });
	});
	return isRight;
}

/** As if an act forgot to count the version on: nobody could tell any more that the case has moved. */
async function forgetVersions({ sql }: House): Promise<void> {
	await sql.unsafe(`
		create function forget_version() returns trigger language plpgsql as $$
			begin new.version := old.version; return new; end $$;
		create trigger forget_version before update on cases for each row execute function forget_version()`);
}

/** Through the two pages of the sign-in; returns the cookies of the open session. */
async function signIn(site: string, username: string, factor: string): Promise<string> {
	const visitor = openVisitor(site);
	const { status, location } = await visitor.post('/staff/sign-in?/password', { username, password: demoPassword });
	if (status !== 303) throw new Error(`${username} was not let in: ${status}`);
	if (!location.startsWith('/staff/sign-in')) return visitor.cookies();
	const next = await visitor.post('/staff/sign-in?/factor', { factor: factorCode(factor, new Date()) });
	if (next.status !== 303) throw new Error(`the code of ${username} was refused: ${next.status}`);
	return visitor.cookies();
}

type Ended = { sites: readonly string[]; seconds: number };

/** The figures, and whether all of them are right. */
async function print(
	house: House,
	fights: readonly (Fight & { contest: Contest })[],
	{ sites, seconds }: Ended
): Promise<boolean> {
	const counts = { oneWinner: 0, oneEvent: 0, oneVersion: 0, losers: 0, toldWell: 0, odd: 0, retries: 0 };
	const wonBy = new Set<string>();
	const wonAt = new Set<string>();
	const odd: string[] = [];
	for (const { contest, told, retries } of fights) {
		const winners = told.filter(({ as }) => as === 'won');
		const since = await eventsSince(house, contest);
		const [event] = since;
		const [now] = await house.db.select().from(cases).where(eq(cases.id, contest.caseId));
		counts.retries += retries;
		if (winners.length === 1) counts.oneWinner++;
		if (since.length === 1) counts.oneEvent++;
		if (now?.version === contest.version + 1) counts.oneVersion++;
		for (const { rival, site } of winners) {
			wonBy.add(`${contest.state}: ${rival.act}`);
			wonAt.add(site);
		}
		for (const one of told) {
			if (one.as === 'won') continue;
			if (one.as === 'odd') odd.push(`${contest.state} ${one.rival.act} ${one.says.slice(0, 200)}`);
			else {
				counts.losers++;
				const isPage = one.says.includes('<html');
				const isWho = event?.by !== undefined && event.by !== null && one.says.includes(event.by);
				const isWhen = isPage || (event !== undefined && one.says.includes(event.at.toISOString()));
				if (isWho && isWhen) counts.toldWell++;
				else odd.push(`${contest.state} ${one.rival.act} ${one.says.slice(0, 300)}`);
			}
		}
	}
	const [orphans, ledger] = [
		await findOrphans(house.contextFor({ kind: 'system', job: 'faults' })),
		await verifyLedger(house.db)
	];
	const posted = contested * atOnce;
	const isRight = printRows([
		['cases contested, over two processes', fights.length, fights.length === contested],
		['acts posted, 50 at once on each', posted, fights.every(({ told }) => told.length === atOnce)],
		['cases with exactly one winner', counts.oneWinner, counts.oneWinner === contested],
		['others answered 409', counts.losers, counts.losers === posted - contested],
		['of these told who and when', counts.toldWell, counts.toldWell === posted - contested],
		['cases with exactly one event more', counts.oneEvent, counts.oneEvent === contested],
		['cases with exactly one version more', counts.oneVersion, counts.oneVersion === contested],
		['answers that are neither', odd.length, odd.length === 0],
		['different acts that won', wonBy.size, wonBy.size >= 10],
		['servers that had winners', wonAt.size, wonAt.size === sites.length],
		['turned away by the admission limit', counts.retries, counts.retries > 0],
		['orphans', orphans.found, orphans.found === 0],
		['ledger', ledger.isValid ? `valid, ${ledger.events} events` : `broken at ${ledger.where}`, ledger.isValid],
		['duration', `${seconds} s`, true]
	]);
	for (const says of odd.slice(0, 5)) console.log(`  ${says}`);
	return isRight;
}

/** What the fight left on the case: who did it, and when. */
async function eventsSince({ db }: House, { caseId, prepared }: Contest) {
	return db
		.select({ kind: events.kind, at: events.at, by: staff.name })
		.from(events)
		.leftJoin(staff, eq(staff.id, events.actorId))
		.where(and(eq(events.stream, caseStream(caseId)), gt(events.position, prepared)))
		.orderBy(asc(events.position));
}
