import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { Refusal } from '../src/lib/domain/refusal.ts';
import { createFirstAccount, type FounderRole } from '../src/lib/server/auth/first-accounts.ts';
import { seedDefaults } from '../src/lib/server/seed/defaults.ts';
import { withHouse } from './house.ts';
import { loadEnv } from './load-env.ts';

/**
 * The first two accounts of an empty office, one a run; they confirm what the other does:
 * `npm run admin:create -- --username zhengjian --name 郑建 --unit 党政综合办公室 [--role supervisor]`. The password is asked for on
 * standard input, unseen, and never stands in an argument; one-time codes are set up at the first sign-in. The first
 * run also loads the categories, tiles and working calendar that an office starts from.
 */
loadEnv();
const { values } = parseArgs({
	options: {
		username: { type: 'string' },
		name: { type: 'string' },
		unit: { type: 'string' },
		role: { type: 'string', default: 'administrator' }
	}
});
const roles: readonly FounderRole[] = ['administrator', 'supervisor'];
const role = roles.find((one) => one === values.role);
if (!role) {
	console.error('--role is administrator or supervisor.');
	process.exit(1);
}
const refusals: Partial<Record<string, string>> = {
	'staff.weak-password': 'The password is too short or too common.',
	'staff.username-taken': 'This account exists already.',
	'staff.second-person':
		'The first account is an administrator, the second an administrator or supervisor; all others are made at /staff/admin.'
};

let isHidden = false;
const screen = new Writable({
	write: (chunk, _encoding, done) => {
		if (!isHidden) process.stderr.write(chunk);
		done();
	}
});
const typing = createInterface({ input: process.stdin, output: screen, terminal: process.stdin.isTTY });
const lines = typing[Symbol.asyncIterator]();
const username = values.username ?? (await ask('Account: '));
const name = values.name ?? (await ask('Name: '));
const unit = values.unit ?? (await ask('Unit: '));
process.stderr.write('Password (8 characters or more, not shown): ');
isHidden = true;
const password = await ask('');
typing.close();
process.stderr.write('\n');

await withHouse(process.env, async (house) => {
	const context = house.contextFor({ kind: 'system', job: 'admin:create' });
	try {
		await createFirstAccount(context, { username, name, unit, role, password });
		await seedDefaults(context, () => null, [context.now.getFullYear(), context.now.getFullYear() + 1]);
		console.log(`${username} (${role}) may sign in at /staff and will be asked to set up one-time codes.`);
	} catch (fault) {
		if (!(fault instanceof Refusal)) throw fault;
		console.error(refusals[fault.key] ?? `Refused: ${fault.key}`);
		process.exitCode = 1;
	}
});

async function ask(question: string): Promise<string> {
	process.stderr.write(question);
	const { value } = await lines.next();
	return String(value ?? '').trim();
}
