import { makePairingCode } from '../src/lib/server/kiosks/make-pairing-code.ts';
import { seedDemo } from '../src/lib/server/seed/demo.ts';
import { demoPassword, demoPins, people } from '../src/lib/server/seed/office.ts';
import type { House } from '../src/lib/server/start.ts';
import { buildIfStale } from './build-if-stale.ts';
import { withHouse } from './house.ts';

/** One command to try everything: builds, makes the database, fills it with demo life once, serves, prints the accounts. */
process.env.MODE = 'demo';
buildIfStale();
let kiosk = '';
await withHouse(process.env, async (house) => {
	const { isNew, isWhole } = await seedDemo(house);
	console.log(isNew ? 'Demo life of 禾望乡 is in the database.' : 'The database is as you left it.');
	if (!isWhole)
		console.log(
			`Its demo life is not whole: filling it was interrupted. To begin anew, stop and delete ${house.config.dataDir}.`
		);
	kiosk = await kioskToTry(house);
});
if (!process.exitCode) {
	console.log(`\nDemo accounts, all with the password ${demoPassword} (one-time codes are shown on the sign-in page):`);
	for (const { username, name, unit, roles } of people.slice(0, 13))
		console.log(`  ${username.padEnd(10)} ${roles.join(', ').padEnd(14)} ${name} · ${unit}`);
	console.log('  … and a head (-fz) and a handler (-cb) of every other unit\n');
	console.log(kiosk);
	await import('../src/server.ts');
}

/** Where the demo's first kiosk opens, with a pairing code made just now. Empty where there is none. */
async function kioskToTry({ sql, config, contextFor }: House): Promise<string> {
	const [first] = await sql<{ id: string; name: string }[]>`select id, name from kiosks order by id limit 1`;
	if (!first) return '';
	const { code } = await makePairingCode(contextFor({ kind: 'system', job: 'demo' }), Number(first.id));
	// localhost by name: there alone plain http may pair a machine
	const address = `${config.origin || `http://localhost:${config.port}`}/kiosk`;
	return [
		`Kiosk: ${address} · ${first.name}`,
		`  pairing code ${code.slice(0, 5)} ${code.slice(5)} (10 minutes, once; make another on 接待点与一体机)`,
		`  PIN of 陈小梅 for filling in ${demoPins.assist}, PIN of the service menu ${demoPins.service}\n`
	].join('\n');
}
