import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Lines of the acceptance list that this product answers for by tests that name them. */
const lines = [...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], ...[26, 27, 28, 29, 30]];
const testFiles = readdirSync('tests', { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.test.ts') && !file.endsWith('acceptance.test.ts'))
	.map((file) => `tests/${file.replaceAll('\\', '/')}`);
const title = /^\s*(?:it|test|describe)(?:\.each\([^)]*\))?\(\s*(?:\/\/.*\n\s*)*['"`]acceptance (\d+): /gm;

/** Of each line the files in which a title names it. */
const named = new Map<number, string[]>();
for (const file of testFiles)
	for (const line of new Set([...readFileSync(file, 'utf8').matchAll(title)].map((match) => Number(match[1]))))
		named.set(line, [...(named.get(line) ?? []), file].sort());

/** `| 12 | … | tests/a.test.ts<br>tests/b.test.ts |` */
const table = new Map(
	[...readFileSync('docs/acceptance.md', 'utf8').matchAll(/^\|\s*(\d+)\s*\|[^|]*\|([^|]*)\|\s*$/gm)].map((row) => [
		Number(row[1]),
		[...(row[2] ?? '').matchAll(/tests\/[\w./-]+/g)].map(([file]) => file).sort()
	])
);

describe('the acceptance list', () => {
	it.each(lines)('line %i is named by a test, and by those that the table says', (line) => {
		expect(named.get(line) ?? [], 'no title says "acceptance N: …"').not.toEqual([]);
		for (const file of table.get(line) ?? []) expect(named.get(line), `the table names ${file}`).toContain(file);
	});

	it('has a row for every line, and files that exist', () => {
		expect([...table.keys()].sort((one, other) => one - other)).toEqual(lines);
		expect([...table.values()].flat().filter((file) => !existsSync(file))).toEqual([]);
	});
});
