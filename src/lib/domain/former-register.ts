import type { AnswerResult } from './answer.ts';
import { addDays, type Day } from './clock.ts';
import { externalNumberLimits, plainExternalNumber } from './external.ts';
import { findPersonalData, type PersonalKind } from './personal-data.ts';
import { type CaseType, type Channel, graphemes, isStorable, textLimits } from './submission.ts';
import { titleOf } from './title.ts';

/* 导入原台账: what the columns and cells of an office's own Excel register mean. Pure; the file is read elsewhere. */

export const formerLimits = { rows: 2000, bytes: 5 * 1024 * 1024, unpacked: 40 * 1024 * 1024, columns: 60 } as const;

export const formerFields = [
	...(['number', 'received', 'title', 'text', 'type', 'channel', 'category', 'area', 'place', 'unit'] as const),
	...(['state', 'due', 'answered', 'closed', 'answer', 'result'] as const)
] as const;
export type FormerField = (typeof formerFields)[number];

/** A column as it was understood: a field, or why it is left out. */
export type ReadColumn = { letter: string; heading: string } & (
	{ field: FormerField } | { field: null; why: 'person' | 'rating' | 'unknown' }
);

/** What a cell holds; a day without a time is midnight UTC, as spreadsheets store it. */
export type FormerCell = string | number | boolean | Date | null;

/** A row as it becomes a case. */
export type FormerRow = {
	number: string;
	receivedOn: Day;
	title: string;
	text: string;
	place: string;
	type: CaseType;
	channel: Channel;
	categoryCode: string | null;
	areaId: number | null;
	unitId: number | null;
	dueOn: Day | null;
	/** Null while it is open. */
	ended: { answeredOn: Day; closedOn: Day; answer: string; result: AnswerResult } | null;
};

export type RowProblemKey =
	| ('received.missing' | 'received.wrong' | 'received.future' | 'text.missing' | 'text.short' | 'text.long')
	| ('place.long' | 'type.wrong' | 'channel.wrong' | 'category.wrong' | 'category.conduct' | 'area.wrong')
	| ('unit.wrong' | 'state.wrong' | 'due.wrong' | 'due.early' | 'answered.wrong' | 'closed.wrong' | 'ended.order')
	| ('ended.missing' | 'answer.missing' | 'answer.long' | 'number.long' | 'number.twice');
/** What is wrong with which cell; the letter is empty where no cell is there. */
export type RowProblem = { key: RowProblemKey; letter: string; other?: number };
export type RowWarning = { key: 'masked' | 'overdue'; letter: string };

/** What the office knows by name. */
export type FormerChoices = {
	units: readonly { id: number; name: string }[];
	areas: readonly { id: number; name: string }[];
	categories: readonly { code: string; name: string }[];
};

/** Never taken over: who it was, how to reach them, and the names of those who dealt with it. */
const ofPersons =
	/姓名|人员|户主|反映人|诉求人|投诉人|举报人|来访人|来电人|咨询人|申请人|联系人|接待人|经办人|承办人|责任人|记录人|登记人|联系方式|电话号|联系电话|手机|身份证|证件|证号|住址|家庭|微信|性别|年龄|民族|职业|e-?mail/i;
const ofRatings = /满意|评价|评分|回访/;

