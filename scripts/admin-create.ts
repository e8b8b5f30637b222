import { parseArgs } from 'node:util';
import { createInterface } from 'node:readline/promises';
import { createFirstAdministrator } from '../src/lib/server/auth/first-administrator.ts';
import { Refusal } from '../src/lib/domain/refusal.ts';
import { loadEnv } from './load-env.ts';
import { withHouse } from './house.ts';

/**
 * The first administrator of an empty office:
 * `npm run admin:create -- --username zhengjian --name 郑建 --unit 党政综合办公室`. The password is asked for on standard input and
 * never stands in an argument; the second factor is enrolled at the first sign-in.
 */
loadEnv();
const { values } = parseArgs({
	options: { username: { type: 'string' }, name: { type: 'string' }, unit: { type: 'string' } }
});
const asked = createInterface({ input: process.stdin, output: process.stderr });
const username = values.username ?? (await asked.question('Account: '));
const name = values.name ?? (await asked.question('Name: '));
const unit = values.unit ?? (await asked.question('Unit: '));
const password = await asked.question('Password (8 characters or more): ');
asked.close();
await withHouse(process.env, async (house) => {
	try {
		await createFirstAdministrator(house.contextFor({ kind: 'system', job: 'admin:create' }), {
			username,
			name,
			unit,
			password
		});
		console.log(`${username} may sign in at /staff and will be asked to set up one-time codes.`);
	} catch (fault) {
		if (!(fault instanceof Refusal)) throw fault;
		console.error(
			fault.key === 'staff.weak-password' ? 'The password is too short or too common.' : `Refused: ${fault.key}`
		);
		process.exitCode = 1;
	}
});
