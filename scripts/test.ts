import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as v from 'valibot';
import { findBrowser } from './find-browser.ts';

/** Everything, in the order in which faults are cheapest: what CI runs. Stops at the first step that fails. */
const results = 'test-results';
const vitest = (project: string) => [
	...['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json'],
	`--outputFile.json=${results}/${project}.json`
];
const steps: [name: string, command: string[]][] = [
	['types', ['npm', 'run', '--silent', 'check']],
	['lint', ['npm', 'run', '--silent', 'lint']],
	['shape', ['npm', 'run', '--silent', 'shape']],
	['unit', vitest('unit')],
	['integration', vitest('integration')],
	['build', ['npm', 'run', '--silent', 'build']],
	['browser', ['npm', 'run', '--silent', 'test:e2e']]
];

findBrowser();
rmSync(results, { recursive: true, force: true });
const summary: string[] = [];
for (const [name, [command = '', ...args]] of steps) {
	console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
	const began = performance.now();
	const { status } = spawnSync(command, args, { stdio: 'inherit' });
	const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
	summary.push(`${status === 0 ? '✓' : '✗'} ${name.padEnd(12)} ${took.padStart(8)}  ${countOf(name)}`);
	if (status !== 0) {
		console.log(`\n${summary.join('\n')}`);
		process.exit(1);
	}
}
console.log(`\n${summary.join('\n')}`);

/** How many tests a step ran, from its own report. */
function countOf(name: string): string {
	const file = `${results}/${name}.json`;
	if (!existsSync(file)) return '';
	const count = v.optional(v.number(), 0);
	const report = v.parse(
		v.object({
			numPassedTests: count,
			numPendingTests: count,
			stats: v.optional(v.object({ expected: v.number(), skipped: v.number() }), { expected: 0, skipped: 0 })
		}),
		JSON.parse(readFileSync(file, 'utf8'))
	);
	const { numPassedTests, numPendingTests, stats } = report;
	return `${numPassedTests + stats.expected} tests, ${numPendingTests + stats.skipped} skipped`;
}
