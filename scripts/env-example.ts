import { writeFileSync } from 'node:fs';
import { variables } from '../src/lib/server/config.ts';

/** .env.example, from the one declaration: every variable, what it means, and what stands when it is not set. */
export function envExample(): string {
	const entries = Object.entries(variables).map(
		([name, { default: fallback, text }]) => `# ${text}\n#${name}=${fallback}\n`
	);
	const head =
		'# Copy to .env and remove the # before what you set. Keys may also be named as files: MASTER_KEYS_FILE,\n' +
		'# PEPPER_FILE, DERIVATION_KEY_FILE. Made by `npm run env:example` from src/lib/server/config.ts.\n';
	return [head, ...entries].join('\n');
}

if (import.meta.main) writeFileSync('.env.example', envExample());
