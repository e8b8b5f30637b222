import { seedDemo } from '../src/lib/server/seed/demo.ts';
import { demoPassword, people } from '../src/lib/server/seed/office.ts';
import { buildIfStale } from './build-if-stale.ts';
import { withHouse } from './house.ts';

/** One command to try everything: builds, makes the database, fills it with demo life once, serves, prints the accounts. */
process.env.MODE = 'demo';
buildIfStale();
await withHouse(process.env, async (house) => {
	const { isNew, isWhole } = await seedDemo(house);
	console.log(isNew ? 'Demo life of 禾望乡 is in the database.' : 'The database is as you left it.');
	if (!isWhole)
		console.log(
			`Its demo life is not whole: filling it was interrupted. To begin anew, stop and delete ${house.config.dataDir}.`
		);
});
if (!process.exitCode) {
	console.log(`\nDemo accounts, all with the password ${demoPassword} (one-time codes are shown on the sign-in page):`);
	for (const { username, name, unit, roles } of people.slice(0, 10))
		console.log(`  ${username.padEnd(10)} ${roles.join(', ').padEnd(14)} ${name} · ${unit}`);
	console.log('  … and a head (-fz) and a handler (-cb) of every other unit\n');
	await import('../src/server.ts');
}
