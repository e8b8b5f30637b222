import { isConduct, type Subject } from './permissions.ts';
import { findPersonalData, type Finding } from './personal-data.ts';

/** 诉求摘要: what the public reads of a case, in the words of staff and never in the resident's. */
export type Summary = { title: string; matter: string; answer: string };
export const summaryParts = ['title', 'matter', 'answer'] as const;
export const summaryLimits = { title: [4, 22], matter: [10, 400], answer: [30, 1500] } as const;

type Published = Pick<Subject, 'categoryCode' | 'identity'> & {
	/** The resident agreed (同意公开), and has not taken it back. */
	consentsToPublish: boolean;
	/** The category and the one above it may be published at all (默认不公开 may not). */
	isOfOpenCategory: boolean;
	/** Somebody is complained about: 回避 of a person. */
	namesPerson: boolean;
};

/**
 * Categories of the kinds that are never published, whatever the office sets: 民政救助, 医保社保, 医疗卫生, 邻里与家庭纠纷,
 * 作风与服务 (C2).
 */
const closedKinds: readonly string[] = ['10', '11', '13', '14', '18'];
export function neverPublished(code: string): boolean {
	return closedKinds.some((kind) => code.startsWith(kind));
}

/** Why a case may not be published, or null: 低保、健康、家庭邻里, complaints about persons and 保密 never are (C2). */
export function unpublishable({
	categoryCode,
	identity,
	consentsToPublish,
	isOfOpenCategory,
	namesPerson
}: Published): 'publication.no-consent' | 'publication.excluded-kind' | null {
	if (!consentsToPublish) return 'publication.no-consent';
	const isExcluded =
		identity === 'confidential' ||
		categoryCode === null ||
		isConduct({ categoryCode }) ||
		!isOfOpenCategory ||
		namesPerson;
	return isExcluded ? 'publication.excluded-kind' : null;
}

/** What in a summary could tell who somebody is, part by part. Empty where it may be published. */
export function summaryProblems(
	summary: Summary,
	officeNumbers: readonly string[]
): { part: keyof Summary; words: string }[] {
	return summaryParts.flatMap((part) =>
		findInSummary(summary[part], officeNumbers).map(({ words }) => ({ part, words }))
	);
}

const numeral = '[\\d一二三四五六七八九十百零〇两]';
/* Bounded runs, each anchored on its own sign, as in personal-data. */
const strict: readonly RegExp[] = [
	// a door: 幸福路 18 号, 青苗巷甲 3 号, 3 栋, 三号楼, 2 单元, 302 室, 3-2-501
	new RegExp(
		`[路街巷弄道胡同村组里坊寨屯]\\s?[甲乙丙丁]?${numeral}{1,5}(?:[-之]${numeral}{1,3})?\\s?号(?![线桥井灯杆窗])`,
		'g'
	),
	new RegExp(`${numeral}{1,4}\\s?(?:栋|幢|座|单元|号楼|号院|号门)`, 'g'),
	new RegExp(`${numeral}{3,5}\\s?(?:室|房)`, 'g'),
	/\d{1,3}-\d{1,2}-\d{3,4}(?!\d)/g,
	/门牌(?:号码?|为|是)?[:\s]?[\dA-Za-z一二三四五六七八九十]{1,6}/g,
	// a plate with a last sign of its own: 警, 学, 挂, 港, 澳
	/[\u4E00-\u9FA5][A-Z][·\s]?[A-Z0-9]{4}[警学挂港澳]/g,
	// a phone in words
	/[零〇一二三四五六七八九幺两]{7,20}/g,
	// 林女士, 老王家
	/[\u4E00-\u9FA5]{1,2}(?:先生|女士|小姐|太太|大爷|大妈|大娘|阿姨|师傅|老师)(?!傅)/g,
	/(?:微信|QQ|qq)号?\s?[:是为]?\s?[A-Za-z0-9_-]{5,20}/g
];
/** A day: not a number of anything else. */
const dates = /(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}(?!\d)/g;

/** Stricter than for an answer, which only the resident reads: doors of every kind, numbers in words or in pieces. */
export function findInSummary(text: string, officeNumbers: readonly string[] = []): Finding[] {
	const plain = text.normalize('NFKC').replace(dates, ' ');
	const joined = plain.replace(/(?<=\d)[.·—_*\s]{1,2}(?=\d)/g, '');
	const findings = findPersonalData(joined, officeNumbers);
	const own: Finding[] = strict.flatMap((pattern) =>
		[...plain.matchAll(pattern)].map(([words]) => ({ kind: 'door', words }))
	);
	return [...findings, ...own];
}
