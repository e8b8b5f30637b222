/**
 * Builds the data of the kiosk's handwriting input from `hanzi-writer-data`:
 *   node scripts/build-handwriting.ts [more characters, such as those of the place names]
 * Writes static/kiosk/handwriting.bin and, as its licence asks, the licence next to it. Same packages, same bytes.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { type Drawing, packTemplates } from '../src/lib/kiosk/handwriting/templates.ts';

const source = 'node_modules/hanzi-writer-data';
const target = 'static/kiosk';
/** Rural place names: some are in neither level of GB2312. */
const placeNames =
	'坳垅圩陂塅畲墩坪塘冲湾埠垭塝垱墈坵峁峒岙岽崾嵊嶂漈磜硚滘埗埌垌垟垸塆塱墟寨屯堡岗岭屿汊浦涌渡溪澍濠埔垄垴埂堰坝坂坎埭';
/** The grid of the stroke medians is 1024 wide and stands on -124; ours is 128 wide. */
const grain = 8;
const top = 900;
/** How far, in their grid, a kept line may lie beside the median. */
const tolerance = 12;

export type Medians = [number, number][][];

/** The stroke medians of a character, y up; undefined for characters that the package does not know. */
export function mediansOf(character: string): Medians | undefined {
	const file = `${source}/${character}.json`;
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).medians : undefined;
}

/** Medians as the data keeps them: y down, few points, coarse. */
export function drawingOf(character: string, medians: Medians, commonness: number): Drawing {
	const strokes = medians.map((median) =>
		withoutNeedless(median).map(([x, y]): [number, number] => [onGrid(x), onGrid(top - y)])
	);
	return { character, commonness, strokes };
}

/** The two levels of GB2312: 3,755 common characters and 3,008 more. */
export function gb2312(level: 1 | 2): string[] {
	const decoder = new TextDecoder('gb2312');
	const [first, last] = level === 1 ? [0xb0, 0xd7] : [0xd8, 0xf7];
	const characters: string[] = [];
	for (let row = first; row <= last; row++)
		for (let cell = 0xa1; cell <= 0xfe; cell++) characters.push(decoder.decode(Uint8Array.of(row, cell)));
	return characters.filter((character) => /^\p{Script=Han}$/u.test(character));
}

/** How common each single character is in jieba's dictionary: 0 for never, 1 for the most common. */
export function commonnesses(): Map<string, number> {
	const counts = readFileSync('node_modules/@node-rs/jieba/dict.txt', 'utf8')
		.split('\n')
		.map((line) => line.split(' '))
		.filter(([word = '']) => [...word].length === 1)
		.map(([word = '', count]) => [word, Number(count)] as const);
	const most = Math.max(...counts.map(([, count]) => count));
	return new Map(counts.map(([word, count]) => [word, Math.log1p(count) / Math.log1p(most)]));
}

function build(more: string): void {
	const common = commonnesses();
	const wanted = new Set([...gb2312(1), ...gb2312(2), ...placeNames, ...more]);
	const unknown: string[] = [];
	const drawings = [...wanted].toSorted().flatMap((character) => {
		const medians = mediansOf(character);
		if (medians) return drawingOf(character, medians, common.get(character) ?? 0);
		unknown.push(character);
		return [];
	});
	const bytes = packTemplates(drawings);
	mkdirSync(target, { recursive: true });
	writeFileSync(`${target}/handwriting.bin`, bytes);
	copyFileSync(`${source}/ARPHICPL.TXT`, `${target}/handwriting-LICENSE.txt`);
	console.log(
		`${drawings.length} characters, ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli` +
			(unknown.length > 0 ? `; not in ${source}: ${unknown.join('')}` : '')
	);
}

function onGrid(value: number): number {
	return Math.max(0, Math.min(127, Math.round(value / grain)));
}

/** The line through fewer points, none of which lay further beside it than `tolerance` (Douglas, Peucker 1973). */
function withoutNeedless(line: [number, number][]): [number, number][] {
	const [first, last] = [line[0]!, line.at(-1)!];
	const offsets = line.map((point) => besides(point, first, last));
	const furthest = offsets.indexOf(Math.max(...offsets));
	if (offsets[furthest]! <= tolerance) return [first, last];
	return [...withoutNeedless(line.slice(0, furthest + 1)), ...withoutNeedless(line.slice(furthest)).slice(1)];
}

function besides([x, y]: [number, number], [x0, y0]: [number, number], [x1, y1]: [number, number]): number {
	const [dx, dy] = [x1 - x0, y1 - y0];
	const length = dx * dx + dy * dy;
	const share = length > 0 ? Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length)) : 0;
	return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
}

if (import.meta.main) build(process.argv.slice(2).join(''));
