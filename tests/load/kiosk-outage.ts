import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { showCode } from '../../src/lib/domain/access-code.ts';
import { countKept } from '../support/kiosk-storage.ts';
import type { Confirmed } from './kiosk-balance.ts';
import type { Line } from './kiosk-line.ts';
import { atHome, finish, type Matter, readReceipt, send, write } from './kiosk-resident.ts';
import type { Stand } from './kiosk-stand.ts';

/** When a browser is killed: while somebody writes, right behind the last press, with the receipt, while it starts. */
export type Moment = 'writing' | 'sealing' | 'receipt' | 'starting';

/** What came of the days without a network. */
export type Outage = {
	confirmed: Confirmed[];
	/** What must not be found on the machine: texts, phones, codes and link tokens. */
	secrets: string[];
	/** From the last press to the receipt, at worst. */
	slowestMs: number;
};

const dayMs = 86_400_000;
/** On how many days before today letters are handed in, too. */
const days = 2;

/** So many people file one after another while nothing gets through; at some the power fails. */
export async function fileAlone(
	stand: Stand,
	line: Line,
	{ wanted, kills }: { wanted: number; kills: ReadonlyMap<number, Moment> }
): Promise<Outage> {
	const outage: Outage = { confirmed: [], secrets: [], slowestMs: 0 };
	const { confirmed, secrets } = outage;
	const used = new Set<string>();
	for (let ordinal = 1; confirmed.length < wanted; ordinal++) {
		const moment = kills.get(ordinal);
		const shiftMs = -dayMs * Math.max(0, days - Math.floor((confirmed.length / wanted) * (days + 1)));
		line.state = ordinal % 4 < 2 ? 'refusing' : 'silent';
		await atHome(stand.page());
		const matter = thinkUp(ordinal, used);
		const text = await write(stand.page(), matter);
		secrets.push(text, ...(matter.way === 'keys' ? [matter.marker] : []), ...(matter.phone ? [matter.phone] : []));
		if (moment === 'writing') {
			await restart(shiftMs);
			continue;
		}
		const from = await stand.page().evaluate(() => Date.now());
		const pressedAt = performance.now();
		await send(stand.page(), matter);
		if (moment === 'sealing') {
			await pause(randomInt(15));
			await restart(shiftMs);
			continue;
		}
		const printed = await readReceipt(stand.page());
		const to = await stand.page().evaluate(() => Date.now());
		outage.slowestMs = Math.max(outage.slowestMs, performance.now() - pressedAt);
		confirmed.push({ ...printed, text, phone: matter.phone, from, to });
		secrets.push(printed.code, showCode(printed.code), printed.linkToken);
		if (moment) await restart(shiftMs, moment === 'starting');
		else await finish(stand.page());
	}
	return outage;

	async function restart(shiftMs: number, failsTwice = false): Promise<void> {
		await stand.kill();
		await stand.start(shiftMs);
		if (!failsTwice) return;
		await pause(randomInt(300));
		await stand.kill();
		await stand.start(shiftMs);
	}
}

/** Lets what waits go out over a line that is up again; the power fails when the server has had so many letters. */
export async function synchronise(
	stand: Stand,
	line: Line,
	{ killsAt, patienceMs }: { killsAt: readonly number[]; patienceMs: number }
): Promise<void> {
	const enough = AbortSignal.timeout(patienceMs);
	line.state = 'up';
	for (const count of killsAt) {
		const stop = press();
		await line.letters(count);
		await stop();
		await stand.kill();
		await stand.start(0);
	}
	const stop = press();
	while ((await countKept(stand.page(), 'outbox')) > 0) await pause(300, undefined, { signal: enough });
	await stop();

	/** The network comes back again and again. */
	function press(): () => Promise<void> {
		let isOver = false;
		const pressing = (async () => {
			while (!isOver) {
				await stand
					.page()
					.evaluate(() => dispatchEvent(new Event('online')))
					.catch(() => undefined);
				await pause(250, undefined, { signal: enough });
			}
		})();
		return async () => {
			isOver = true;
			await pressing;
		};
	}
}

function thinkUp(ordinal: number, used: Set<string>): Matter {
	const marker = fresh(() => String(randomInt(10_000_000, 100_000_000)));
	const phone = ordinal % 3 === 0 ? fresh(() => `139${String(randomInt(100_000_000)).padStart(8, '0')}`) : '';
	return { ordinal, way: ordinal % 2 === 0 ? 'phrases' : 'keys', marker, phone };

	function fresh(make: () => string): string {
		for (;;) {
			const made = make();
			if (!used.has(made) && used.add(made)) return made;
		}
	}
}
