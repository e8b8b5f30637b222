import { setTimeout as pause } from 'node:timers/promises';
import type { Rival } from './contests.ts';

/** What somebody was answered: they won, or were told with status 409 what the page says. */
export type Told = { rival: Rival; site: string } & (
	{ as: 'won' } | { as: 'lost'; says: string } | { as: 'odd'; says: string }
);
export type Fight = { told: Told[]; retries: number };

type Field = { sites: readonly string[]; cookieOf: (username: string) => string };

/** One in so many posts as a browser without scripts, which gets the whole page. */
const plainEach = 10;

/**
 * Lets `atOnce` rivals post at the same moment, in turn to one of the servers, each the version all of them saw. A 503
 * is no answer: they ask again.
 */
export async function fight(
	number: string,
	{ version, rivals, atOnce }: { version: number; rivals: readonly Rival[]; atOnce: number },
	{ sites, cookieOf }: Field
): Promise<Fight> {
	let retries = 0;
	const post = async (index: number): Promise<Told> => {
		const rival = rivals[index % rivals.length];
		const site = sites[index % sites.length] ?? '';
		if (!rival) throw new Error('nobody fights');
		const isPlain = index % plainEach === 0;
		for (let tries = 1; ; tries++) {
			const answer = await fetch(`${site}/staff/cases/${number}/${rival.act}`, {
				method: 'POST',
				redirect: 'manual',
				body: new URLSearchParams({ number, version: String(version), ...rival.fields }),
				headers: {
					...{ origin: site, cookie: cookieOf(rival.who) },
					...(isPlain ? { accept: 'text/html' } : { accept: 'application/json', 'x-sveltekit-action': 'true' })
				}
			});
			const says = await answer.text();
			const status = isPlain || answer.status !== 200 ? answer.status : statusIn(says);
			if (status === 503 && tries < 200) {
				retries++;
				await pause(20 + 10 * Math.min(tries, 20));
				continue;
			}
			if (status === 303) return { rival, site, as: 'won' };
			return { rival, site, as: status === 409 ? 'lost' : 'odd', says: `${status} ${says}` };
		}
	};
	const told = await Promise.all(Array.from({ length: atOnce }, (_, index) => post(index)));
	return { told, retries };
}

/** The status of an answer to a page's script: of a form that failed, or where it leads. */
function statusIn(body: string): number {
	const answer: unknown = JSON.parse(body);
	if (typeof answer !== 'object' || !answer || !('status' in answer)) return 0;
	return typeof answer.status === 'number' ? answer.status : 0;
}
