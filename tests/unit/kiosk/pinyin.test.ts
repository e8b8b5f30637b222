import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setTimeout } from 'node:timers/promises';
import { answers, type Told } from '../../../src/lib/kiosk/pinyin/answers.ts';
import { readPinyinData, writePinyinData, type PinyinData, type Word } from '../../../src/lib/kiosk/pinyin/data.ts';
import { candidatesFor, type Candidate } from '../../../src/lib/kiosk/pinyin/decode.ts';
import { dictionaryOf, withPlaces } from '../../../src/lib/kiosk/pinyin/dictionary.ts';
import { readingsOf } from '../../../src/lib/kiosk/pinyin/readings.ts';
import { spellingsOf } from '../../../src/lib/kiosk/pinyin/spelling.ts';

/** Lines of a word, its syllables, its level and its kind. */
const words = `
	路灯 lu,deng 18 n
	路 lu 15 n
	录 lu 19 v
	灯 deng 19 n
	等 deng 16 v
	绿 lv 18 a
	绿化 lv,hua 22 n
	花 hua 18 n
	化 hua 18 v
	不 bu 9 d
	部 bu 14 n
	亮 liang 19 v
	两 liang 15 m
	银行 yin,hang 20 n
	行 hang 21 n
	行 xing 17 v
	银 yin 20 n
	因 yin 18 c
	中心 zhong,xin 19 n
	总 zong 18 a
	新 xin 17 a
	心 xin 18 n
	种 zhong 18 v
	西安 xi,an 21 s
	先 xian 15 d
	西 xi 19 f
	安 an 20 a
	饭 fan 20 n
	坏 huai 20 a
	了 le 9 u
	了 liao 22 v
`
	.trim()
	.split('\n')
	.map((line): Word => {
		const [text = '', syllables = '', level, kind = ''] = line.trim().split(' ');
		return { text, syllables: syllables.split(','), level: Number(level), kind };
	});
const data: PinyinData = {
	words,
	phrases: [
		['路灯', '不', '亮'],
		['路灯', '坏', '了']
	],
	following: [
		{ before: '^', total: Math.exp(5), behind: [['银行', Math.exp(3)]] },
		{ before: '总', total: Math.exp(4), behind: [['中心', Math.exp(3.5)]] }
	]
};
const dictionary = dictionaryOf(data);
const textsFor = (typed: string) => candidatesFor(dictionary, typed).map(({ text }) => text);

describe('the pinyin file', () => {
	it('gives back what was written, whatever the order', () => {
		const byText = (all: Word[]) =>
			[...all].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
		const text = writePinyinData(data);
		const read = readPinyinData(text);
		expect(byText(read.words)).toEqual(byText(words));
		expect(read.phrases).toEqual(data.phrases);
		expect(read.following).toEqual(data.following);
		const { phrases, following } = data;
		expect(
			writePinyinData({
				words: [...words].reverse(),
				phrases: [...phrases].reverse(),
				following: [...following].reverse()
			})
		).toBe(text);
	});

	it('is refused when a line is cut', () => {
		expect(() => readPinyinData('lu 路\n\n15 n')).toThrow('not a line of words');
		expect(() => readPinyinData('lu 路\n\n15 n 0 灯')).toThrow('no reading');
	});
});

