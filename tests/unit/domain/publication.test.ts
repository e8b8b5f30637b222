import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInSummary, summaryProblems, unpublishable } from '#lib/domain/publication.ts';

const fine = {
	categoryCode: '0302',
	identity: 'contact',
	consentsToPublish: true,
	isOfOpenCategory: true,
	namesPerson: false
} as const;

describe('what may be published', () => {
	it.each([
		['with consent, of an open kind', {}, null],
		['anonymous', { identity: 'anonymous' as const }, null],
		['without consent', { consentsToPublish: false }, 'publication.no-consent'],
		['confidential', { identity: 'confidential' as const }, 'publication.excluded-kind'],
		['of 作风与服务', { categoryCode: '1801' }, 'publication.excluded-kind'],
		['of a category that is not published', { isOfOpenCategory: false }, 'publication.excluded-kind'],
		['without a category', { categoryCode: null }, 'publication.excluded-kind'],
		['where a person is complained about', { namesPerson: true }, 'publication.excluded-kind']
	])('a case %s', (_, changes, why) => {
		expect(unpublishable({ ...fine, ...changes })).toBe(why);
	});
});

describe('what tells who somebody is', () => {
	it.each([
		['电话 13800138000'],
		['电话１３８００１３８０００'],
		['138 0013 8000'],
		['138.0013.8000'],
		['138-0013-8000'],
		['一三八零零一三八零零零'],
		['家里电话 8600123'],
		['身份证 360102199003071234'],
		['36010219900307123X'],
		['赣A·12345 的车'],
		['赣AD12345'],
		['赣A1234学'],
		['卡号 6222 0212 3456 7890 123'],
		['青苗巷 18 号'],
		['青苗巷甲18号'],
		['老街十八号'],
		['松岗村 3-2 号'],
		['3 栋 2 单元 302 室'],
		['三号楼'],
		['5 单元'],
		['302室'],
		['3-2-501'],
		['门牌 27'],
		['林女士反映'],
		['王师傅家'],
		['张某某'],
		['微信号 lin_2026'],
		['lin@example.com']
	])('finds it in “%s”', (text) => {
		expect(findInSummary(`有居民反映：${text}，请处理。`)).not.toEqual([]);
	});

	it.each([
		['11 月 4 日现场查看，11 月 5 日更换了灯头，当晚亮灯正常。'],
		['2026-11-05 完工，换了 38 米管道，共 2026 元。'],
		['2026.11.05 完工'],
		['请到便民服务中心 2 号窗口'],
		['园区 3 号线公交每天 12 班'],
		['依据《村庄和集镇规划建设管理条例》第 23 条'],
		['巡查 3 次，清运 15 车，投入 1.5 万元'],
		['路灯第 2 盏、第 3 盏'],
		['每周一、三、五 19 点到 21 点']
	])('lets “%s” pass', (text) => {
		expect(findInSummary(text)).toEqual([]);
	});

	it('allows the numbers of the office alone', () => {
		expect(findInSummary('工作电话 0000-860 0133', ['0000-8600133'])).toEqual([]);
		expect(findInSummary('工作电话 0000-860 0134', ['0000-8600133'])).not.toEqual([]);
	});

	it('says in which part', () => {
		const summary = { title: '路灯不亮', matter: '青苗巷 18 号旁边的路灯不亮', answer: '修好了' };
		expect(summaryProblems(summary, [])).toEqual([{ part: 'matter', words: '巷 18 号' }]);
	});

	it('finds any mobile, ID or card number, however it is broken up, in any text', () => {
		const digits = (pattern: RegExp) => fc.stringMatching(pattern);
		const number = fc.oneof(digits(/^1[3-9]\d{9}$/), digits(/^[1-9]\d{5}19\d{9}\d$/), digits(/^62\d{14,17}$/));
		const around = fc.string({ unit: fc.constantFrom('村', '口', '，', ' ', '修', '灯') });
		fc.assert(
			fc.property(around, number, around, fc.constantFrom('', ' ', '-', '.'), (before, digits, after, sign) => {
				const broken = digits.replace(/(.{4})(?=.)/g, `$1${sign}`);
				expect(findInSummary(`${before}，${broken}，${after}`)).not.toEqual([]);
			})
		);
	});

	it('reads a long text in no time', () => {
		for (const text of ['路一', '1-', '零', '3 号', '门牌 ']) {
			const began = performance.now();
			findInSummary(text.repeat(2000));
			expect(performance.now() - began).toBeLessThan(200);
		}
	});
});
