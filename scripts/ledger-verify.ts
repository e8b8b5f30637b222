import { verifyLedger } from '../src/lib/server/events/verify.ts';
import { withHouse } from './house.ts';
import { loadEnv } from './load-env.ts';

/** Recomputes the whole ledger and names the first broken row. Ends with 1 when there is one. */
loadEnv();
await withHouse(process.env, async ({ db }) => {
	const verdict = await verifyLedger(db);
	if (verdict.isValid) {
		const { events, streams, texts } = verdict;
		console.log(`The ledger is valid: ${events} events in ${streams} streams, ${texts} texts.`);
		return;
	}
	console.error(`The ledger is broken at ${verdict.where}: ${verdict.why}.`);
	process.exitCode = 1;
});
