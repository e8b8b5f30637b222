export type PersonalKind = 'phone' | 'id' | 'card' | 'email' | 'plate' | 'door' | 'person';
export type Finding = { kind: PersonalKind; words: string };

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const surnames =
	'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房丁邓';

/**
 * What in a text could tell who somebody is: phone, ID, bank card, e-mail, plate, door number, 「林某家」. Published
 * office numbers are allowed. Every pattern is anchored on a bounded run, so 200 kB take milliseconds (ASVS 1.3.12).
 */
export function findPersonalData(text: string, allowedNumbers: readonly string[] = []): Finding[] {
	const plain = text.normalize('NFKC');
	const allowed = new Set(allowedNumbers.map((number) => number.replace(/\D/g, '')));
	const findings: Finding[] = [];
	for (const run of digitRuns(plain)) {
		const kind = kindOfRun(run.digits);
		if (kind && !allowed.has(run.digits)) findings.push({ kind, words: run.words });
	}
	const patterns: [PersonalKind, RegExp][] = [
		['email', /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}/g],
		['plate', new RegExp(`[${provinces}][A-Z][·\\s]?[A-Z0-9]{5,6}`, 'g')],
		['door', /\d{1,4}\s?[栋幢单元号楼]{1,2}\s?\d{1,4}\s?[室号户]/g],
		['person', new RegExp(`[${surnames}]某{1,2}[某甲乙丙]?(?:家|的家|户)?`, 'g')]
	];
	for (const [kind, pattern] of patterns) {
		for (const [words] of plain.matchAll(pattern)) findings.push({ kind, words });
	}
	return findings;
}

/** The text without runs of digits that look like a phone, ID or card number: what may be indexed (ruling 10). */
export function stripForIndex(text: string): string {
	const plain = text.normalize('NFKC');
	let stripped = '';
	let from = 0;
	for (const run of digitRuns(plain)) {
		if (!kindOfRun(run.digits)) continue;
		stripped += plain.slice(from, run.start) + ' ';
		from = run.end;
	}
	return stripped + plain.slice(from);
}

type Run = { start: number; end: number; digits: string; words: string };

/** Runs of digits, with single spaces or hyphens between groups, ending in X for an ID. One pass. */
function* digitRuns(text: string): Generator<Run> {
	let start = -1;
	let end = -1;
	let digits = '';
	for (let at = 0; at <= text.length; at++) {
		const sign = text[at] ?? '';
		const isDigit = sign >= '0' && sign <= '9';
		if (isDigit || (digits.length === 17 && (sign === 'X' || sign === 'x'))) {
			if (start < 0) start = at;
			digits += sign;
			end = at + 1;
			continue;
		}
		const next = text[at + 1] ?? '';
		const bridges = start >= 0 && (sign === ' ' || sign === '-') && next >= '0' && next <= '9';
		if (bridges || start < 0) continue;
		yield { start, end, digits, words: text.slice(start, end) };
		start = -1;
		digits = '';
	}
}

function kindOfRun(digits: string): PersonalKind | null {
	if (/^(?:86)?1[3-9]\d{9}$/.test(digits)) return 'phone';
	if (/^0\d{9,11}$/.test(digits)) return 'phone';
	if (/^[1-9]\d{5}(?:19|20)\d{9}[\dXx]$/.test(digits)) return 'id';
	if (/^\d{15,19}$/.test(digits)) return 'card';
	if (/^[2-8]\d{6,7}$/.test(digits)) return 'phone';
	return null;
}
