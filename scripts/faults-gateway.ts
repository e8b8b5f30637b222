import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { messages } from '../src/lib/server/db/schema/messages.ts';
import { verifyLedger } from '../src/lib/server/events/verify.ts';
import { openSms } from '../src/lib/server/notify/channels/sms.ts';
import { openRoads } from '../src/lib/server/notify/channels/open.ts';
import { keepSending } from '../src/lib/server/notify/keep-sending.ts';
import { seedOffice } from '../src/lib/server/seed/office.ts';
import type { House } from '../src/lib/server/start.ts';
import { prepareDrafts } from '../tests/load/bench-life.ts';
import { type Figures, measure } from '../tests/load/measure.ts';
import { ourSubmit } from '../tests/load/questions.ts';
import { queueMessages } from '../tests/load/told-cases.ts';
import { type Gateway, type Manner, openGateway } from '../tests/support/gateway.ts';
import { type Ground, onGround, printRows } from './ground.ts';
import { withHouse } from './house.ts';

/**
 * Does every queued message get through once a gateway has been down for six hours, each under one id, and does nobody
 * who files notice (trust D15)? The built server begins with 500 messages and no gateway, and is killed; two senders
 * go on by a clock that runs 240 times as fast while the gateway is down, breaks, hangs, accepts and answers too late;
 * then the server comes back with the gateway and works the rest off. `--planted` has the gateway lose one in ten:
 * that run must end with 1.
 */
const wanted = 500;
const perSecond = 50;
const warmUp = 500;
const submissions = 1500;
const hoursDown = 6;
const speed = 240;
/** 60 seconds by the fast clock: less than the lease. */
const patienceMs = 250;
const outage: readonly (readonly [until: number, manner: Manner])[] = [
	[2, 'down'],
	[3, 'broken'],
	[3.5, 'hanging'],
	[4.75, 'down'],
	[5.25, 'late'],
	[hoursDown, 'busy']
];
const isPlanted = process.argv.includes('--planted');

await onGround('faults', run);

async function run(ground: Ground): Promise<boolean> {
	const { env } = ground;
	const began = performance.now();
	const gateway = await openGateway({ lateMs: patienceMs + 200, forgetsEach: isPlanted ? 10 : 0 });
	ground.onEnd(gateway.close);
	gateway.become('down');
	const sms = { SMS_URL: gateway.url, SMS_SECRET: 'a secret for the stand-in', SMS_PER_SECOND: String(perSecond) };
	Object.assign(env, sms, { QUIET_HOURS: '00:00-00:00' });
	let drafts: Awaited<ReturnType<typeof prepareDrafts>> = [];
	await withHouse(env, async (house) => {
		await seedOffice(house.contextFor({ kind: 'system', job: 'faults' }));
		drafts = await prepareDrafts(house, 3 * (warmUp + submissions));
		await queueMessages(house, wanted);
	});

	const app = await ground.start();
	const submit = ourSubmit(app.url, drafts);
	// each time a server that has just begun and is warm
	const filed = async () => {
		await measure(app.url, submit, { amount: warmUp });
		return measure(app.url, submit, { amount: submissions });
	};
	const whileDown = await filed();
	await app.kill();

	const passed = { attempts: 0, backlog: 0 };
	await withHouse(env, async (house) => {
		await sitOut(house, gateway);
		const [row] = await house.db.select({ most: sql<number>`max(${messages.attempts})` }).from(messages);
		passed.attempts = Number(row?.most ?? 0);
		passed.backlog = await countOf(house, 'waiting');
		// what the fast clock has put off for hours is due by the real one
		await house.db.update(messages).set({ dueAt: new Date() }).where(eq(messages.state, 'waiting'));
	});
	gateway.become('good');
	const back = await ground.start();
	const whileBack = await filed();
	await untilSilent(gateway);
	await back.stop();
	const again = await ground.start();
	const without = await filed();
	await again.stop();
	let isRight = false;
	await withHouse(env, async (house) => {
		const states = { waiting: await countOf(house, 'waiting'), dead: await countOf(house, 'dead') };
		const ledger = await verifyLedger(house.db);
		const seconds = Math.round((performance.now() - began) / 1000);
		isRight = print({ gateway, figures: { whileDown, whileBack, without }, passed, states, ledger, seconds });
	});
	return isRight;
}