const headings: Record<FormerField, readonly string[]> = {
	number: ['编号', '原编号', '台账编号', '受理编号', '登记编号', '件号', '工单号', '工单编号', '诉求编号'],
	received: [
		...['收件日期', '收到日期', '受理日期', '登记日期', '来访日期', '来电日期', '反映日期', '接待日期', '日期'],
		...['收件时间', '受理时间', '登记时间', '来访时间', '反映时间', '接待时间', '时间']
	],
	title: ['事项', '标题', '主题', '诉求事项', '反映事项', '诉求标题', '反映问题', '主要事项'],
	text: ['内容', '诉求内容', '反映内容', '事项内容', '主要内容', '具体内容', '问题描述', '情况', '反映情况', '诉求'],
	type: ['类型', '诉求类型', '事项类型', '诉求性质', '性质'],
	channel: ['渠道', '来源', '受理渠道', '反映渠道', '反映方式', '来源渠道', '受理方式', '诉求来源'],
	category: ['类别', '分类', '诉求类别', '事项类别', '问题类别', '问题分类'],
	area: ['区域', '村', '社区', '村社区', '所属村', '所属区域', '所在村', '片区'],
	place: ['地点', '地址', '位置', '发生地点', '事发地点', '具体位置'],
	unit: ['单位', '承办单位', '责任单位', '主办单位', '办理单位', '承办部门', '责任部门', '交办单位'],
	state: ['状态', '办理状态', '是否办结', '办结情况', '办理进度', '进度'],
	due: ['最迟答复', '办理期限', '办理时限', '截止日期', '期限', '时限', '限办日期', '应办结日期'],
	answered: ['答复日期', '回复日期', '反馈日期', '答复时间', '回复时间', '反馈时间'],
	closed: ['办结日期', '办结时间', '完成日期', '完成时间', '结案日期', '结案时间'],
	answer: ['答复内容', '回复内容', '办理情况', '处理情况', '办理意见', '处理结果', '反馈内容', '落实情况'],
	result: ['结果', '办理结果', '办结结果', '解决情况']
};

/** The columns of a row of headings; each field once, the first that names it. */
export function readHeadings(cells: readonly FormerCell[]): ReadColumn[] {
	const taken = new Set<FormerField>();
	return cells.flatMap((cell, at): ReadColumn[] => {
		const heading = textOf(cell).slice(0, 40);
		if (!heading) return [];
		const column = { letter: letterOf(at), heading };
		const plain = heading.replace(/[\s()（）【】[\]:：*/、,，.。/-]/g, '');
		const field = formerFields.find((one) => headings[one].includes(plain) && !taken.has(one));
		if (field) {
			taken.add(field);
			return [{ ...column, field }];
		}
		const why = ofPersons.test(plain) || plain === '电话' ? 'person' : ofRatings.test(plain) ? 'rating' : 'unknown';
		return [{ ...column, field: null, why }];
	});
}

/** Do these headings name enough to make cases of what stands below? */
export function areHeadings(columns: readonly ReadColumn[]): boolean {
	const has = (field: FormerField) => columns.some((column) => column.field === field);
	return has('received') && (has('title') || has('text'));
}

/** A, B … Z, AA. */
export function letterOf(at: number): string {
	const rest = String.fromCharCode(65 + (at % 26));
	return at < 26 ? rest : letterOf(Math.floor(at / 26) - 1) + rest;
}

type Judged = { says: FormerRow | null; problems: RowProblem[]; warnings: RowWarning[] };

