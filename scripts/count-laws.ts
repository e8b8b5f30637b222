import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { followingLine } from '../src/lib/kiosk/pinyin/data.ts';
import { civicJieba } from './civic-jieba.ts';

/**
 * Counts words and pairs of words in the texts below a folder, and writes scripts/law-words.txt, from which
 * scripts/build-pinyin.ts learns how officials put things:
 *   node scripts/count-laws.ts <folder>
 * It was run on the laws, decrees and local regulations of github.com/LawRefBook/Laws (2f4c5c2): 3442 texts, 17 million
 * characters. Such texts are in nobody's copyright (Copyright Law of the PRC, article 5).
 */
const target = 'scripts/law-words.txt';
/** A text that says the same thing over and over counts so often. */
const mostPerText = 3;
const leastOfWord = 100;
const pairsKept = 30_000;

const folder = process.argv[2];
if (!folder) throw new Error('node scripts/count-laws.ts <folder>');
const jieba = civicJieba();
const [words, pairs] = [new Map<string, number>(), new Map<string, number>()];
const count = (counts: Map<string, number>, name: string, times = 1) =>
	counts.set(name, (counts.get(name) ?? 0) + times);

for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
	if (!file.endsWith('.md')) continue;
	const ofText = new Map<string, number>();
	for (const run of readFileSync(path.join(folder, file), 'utf8').match(/\p{Script=Han}{2,}/gu) ?? []) {
		const cut = ['^', ...jieba.cut(run, false)];
		cut.slice(1).forEach((text, at) => count(ofText, `${cut[at]} ${text}`));
	}
	for (const [pair, times] of ofText) count(pairs, pair, Math.min(times, mostPerText));
}
for (const [pair, times] of pairs) count(words, pair.split(' ')[0] ?? '', times);
const all = [...words.values()].reduce((sum, times) => sum + times, 0);

/** How much is known better by knowing the pair than its two words (Seymore, Rosenfeld 1996). */
function worth([pair, times]: [string, number]): number {
	const [before = '', behind = ''] = pair.split(' ');
	return times * Math.log((times * all) / ((words.get(before) ?? 1) * (words.get(behind) ?? 1)));
}
const kept = [...pairs]
	.filter(([, times]) => times > 3)
	.sort((one, other) => worth(other) - worth(one) || (one[0] < other[0] ? -1 : 1))
	.slice(0, pairsKept);
const behinds = Map.groupBy(kept, ([pair]) => pair.split(' ')[0] ?? '');
const lines = [...words]
	.filter(([before, times]) => times >= leastOfWord || behinds.has(before))
	.map(([before, total]) => {
		const behind = (behinds.get(before) ?? []).map(([pair, times]): [string, number] => [
			pair.split(' ')[1] ?? '',
			times
		]);
		return followingLine({ before, total, behind });
	});
writeFileSync(target, `${lines.sort().join('\n')}\n`);
