import { findOrphans } from '../src/lib/server/cases/queries/orphans.ts';
import { withHouse } from './house.ts';
import { loadEnv } from './load-env.ts';

/**
 * How many cases nobody has, or that ended without a word: 0 is right. Names up to a hundred of them, by number and what
 * they lack, and ends with 1 when there is one.
 */
loadEnv();
await withHouse(process.env, async ({ contextFor }) => {
	const { found, some } = await findOrphans(contextFor({ kind: 'system', job: 'check-orphans' }));
	console.log(String(found));
	for (const { number, lacks } of some) console.error(`${number} lacks: ${lacks.join(', ')}`);
	if (found > 0) process.exitCode = 1;
});