/** A row as it would become a case, or what is wrong with which of its cells. */
export function judgeRow(
	columns: readonly ReadColumn[],
	cells: readonly FormerCell[],
	choices: FormerChoices,
	today: Day
): Judged {
	const problems: RowProblem[] = [];
	const warnings: RowWarning[] = [];
	const letter = (field: FormerField) => columns.find((column) => column.field === field)?.letter ?? '';
	const cellOf = (field: FormerField) => cells[indexOf(letter(field))] ?? null;
	const wrong = (key: RowProblemKey, field: FormerField) => void problems.push({ key, letter: letter(field) });
	const read = (field: FormerField) => {
		const { text, isMasked } = maskPersons(textOf(cellOf(field)));
		if (isMasked) warnings.push({ key: 'masked', letter: letter(field) });
		return text;
	};
	const day = (field: FormerField, key: RowProblemKey): Day | null => {
		const cell = cellOf(field);
		if (textOf(cell) === '') return null;
		const found = dayIn(cell);
		if (!found) wrong(key, field);
		return found;
	};
	const chosen = <T>(field: FormerField, key: RowProblemKey, find: (text: string) => T | undefined): T | null => {
		const text = textOf(cellOf(field));
		if (text === '') return null;
		const found = find(text);
		if (found === undefined) wrong(key, field);
		return found ?? null;
	};

	if (textOf(cellOf('received')) === '') wrong('received.missing', 'received');
	const receivedOn = day('received', 'received.wrong');
	if (receivedOn && receivedOn > today) wrong('received.future', 'received');

	const given = read('title');
	const content = read('text');
	const text = content || given;
	const place = read('place');
	if (text === '') problems.push({ key: 'text.missing', letter: '' });
	else if (graphemes(text) < textLimits.text[0]) wrong('text.short', content ? 'text' : 'title');
	else if (graphemes(text) > textLimits.text[1]) wrong('text.long', content ? 'text' : 'title');
	if (graphemes(place) > textLimits.place[1]) wrong('place.long', 'place');
	const number = plainExternalNumber(textOf(cellOf('number')));
	if (number.length > externalNumberLimits[1]) wrong('number.long', 'number');

	const type = chosen('type', 'type.wrong', wordIn(types));
	const channel = chosen('channel', 'channel.wrong', wordIn(ways));
	const categoryCode = chosen('category', 'category.wrong', (name) => categoryIn(choices, name));
	if (categoryCode?.startsWith('18')) wrong('category.conduct', 'category');
	const areaId = chosen('area', 'area.wrong', (name) => namedIn(choices.areas, name));
	const unitId = chosen('unit', 'unit.wrong', (name) => namedIn(choices.units, name));
	const dueOn = day('due', 'due.wrong');
	if (dueOn && receivedOn && dueOn < receivedOn) wrong('due.early', 'due');

	const answeredOn = day('answered', 'answered.wrong');
	const closedOn = day('closed', 'closed.wrong');
	const isClosed = chosen('state', 'state.wrong', closedIn) ?? closedOn !== null;
	const answer = [read('result'), read('answer')].filter(Boolean).join('\n');
	if (isClosed) {
		for (const [on, field] of [
			[answeredOn, 'answered'],
			[closedOn, 'closed']
		] as const)
			if (on && receivedOn && (on < receivedOn || on > today)) wrong('ended.order', field);
		if (answeredOn && closedOn && closedOn < answeredOn) wrong('ended.order', 'closed');
		if (!answeredOn && !closedOn && !problems.some(({ key }) => key === 'answered.wrong' || key === 'closed.wrong'))
			problems.push({ key: 'ended.missing', letter: '' });
		if (graphemes(answer) < 2) problems.push({ key: 'answer.missing', letter: '' });
		if (answer.length > 4000) wrong('answer.long', 'answer');
	} else if ((dueOn ?? (receivedOn && addDays(receivedOn, 7)) ?? today) < today) {
		warnings.push({ key: 'overdue', letter: letter('due') });
	}
	if (problems.length > 0 || !receivedOn) return { says: null, problems, warnings };

	const endedOn = answeredOn ?? closedOn;
	const ended =
		isClosed && endedOn
			? { answeredOn: endedOn, closedOn: closedOn ?? endedOn, answer, result: resultIn(textOf(cellOf('result')), type) }
			: null;
	const row: FormerRow = {
		...{ number, receivedOn, text, place, categoryCode, areaId, unitId, dueOn, ended },
		title: titleOf(text, given),
		type: type ?? 'help',
		channel: channel ?? 'forwarded'
	};
	return { says: row, problems, warnings };
}

/** What a cell says, in one piece of text. */
export function textOf(cell: FormerCell): string {
	if (cell === null) return '';
	const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
	const plain = text.replace(/\r\n?/g, '\n').trim();
	return isStorable(plain) ? plain : plain.replaceAll('\0', '').toWellFormed();
}

const left = '〔略〕';
const ofContact: readonly PersonalKind[] = ['phone', 'id', 'card', 'email'];

/** Without what looks like a phone, an ID or card number, or an address of mail. */
function maskPersons(text: string): { text: string; isMasked: boolean } {
	const found = findPersonalData(text).filter(({ kind }) => ofContact.includes(kind));
	if (found.length === 0) return { text, isMasked: false };
	// full-width digits are found in the plain form only
	let masked = found.every(({ words }) => text.includes(words)) ? text : text.normalize('NFKC');
	for (const { words } of found) masked = masked.replaceAll(words, left);
	return { text: masked, isMasked: true };
}

