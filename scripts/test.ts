import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as v from 'valibot';
import { findTestBrowser } from './find-browser.ts';

/**
 * Everything, in the order in which faults are cheapest: what CI runs. Two steps that each keep one core busy go side by
 * side; stops at the first that fails.
 */
const results = 'test-results';
type Step = { name: string; command: string; args: string[] };
const npm = (name: string, script: string): Step => ({ name, command: 'npm', args: ['run', '--silent', script] });
const vitest = (project: string): Step => ({
	name: project,
	command: 'vitest',
	args: [
		...['run', '--project', project, '--reporter=default', '--reporter=json'],
		`--outputFile.json=${results}/${project}.json`
	]
});
const stages: Step[][] = [
	[npm('types', 'check'), npm('lint', 'lint')],
	[npm('shape', 'shape'), vitest('unit')],
	[npm('build', 'build')],
	[vitest('integration')],
	[npm('browser', 'test:e2e')]
];

findTestBrowser();
rmSync(results, { recursive: true, force: true });
// what several steps need, so that none writes it while another reads
spawnSync('svelte-kit', ['sync'], { stdio: 'inherit' });
const summary: string[] = [];
for (const stage of stages) {
	const passed = await Promise.all(stage.map((step) => (stage.length > 1 ? runHeld(step) : run(step))));
	if (passed.includes(false)) {
		console.log(`\n${summary.join('\n')}`);
		process.exit(1);
	}
}
console.log(`\n${summary.join('\n')}`);

async function run({ name, command, args }: Step): Promise<boolean> {
	console.log(heading(name));
	const began = performance.now();
	const [code] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit');
	return noted(name, code, began);
}

/** What a step says is kept until it has ended: two at once would talk across each other. */
async function runHeld({ name, command, args }: Step): Promise<boolean> {
	const began = performance.now();
	const step = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
	const [said, complained, [code]] = await Promise.all([text(step.stdout), text(step.stderr), once(step, 'exit')]);
	console.log(`${heading(name)}\n${said}${complained}`);
	return noted(name, code, began);
}

function heading(name: string): string {
	return `\n── ${name} ${'─'.repeat(60 - name.length)}`;
}

function noted(name: string, code: number | null, began: number): boolean {
	const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
	summary.push(`${code === 0 ? '✓' : '✗'} ${name.padEnd(12)} ${took.padStart(8)}  ${countOf(name)}`);
	return code === 0;
}

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