describe('what letters may mean', () => {
	it.each([
		['ludeng', '路灯'],
		['ludengbuliang', '路灯不亮'],
		['yinhang', '银行'],
		['lvhua', '绿化'],
		['luhua', '绿化'],
		['LuDeng', '路灯'],
		["lu'deng", '路灯'],
		['lu deng', '路灯'],
		['lude', '路灯'],
		['ld', '路灯'],
		['ldbl', '路灯不亮']
	])('%s is first of all %s', (typed, text) => {
		expect(candidatesFor(dictionary, typed)[0]).toEqual({ text, consumed: typed.length, isFuzzy: false });
	});

	it('goes on from a sentence to its first words and characters, with what each uses up', () => {
		const found = candidatesFor(dictionary, 'ludengbuliang');
		const consumed = (text: string) => found.find((one) => one.text === text)?.consumed;
		expect([consumed('路灯不亮'), consumed('路灯'), consumed('路')]).toEqual([13, 6, 2]);
		expect(candidatesFor(dictionary, "xi'an").find(({ text }) => text === '西')?.consumed).toBe(3);
	});

	it('shows both ways to divide syllables, and one only when they are marked', () => {
		expect(textsFor('xian').slice(0, 2)).toEqual(['先', '西安']);
		expect(textsFor("xi'an")[0]).toBe('西安');
		expect(textsFor("xi'an")).not.toContain('先');
	});

	it('offers each reading of a character', () => {
		expect(textsFor('hang')).toContain('行');
		expect(textsFor('xing')).toContain('行');
	});

	it('hears southern speech', () => {
		expect(textsFor('zongxin').slice(0, 5)).toContain('中心');
		expect(textsFor('nudeng').slice(0, 5)).toContain('路灯');
		expect(textsFor('yinghang').slice(0, 5)).toContain('银行');
		expect(textsFor('han').slice(0, 5)).toContain('饭');
		expect(textsFor('huan').slice(0, 5)).toContain('饭');
		expect(textsFor('lvfa').slice(0, 5)).toContain('绿化');
		expect(textsFor('ludengfaile')).toContain('路灯坏了');
	});

	it.each(['', ' ', "'", '123', '灯', '!lu'])('finds nothing in %j', (typed) => {
		expect(candidatesFor(dictionary, typed)).toEqual([]);
	});

	it('reads up to the first sign that is no letter, and as far as the letters make syllables', () => {
		expect(candidatesFor(dictionary, 'lu3deng')[0]).toEqual({ text: '路', consumed: 2, isFuzzy: false });
		expect(candidatesFor(dictionary, 'ludengvvv')[0]).toEqual({ text: '路灯', consumed: 6, isFuzzy: false });
		expect(candidatesFor(dictionary, 'vvv')).toEqual([]);
	});

	it('knows the names of a deployment once they are added', () => {
		expect(textsFor('shiqiaozu')).not.toContain('石桥组');
		const places = [{ name: '石桥组', syllables: ['shi', 'qiao', 'zu'] }];
		const local = dictionaryOf(withPlaces(data, places));
		expect(candidatesFor(local, 'shiqiaozu')[0]).toEqual({ text: '石桥组', consumed: 9, isFuzzy: false });
		expect(candidatesFor(local, 'shiqiaozuludengbuliang')[0]?.text).toBe('石桥组路灯不亮');
		expect(candidatesFor(local, 'siqiaozu').slice(0, 5)).toContainEqual({ text: '石桥组', consumed: 8, isFuzzy: true });
	});
});

describe('spelling', () => {
	it('swaps only the sounds that are confused', () => {
		const typed = (syllable: string) => spellingsOf(syllable).map((one) => `${one.typed} ${one.swaps}`);
		expect(typed('zhong')).toEqual(['zhong 0', 'zong 1']);
		expect(typed('sheng')).toEqual(['sheng 0', 'shen 1', 'seng 1', 'sen 2']);
		expect(typed('nv')).toEqual(['nv 0', 'nu 0', 'lv 1', 'lu 1']);
		expect(typed('juan')).toEqual(['juan 0', 'jvan 0']);
		expect(typed('an')).toEqual(['an 0']);
	});

	it('takes f for h, and most of all for hu', () => {
		const typed = (syllable: string) => spellingsOf(syllable).map((one) => `${one.typed} ${one.swaps}`);
		expect(typed('fang')).toEqual(['fang 0', 'huang 1', 'hang 1']);
		expect(typed('huang')).toEqual(['huang 0', 'fang 1']);
		expect(typed('hang')).toEqual(['hang 0', 'fang 1']);
		expect(typed('hui')).toEqual(['hui 0', 'fei 1']);
		expect(typed('huai')).toEqual(['huai 0', 'fai 1']);
		expect(typed('hong')).toEqual(['hong 0', 'feng 1', 'fen 2']);
		expect(typed('fen')).toEqual(['fen 0', 'feng 1', 'hun 1', 'hen 1', 'heng 2']);
		expect(typed('fu')).toEqual(['fu 0', 'hu 1']);
	});
});

