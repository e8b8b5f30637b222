import { type AnswerParts, type AnswerResult, answerParts, answerResults, shortestAnswer } from './answer.ts';
import { findPersonalData } from './personal-data.ts';
import { type CaseType, graphemes } from './submission.ts';

/** What the checker says of an answer: a message key, the part it is about, the very words to change. */
export type AnswerFinding = {
	key:
		| 'too-short'
		| 'empty-phrase'
		| 'promise-without-date'
		| 'personal-data'
		| 'no-contact'
		| 'no-remedy'
		| 'no-reason'
		| 'no-proof'
		| 'wrong-result'
		| 'not-storable';
	part: keyof AnswerParts | 'result';
	words: string;
};

/** Phrases that say nothing: what was done, and when, is asked for instead. */
const emptyPhrases = [
	'高度重视',
	'加强巡查',
	'加强监管',
	'已转相关部门',
	'已转交相关部门',
	'正在研究',
	'积极协调',
	'持续关注',
	'尽快处理',
	'尽快解决',
	'酌情处理'
];
const datePattern =
	/\d{1,2}\s?月|\d{1,2}\s?[日号]|\d{4}-\d{2}|每[天日周月年]|今天|明天|当[天日晚]|本周|下周|\d+\s?(?:天|小时|个工作日)|january|february|march|april|may|june|july|august|september|october|november|december/i;

const forSuggestions: readonly AnswerResult[] = [
	'adopted',
	'partly-adopted',
	'kept-for-reference',
	'not-adopted',
	'explained'
];

/** Which results a type of case may have: a suggestion has its own four. */
export function resultsFor(type: CaseType): readonly AnswerResult[] {
	if (type === 'suggestion') return forSuggestions;
	return answerResults.filter((result) => result === 'explained' || !forSuggestions.includes(result));
}

type Answer = {
	type: CaseType;
	result: AnswerResult;
	parts: AnswerParts;
	/** 已解决 wants a photo, or a reason in 依据. */
	hasPhoto: boolean;
	officeNumbers: readonly string[];
};

/** What must be changed before an answer may go to review; empty when it may (ruling 6, rules P12). */
export function answerProblems({ type, result, parts, hasPhoto, officeNumbers }: Answer): AnswerFinding[] {
	const findings: AnswerFinding[] = [];
	const said = `${parts.found}${parts.done}`;
	if (!resultsFor(type).includes(result)) findings.push({ key: 'wrong-result', part: 'result', words: result });
	if (graphemes(said) < shortestAnswer.reviewed) findings.push({ key: 'too-short', part: 'done', words: '' });
	if (parts.contact.trim() === '') findings.push({ key: 'no-contact', part: 'contact', words: '' });
	if (parts.unhappy.trim() === '') findings.push({ key: 'no-remedy', part: 'unhappy', words: '' });
	if (result === 'solved' && !hasPhoto && parts.basis.trim() === '')
		findings.push({ key: 'no-proof', part: 'basis', words: '' });
	if (result === 'explained' && parts.basis.trim() === '')
		findings.push({ key: 'no-reason', part: 'basis', words: '' });
	return [...findings, ...wordFindings(parts, officeNumbers)];
}

/** The same for 当场答复: ten characters, no personal data, a result that fits. */
export function onTheSpotProblems({ type, result, parts }: Pick<Answer, 'type' | 'result' | 'parts'>): AnswerFinding[] {
	const findings: AnswerFinding[] = [];
	if (!resultsFor(type).includes(result)) findings.push({ key: 'wrong-result', part: 'result', words: result });
	if (graphemes(parts.done) < shortestAnswer.onTheSpot) findings.push({ key: 'too-short', part: 'done', words: '' });
	return findings;
}

/** Findings in the words themselves, part by part: empty phrases, promises without a date, personal data. */
export function wordFindings(parts: AnswerParts, officeNumbers: readonly string[]): AnswerFinding[] {
	return answerParts.flatMap((part) => {
		const text = parts[part];
		const findings: AnswerFinding[] = [];
		for (const words of emptyPhrases) if (text.includes(words)) findings.push({ key: 'empty-phrase', part, words });
		if (part !== 'contact') {
			for (const { words } of findPersonalData(text, officeNumbers))
				findings.push({ key: 'personal-data', part, words });
		}
		if (part === 'done') {
			for (const sentence of text.split(/[。；;\n]/)) {
				if (/将(?!近)|计划|下一步/.test(sentence) && !datePattern.test(sentence))
					findings.push({ key: 'promise-without-date', part, words: sentence.trim().slice(0, 30) });
			}
		}
		return findings;
	});
}
