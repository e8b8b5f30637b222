import fc from 'fast-check';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { drawingOf, gb2312, mediansOf, type Medians } from '../../../scripts/build-handwriting.ts';
import { answers, type Told } from '../../../src/lib/kiosk/handwriting/answers.ts';
import { recognise } from '../../../src/lib/kiosk/handwriting/recognise.ts';
import { lengthOf, normalise, type Point } from '../../../src/lib/kiosk/handwriting/strokes.ts';
import { packTemplates, prepareTemplates, unpackTemplates } from '../../../src/lib/kiosk/handwriting/templates.ts';

const characters = [...'一丶十土王玉主大太木本路灯坳垅圩陂塘坏水井修村'];
const drawings = characters.map((character) => drawingOf(character, medians(character), 0.5));
const bytes = packTemplates(drawings);
const templates = prepareTemplates(unpackTemplates(bytes));

describe('handwriting', () => {
	it.each(characters)('finds %s written like its template', (character) => {
		expect(recognise(templates, written(character), 3)[0]).toBe(character);
	});

	it.each(characters)('finds %s with its strokes in the opposite order', (character) => {
		expect(recognise(templates, written(character).toReversed(), 3)[0]).toBe(character);
	});

	it.each([...'土王木本路灯坳垅圩陂塘坏修村'])(
		'finds %s with every second stroke joined to the one before',
		(character) => {
			const strokes = written(character);
			const joined = strokes.flatMap((stroke, at) => (at % 2 === 0 ? [[...stroke, ...(strokes[at + 1] ?? [])]] : []));
			expect(recognise(templates, joined, 3)).toContain(character);
		}
	);

	it('does not mind where and how large something is written', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...characters),
				fc.double({ min: 0.01, max: 100, noNaN: true }),
				fc.double({ min: -2000, max: 2000, noNaN: true }),
				fc.double({ min: -2000, max: 2000, noNaN: true }),
				(character, scale, right, down) => {
					const moved = written(character).map((stroke) =>
						stroke.map(([x, y]): Point => ({ x: x * scale + right, y: y * scale + down }))
					);
					expect(recognise(templates, moved, 1)).toEqual([character]);
				}
			)
		);
	});

	it('reads a lone point as 点', () => {
		expect(recognise(templates, [[{ x: 40, y: 300 }]], 1)).toEqual(['丶']);
	});

	it.each([[[]], [[[], []]], [[[[Number.NaN, 1]]]]] as Point[][][][])('says nothing to no ink: %j', (strokes) => {
		expect(recognise(templates, strokes, 8)).toEqual([]);
	});

	it('gives as many candidates as it is asked for, each once', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 5 }), { maxLength: 5 }),
				(strokes) => {
					const found = recognise(templates, strokes, 6);
					expect(new Set(found).size).toBe(found.length);
					expect([0, 6]).toContain(found.length);
				}
			)
		);
	});

	it('changes nothing it is given', () => {
		const strokes = written('路');
		recognise(templates, strokes, 3);
		expect(strokes).toEqual(written('路'));
	});
});

describe('a normalised path', () => {
	it('keeps a flat character flat', () => {
		const [line] = normalise([
			[
				[0, 0],
				[400, 4]
			]
		]);
		expect(lengthOf(line!)).toBeGreaterThan(0.5);
		expect(Math.max(...line!.filter((_, at) => at % 2))).toBeLessThan(0.55);
	});
});

describe('the data', () => {
	it('is read as it was written', () => {
		const kept = unpackTemplates(bytes);
		expect(kept.map(({ character, strokes }) => ({ character, strokes }))).toEqual(
			drawings.map(({ character, strokes }) => ({ character, strokes }))
		);
		for (const { commonness } of kept) expect(commonness).toBeCloseTo(0.5, 2);
	});

	it.each([
		['nothing', new Uint8Array()],
		['a page', new TextEncoder().encode('<!doctype html>\n<title>404</title>')],
		['half of itself', bytes.subarray(0, bytes.length / 2)]
	])('is not read from %s', (_, other) => {
		expect(() => unpackTemplates(other)).toThrow(/handwriting data/);
	});

	it('takes no points beside its grid', () => {
		expect(() => packTemplates([{ character: '一', commonness: 0, strokes: [[[0, 256]]] }])).toThrow(RangeError);
	});

	it('can cover the common characters', () => {
		expect(gb2312(1)).toHaveLength(3755);
		expect(gb2312(2)).toHaveLength(3008);
	});
});

describe('the worker', () => {
	it('answers the latest question, once the data is there', async () => {
		const told: Told[] = [];
		const ask = answers((answer) => told.push(answer));
		ask({ kind: 'ask', question: 1, strokes: written('王'), most: 1 });
		ask({ kind: 'load', data: bytes.slice().buffer });
		ask({ kind: 'ask', question: 2, strokes: written('水'), most: 1 });
		ask({ kind: 'ask', question: 3, strokes: written('井'), most: 1 });
		await setTimeout(50);
		expect(told).toEqual([
			{ kind: 'ready', characters: characters.length },
			{ kind: 'candidates', question: 3, characters: ['井'] }
		]);
	});

	it('says so when the data is none', () => {
		const told: Told[] = [];
		answers((answer) => told.push(answer))({ kind: 'load', data: new ArrayBuffer(8) });
		expect(told).toEqual([{ kind: 'failed', why: 'not handwriting data' }]);
	});
});

function medians(character: string): Medians {
	const found = mediansOf(character);
	if (!found) throw new Error(`no medians of ${character}`);
	return found;
}

/** The template's own strokes, y down. */
function written(character: string): [number, number][][] {
	return medians(character).map((median) => median.map(([x, y]) => [x, 900 - y]));
}
