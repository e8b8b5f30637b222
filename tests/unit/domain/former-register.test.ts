import { describe, expect, it } from 'vitest';
import {
	areHeadings,
	type FormerCell,
	judgeRow,
	letterOf,
	readHeadings
} from '../../../src/lib/domain/former-register.ts';

const choices = {
	units: [
		{ id: 1, name: '规划建设和生态环境办公室' },
		{ id: 2, name: '便民服务中心' },
		{ id: 3, name: '卫生院' }
	],
	areas: [{ id: 7, name: '松岗村' }],
	categories: [
		{ code: '03', name: '道路交通' },
		{ code: '0302', name: '路灯' },
		{ code: '1801', name: '工作态度' }
	]
};
const today = '2026-11-03';
const judge = (fields: Record<string, FormerCell>) =>
	judgeRow(readHeadings(Object.keys(fields)), Object.values(fields), choices, today);
const good = { 收件日期: '2026-10-30', 内容: '村口的路灯不亮了。' };
const problemsOf = (fields: Record<string, FormerCell>) => judge({ ...good, ...fields }).problems.map(({ key }) => key);
const says = (fields: Record<string, FormerCell>) => judge({ ...good, ...fields }).says;

describe('the headings of a former register', () => {
	it('are known by their usual names, whatever stands around them', () => {
		const columns = readHeadings(['序号', ' 登记日期 ', '反映内容(摘要)', '诉求内容：', '责任单位', null, '是否办结*']);
		expect(columns.map((column) => column.field)).toEqual([null, 'received', null, 'text', 'unit', 'state']);
		expect(columns.at(-1)?.letter).toBe('G');
		expect(areHeadings(columns)).toBe(true);
		expect(areHeadings(readHeadings(['内容', '单位']))).toBe(false);
	});

	it.each(['姓名', '反映人', '联系电话', '电话', '手机号码', '身份证号', '家庭住址', '联系方式', '经办人', 'E-mail'])(
		'leave out %s, which is of a person',
		(heading) => expect(readHeadings([heading])[0]).toMatchObject({ field: null, why: 'person' })
	);

	it('name columns as a sheet does', () => {
		expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
	});
});

describe('a row of a former register', () => {
	it.each([
		['2026-10-30', '2026-10-30'],
		['2026/1/5', '2026-01-05'],
		['2026.10.3', '2026-10-03'],
		['2026年9月1日', '2026-09-01'],
		['２０２６年９月１日', '2026-09-01'],
		['20260901', '2026-09-01'],
		['2026-10-30 14:20', '2026-10-30'],
		[new Date('2026-10-30T00:00:00Z'), '2026-10-30'],
		[46_325, '2026-10-30']
	])('reads %s as a day', (cell, day) => expect(says({ 收件日期: cell })?.receivedOn).toBe(day));

	it.each(['去年', '2026-02-31', '2026-13-01', '10月30日', '99999', '1899-01-01', '2026-10-30abc'])(
		'does not guess what day %s is',
		(text) => expect(problemsOf({ 收件日期: text })).toEqual(['received.wrong'])
	);

	it('says what is wrong with each cell, and makes nothing of the row', () => {
		expect(problemsOf({ 收件日期: '2026-11-04' })).toEqual(['received.future']);
		expect(problemsOf({ 内容: '' })).toEqual(['text.missing']);
		expect(problemsOf({ 类型: '其他', 渠道: '飞鸽', 类别: '外星', 区域: '月亮', 单位: '办公室' })).toEqual([
			...['type.wrong', 'channel.wrong', 'category.wrong', 'area.wrong', 'unit.wrong']
		]);
		expect(problemsOf({ 状态: '已办结' })).toEqual(['ended.missing', 'answer.missing']);
		expect(problemsOf({ 办结日期: '2026-10-01', 结果: '已解决' })).toEqual(['ended.order']);
		expect(problemsOf({ 最迟答复: '2026-10-01' })).toEqual(['due.early']);
		expect(problemsOf({ 类别: '工作态度' })).toEqual(['category.conduct']);
		expect(judge({ ...good, 类型: '其他' }).says).toBeNull();
	});

	it('takes what it finds by the names of the office', () => {
		expect(
			says({ 类别: '道路交通/路灯', 区域: '松岗村', 单位: '禾望乡便民服务中心', 类型: '投诉', 渠道: '12345转办' })
		).toMatchObject({
			categoryCode: '0302',
			areaId: 7,
			unitId: 2,
			type: 'complaint',
			channel: 'forwarded',
			ended: null
		});
		expect(says({ 状态: '未办结', 办结日期: '' })?.ended).toBeNull();
		expect(says({ 办结日期: '2026-11-01', 结果: '部分解决', 答复内容: '先修了两盏。' })?.ended).toEqual({
			answeredOn: '2026-11-01',
			closedOn: '2026-11-01',
			answer: '部分解决\n先修了两盏。',
			result: 'partly-solved'
		});
	});

	it('strikes out what looks like a number of a person, and says so', () => {
		const { says, warnings } = judge({ ...good, 内容: '请打１３８００１３８０００，证号 110101199001011237。' });
		expect(says?.text).not.toMatch(/\d{6}/);
		expect(says?.title).not.toMatch(/\d{6}/);
		expect(warnings).toContainEqual({ key: 'masked', letter: 'B' });
	});
});
