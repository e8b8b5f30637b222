import { describe, expect, it } from 'vitest';
import { answerProblems, onTheSpotProblems, resultsFor } from '../../../src/lib/domain/answer-check.ts';
import { findDangers, hotlinesFor } from '../../../src/lib/domain/danger.ts';
import { findPersonalData, stripForIndex } from '../../../src/lib/domain/personal-data.ts';
import { queryTerms, termsOf } from '../../../src/lib/domain/search-terms.ts';
import { graphemes, isStorable } from '../../../src/lib/domain/submission.ts';
import { canonicalParts } from '../../../src/lib/domain/texts.ts';
import { titleOf } from '../../../src/lib/domain/title.ts';
import { goodParts } from '../../support/good-answer.ts';

describe('danger words', () => {
	it.each([
		['我不想活了', ['life']],
		['他说要喝农药', ['life']],
		['厨房着火了，冒烟很大', ['fire']],
		['有煤气味', ['gas']],
		['学校后门电线垂下来了', ['electric']],
		['隔壁在打人', ['violence']],
		['路灯不亮', []]
	] as const)('finds in %j: %j', (text, found) => {
		expect(findDangers(text)).toEqual(found);
	});

	it('names whom to call, each once', () => {
		expect(hotlinesFor(['life', 'electric'])).toEqual(['12356', '120', '95598', '110']);
	});
});

describe('personal data', () => {
	it.each([
		['请打 13800138000', 'phone'],
		['电话１３８ ００１３ ８０００', 'phone'],
		['座机 0701-3330000', 'phone'],
		['身份证 36068119900101123X', 'id'],
		['卡号 6222021234567890123', 'card'],
		['邮箱 lin@example.cn', 'email'],
		['车牌 赣L·12345', 'plate'],
		['3栋201室', 'door'],
		['已和林某家说好', 'person']
	] as const)('is found in %j as %s', (text, kind) => {
		expect(findPersonalData(text).map((one) => one.kind)).toContain(kind);
	});

	it('lets published office numbers and plain figures stand', () => {
		expect(findPersonalData('工作电话 0000-860 0133', ['0000-8600133'])).toEqual([]);
		expect(findPersonalData('换了 38 米管道，11 月 2 日完工，共 2026 元')).toEqual([]);
	});

	it('stays out of the search index', () => {
		expect(termsOf(stripForIndex('请打 13800138000 路灯'))).not.toContain('13800138000');
		expect(termsOf(stripForIndex('请打 138 0013 8000 路灯')).join(' ')).not.toMatch(/\d{4}/);
	});

	it('takes milliseconds on 200 kB of anything', () => {
		for (const text of [
			'1'.repeat(200_000),
			'1 '.repeat(100_000),
			'赵某'.repeat(100_000),
			'a@'.repeat(100_000),
			'京A'.repeat(70_000)
		]) {
			const began = performance.now();
			findPersonalData(text);
			stripForIndex(text);
			findDangers(text);
			expect(performance.now() - began).toBeLessThan(1500);
		}
	});
});

describe('the answer checker', () => {
	const answer = {
		type: 'help',
		result: 'solved',
		parts: goodParts,
		hasPhoto: false,
		officeNumbers: ['00008600133']
	} as const;
	const keys = (changes: Partial<typeof goodParts>, more = {}) =>
		answerProblems({ ...answer, ...more, parts: { ...goodParts, ...changes } }).map(({ key }) => key);

	it('passes a good answer', () => expect(keys({})).toEqual([]));
	it('names the empty phrase', () => {
		const [finding] = answerProblems({ ...answer, parts: { ...goodParts, done: `${goodParts.done}今后高度重视。` } });
		expect(finding).toMatchObject({ key: 'empty-phrase', part: 'done', words: '高度重视' });
	});
	it('wants a date for what will be done', () =>
		expect(keys({ done: '下一步将更换全部灯头并重新布线，请您放心等待一段时间。' })).toContain('promise-without-date'));
	it('refuses what could tell who it is', () =>
		expect(keys({ found: '已到林某家看过，电话 13800138000。现场确有损坏。' })).toContain('personal-data'));
	it('wants proof before 已解决', () => {
		expect(keys({ basis: '' })).toContain('no-proof');
		expect(keys({ basis: '' }, { hasPhoto: true })).not.toContain('no-proof');
	});
	it('wants thirty characters, ten on the spot', () => {
		expect(keys({ found: '', done: '已修好。' })).toContain('too-short');
		expect(
			onTheSpotProblems({ type: 'question', result: 'explained', parts: { ...goodParts, done: '可以' } })
		).toHaveLength(1);
	});
	it('keeps a suggestion to its own results', () => {
		expect(resultsFor('suggestion')).not.toContain('solved');
		expect(keys({}, { type: 'suggestion' })).toContain('wrong-result');
	});
});

it('finds words shorter than a word in Chinese', () => {
	const terms = termsOf('石桥路口路灯不亮 LED 灯 3 盏');
	expect(terms).toEqual(expect.arrayContaining(['路灯', '亮', 'led', '灯', '3']));
	expect(terms).not.toContain('石');
	expect(termsOf('3盏路灯坏了，换成LED灯管')).toEqual(expect.arrayContaining(['3', '盏路', '路灯', 'led', '灯管']));
	expect(queryTerms('路灯')).toEqual([{ term: '路灯', isBeginning: false }]);
	expect(queryTerms('灯')).toEqual([{ term: '灯', isBeginning: true }]);
	expect(queryTerms('3')).toEqual([{ term: '3', isBeginning: false }]);
	expect(queryTerms('???')).toEqual([]);
});

it('makes a title of the first clause, at most 22 characters', () => {
	expect(titleOf('石桥路口路灯不亮，晚上很黑。')).toBe('石桥路口路灯不亮');
	expect(graphemes(titleOf('长'.repeat(50)))).toBe(22);
	expect(titleOf('别的', '给定的标题')).toBe('给定的标题');
});

it('counts as people do and refuses what cannot be stored', () => {
	expect(graphemes('👨‍👩‍👧路灯')).toBe(3);
	expect(isStorable('a\0b')).toBe(false);
	expect(isStorable('\ud800')).toBe(false);
	expect(canonicalParts({ b: '2', a: '1' })).toBe('{"a":"1","b":"2"}');
});
