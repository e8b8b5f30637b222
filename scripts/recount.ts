import { compareFigures } from '../src/lib/server/stats/recount.ts';
import { withHouse } from './house.ts';
import { loadEnv } from './load-env.ts';

/**
 * Folds every case anew from the ledger and compares it with the row the figures are counted from. Prints how many
 * differ: 0 is right. What happened within the last second may not have been heard yet.
 */
loadEnv();
await withHouse(process.env, async ({ db }) => {
	const { cases, differences } = await compareFigures(db);
	console.log(`${differences.length} differences in ${cases} cases`);
	for (const { caseId, kept } of differences) console.error(`case ${caseId} ${kept ? 'differs' : 'has no row'}`);
	if (differences.length > 0) process.exitCode = 1;
});