/** Six hours by the fast clock, with two senders as two processes would have them. */
async function sitOut(house: House, gateway: Gateway): Promise<void> {
	const [base, from] = [Date.now(), performance.now()];
	const hours = () => ((performance.now() - from) * speed) / 3_600_000;
	const clock = () => house.contextFor({ kind: 'system', job: 'notify' }, new Date(base + hours() * 3_600_000));
	const roads = openRoads(house.config);
	const channel = openSms(house.config.sms ?? { url: '', secret: '', format: 'json', fields: '', perSecond }, {
		patienceMs
	});
	const quick = { ...roads, outward: { sms: { channel, perSecond }, email: null } };
	const onFault = (fault: unknown) => console.error(fault);
	const senders = [keepSending(clock, quick, { onFault }), keepSending(clock, quick, { onFault })];
	for (const [until, manner] of outage) {
		gateway.become(manner);
		console.log(`${hours().toFixed(1)} h: the gateway is ${manner}`);
		while (hours() < until) await pause(50);
	}
	for (const sender of senders) await sender.stop();
}

function countOf({ db }: House, state: 'waiting' | 'dead'): Promise<number> {
	return db.$count(messages, and(eq(messages.channel, 'sms'), eq(messages.state, state)));
}

/** Nothing has been asked for three seconds: nothing is due any more. */
async function untilSilent({ asked }: Gateway): Promise<void> {
	for (let before = -1; asked.length !== before;) {
		before = asked.length;
		await pause(3000);
	}
}

type Outcome = {
	gateway: Gateway;
	figures: Record<'whileDown' | 'whileBack' | 'without', Figures>;
	passed: { attempts: number; backlog: number };
	states: { waiting: number; dead: number };
	ledger: Awaited<ReturnType<typeof verifyLedger>>;
	seconds: number;
};

/** The figures, and whether all of them are right. */
function print({ gateway, figures, passed, states, ledger, seconds }: Outcome): boolean {
	const { asked } = gateway;
	const accepted = asked.filter((one) => one.accepted);
	const idOf = ({ headers, body }: (typeof asked)[number]) => {
		const id = String(headers['idempotency-key'] ?? '');
		return body.includes(id) ? id : `${id}, and another in the body`;
	};
	const timely = new Map<string, number>();
	for (const one of accepted) if (!one.late) timely.set(idOf(one), (timely.get(idOf(one)) ?? 0) + 1);
	const distinct = new Set(accepted.map(idOf)).size;
	const late = accepted.filter((one) => one.late).length;
	const unexcused = [...timely.values()].filter((count) => count > 1).length;
	const phones = new Set(accepted.map(({ body }) => String(JSON.parse(body).to)));
	const ms = ({ p99 }: Figures) => `${p99.toFixed(1)} ms`;
	const { whileDown, whileBack, without } = figures;
	const isNear = (figure: Figures) => figure.p99 <= without.p99 * 1.5;
	const peak = peakOf(asked.map(({ at }) => at));
	return printRows([
		['messages queued', wanted, true],
		['distinct ids delivered', distinct, distinct === wanted],
		['distinct phones reached', phones.size, phones.size === wanted],
		['lost: waiting, dead', `${states.waiting}, ${states.dead}`, states.waiting + states.dead === 0],
		['accepted but answered late', late, late > 0],
		['repeats, all of them of late answers', accepted.length - distinct, unexcused === 0],
		['still waiting after six hours', passed.backlog, passed.backlog > wanted / 2],
		['most attempts of one message', passed.attempts, passed.attempts >= 4],
		['asked in all', asked.length, asked.length > wanted * 4],
		[`peak in any second, of ${perSecond}`, peak, peak <= perSecond],
		['submit p99 without backlog', ms(without), true],
		['submit p99, gateway down', ms(whileDown), isNear(whileDown)],
		['submit p99, gateway back', ms(whileBack), isNear(whileBack)],
		['ledger', ledger.isValid ? `valid, ${ledger.events} events` : `broken at ${ledger.where}`, ledger.isValid],
		['duration', `${seconds} s`, true]
	]);
}

/** The most that came within any one second. */
function peakOf(times: readonly number[]): number {
	let [first, most] = [0, 0];
	for (const [last, at] of times.entries()) {
		while (at - (times[first] ?? at) >= 1000) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
}