function indexOf(letter: string): number {
	if (letter === '') return -1;
	return [...letter].reduce((at, sign) => at * 26 + sign.charCodeAt(0) - 64, 0) - 1;
}

/** 2025-03-01, 2025/3/1, 2025.3.1, 20250301, 2025年3月1日, with or without a time; a date cell; a serial number. */
function dayIn(cell: FormerCell): Day | null {
	if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : within(cell.toISOString().slice(0, 10));
	const text = textOf(cell).normalize('NFKC');
	if (/^\d{5}$/.test(text)) return within(new Date((Number(text) - 25_569) * 86_400_000).toISOString().slice(0, 10));
	const found = /^(\d{4})\s?[-/.年]?\s?(\d{1,2})\s?[-/.月]?\s?(\d{1,2})日?(?:[\sT]+\d.{0,20})?$/.exec(text);
	if (!found) return null;
	const [, year = '', month = '', date = ''] = found;
	const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
	// a 31 February is no day, though Date would read one
	return addDaysOrNull(day) === day ? within(day) : null;
}

function addDaysOrNull(day: Day): Day | null {
	return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? null : addDays(day, 0);
}

const within = (day: Day): Day | null => (day >= '2000-01-01' && day <= '2099-12-31' ? day : null);

type Words<T> = readonly (readonly [RegExp, T])[];
const types: Words<CaseType> = [
	[/咨询|询问/, 'question'],
	[/求助|求决|诉求|困难/, 'help'],
	[/投诉|举报|控告|检举/, 'complaint'],
	[/建议|意见/, 'suggestion'],
	[/感谢|表扬/, 'thanks']
];
const ways: Words<Channel> = [
	[/意见箱|信箱/, 'box'],
	[/走访|上户|登门|家访|入户|下访/, 'visit'],
	[/邮件|邮箱|来信|电邮|网/, 'email'],
	[/转|交办|12345|热线|平台/, 'forwarded'],
	[/电话|来电|致电/, 'phone'],
	[/接待|来访|现场|窗口|大厅|上门/, 'reception']
];
const wordIn =
	<T>(words: Words<T>) =>
	(text: string): T | undefined =>
		words.find(([pattern]) => pattern.test(text))?.[1];

function closedIn(text: string): boolean | undefined {
	if (/未|没|否|在办|正在|办理中|待|处理中|进行/.test(text)) return false;
	return /办结|完成|结案|已答复|已回复|已解决|已处理|^是$|结束/.test(text) ? true : undefined;
}

function resultIn(text: string, type: CaseType | null): AnswerResult {
	if (type === 'suggestion') {
		if (/不采纳|未采纳/.test(text)) return 'not-adopted';
		if (/部分/.test(text)) return 'partly-adopted';
		return /采纳/.test(text) ? 'adopted' : 'kept-for-reference';
	}
	if (/部分/.test(text)) return 'partly-solved';
	return /解决|完成|修复|办好/.test(text) && !/未|没/.test(text) ? 'solved' : 'explained';
}

function categoryIn({ categories }: FormerChoices, text: string): string | undefined {
	const plain = text.normalize('NFKC').replace(/\s/g, '');
	const last = plain.split(/[/>\\|-]/).at(-1) ?? plain;
	return (
		categories.find(({ code }) => code === plain) ?? categories.findLast(({ name }) => name === plain || name === last)
	)?.code;
}

/** By its name, or by a name that one begins or ends the other with. */
function namedIn(choices: readonly { id: number; name: string }[], text: string): number | undefined {
	const plain = text.replace(/\s/g, '');
	const exact = choices.find(({ name }) => name === plain);
	if (exact) return exact.id;
	const alike = choices.filter(({ name }) => plain.length >= 2 && (name.startsWith(plain) || plain.endsWith(name)));
	return alike.length === 1 ? alike[0]?.id : undefined;
}