describe('how a name of the deployment is read', () => {
	it('takes the readings from the words that have its characters', () => {
		expect(readingsOf(data, '新安中心')).toEqual([['xin', 'an', 'zhong', 'xin']]);
	});

	it('gives every combination of readings, the likeliest first', () => {
		expect(readingsOf(data, '行了')).toEqual([
			['xing', 'le'],
			['hang', 'le'],
			['xing', 'liao'],
			['hang', 'liao']
		]);
	});

	it('gives eight at most', () => {
		const readings = readingsOf(data, '行行行行');
		expect(readings).toHaveLength(8);
		expect(readings[0]).toEqual(['xing', 'xing', 'xing', 'xing']);
	});

	it.each(['', '新坳', '3组', 'A'])(
		'gives none of %j, which has no characters or one that the dictionary has not',
		(name) => {
			expect(readingsOf(data, name)).toEqual([]);
		}
	);

	it('makes a name one that can be typed either way', () => {
		const places = readingsOf(data, '新行').map((syllables) => ({ name: '新行', syllables }));
		const local = dictionaryOf(withPlaces(data, places));
		expect(candidatesFor(local, 'xinhang')[0]?.text).toBe('新行');
		expect(candidatesFor(local, 'xinxing')[0]?.text).toBe('新行');
	});
});

/** What people type: syllables of the dictionary, as spelt or as confused, sometimes cut off, sometimes anything. */
const syllables = [...new Set(words.flatMap((word) => word.syllables))].flatMap(spellingsOf).map(({ typed }) => typed);
const typing = fc.oneof(
	fc.array(fc.constantFrom(...syllables, "'"), { minLength: 1, maxLength: 7 }).map((parts) => parts.join('')),
	fc.tuple(fc.constantFrom(...syllables), fc.constantFrom(...syllables)).map(([one, two]) => one + two.slice(0, 2)),
	fc.string({ maxLength: 30 })
);

describe('whatever is typed', () => {
	it('fuzzy spelling never pushes an exact match down', () => {
		/** The same dictionary for people who spell as the book says. */
		const sounds = [...dictionary.sounds].map(
			([typed, all]) => [typed, all.filter(({ swaps }) => swaps === 0)] as const
		);
		const strict = { ...dictionary, sounds: new Map(sounds) };
		fc.assert(
			fc.property(typing, (typed) => {
				const found = candidatesFor(dictionary, typed);
				const lettersOfFuzzy = new Map(found.filter(({ isFuzzy }) => isFuzzy).map((one) => [one.text, one.consumed]));
				const isForMore = ({ text, consumed }: Candidate) => (lettersOfFuzzy.get(text) ?? 0) > consumed;
				const asSpelt = candidatesFor(strict, typed).filter((one) => !isForMore(one));
				expect(found.filter(({ isFuzzy }) => !isFuzzy)).toEqual(asSpelt);
				for (const [rank, { isFuzzy, consumed, text }] of found.entries())
					if (isFuzzy)
						for (const later of found.slice(rank + 1).filter((one) => one.consumed === consumed && !one.isFuzzy))
							expect(`${later.text} behind ${text}`).toBe('');
			}),
			{ numRuns: 500 }
		);
	});

	it('each text is there once and uses up some of what was typed, no more', () => {
		fc.assert(
			fc.property(typing, (typed) => {
				const found = candidatesFor(dictionary, typed);
				expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
				for (const { consumed } of found) {
					expect(consumed).toBeGreaterThan(0);
					expect(consumed).toBeLessThanOrEqual(typed.length);
				}
			}),
			{ numRuns: 500 }
		);
	});
});

describe('the pinyin worker', () => {
	it('answers the latest question, once the data is there, and knows the places', async () => {
		const told: Told[] = [];
		const ask = answers((answer) => told.push(answer));
		ask({ kind: 'ask', typed: 'lu' });
		await setTimeout();
		expect(told).toEqual([]);
		ask({ kind: 'ask', typed: 'ludeng' });
		ask({ kind: 'load', text: writePinyinData(data), places: ['银花中心'] });
		await setTimeout(5);
		ask({ kind: 'ask', typed: 'yinhuazhongxin' });
		await setTimeout(5);
		const first = told.map((one) => (one.kind === 'candidates' ? [one.typed, one.candidates[0]?.text] : one.kind));
		expect(first).toEqual(['ready', ['ludeng', '路灯'], ['yinhuazhongxin', '银花中心']]);
	});

	it('says so when the data is none', () => {
		const told: Told[] = [];
		answers((answer) => told.push(answer))({ kind: 'load', text: '<p>not found</p>', places: [] });
		expect(told).toEqual([{ kind: 'failed' }]);
	});
});
