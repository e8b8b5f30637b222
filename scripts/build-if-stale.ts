import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Builds when there is no build, or a source is newer than it. */
export function buildIfStale(): void {
	const built = 'build/handler.js';
	const sources = [
		'src',
		'static',
		'drizzle',
		'package.json',
		'svelte.config.js',
		'vite.config.ts',
		'scripts/mend-driver.ts',
		'scripts/server-for-node.ts'
	];
	if (existsSync(built) && Math.max(...sources.map(newest)) < statSync(built).mtimeMs) return;
	console.log('Building …');
	const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' });
	if (status === 0) return;
	console.error(stdout, stderr);
	process.exit(status ?? 1);
}

function newest(at: string): number {
	const own = statSync(at);
	if (!own.isDirectory()) return own.mtimeMs;
	return Math.max(0, ...readdirSync(at).map((name) => newest(path.join(at, name))));
}
