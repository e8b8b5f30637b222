import type { Day } from './clock.ts';
import type { StaffActor } from './permissions.ts';
import { type Finding, findPersonalData } from './personal-data.ts';
import { termsOf } from './search-terms.ts';
import type { Parts } from './texts.ts';

/** 知识库: one question of residents with its answer in plain words. English may be empty: it falls back and says so. */
export type EntryWords = Record<'question' | 'answer' | 'questionEn' | 'answerEn' | 'source', string>;
export type Entry = EntryWords & {
	/** Other words people say for it; only searched, never shown to residents. */
	keywords: readonly string[];
	/** Level-1 codes. */
	categoryCodes: readonly string[];
	/** Who answers for it. */
	unitId: number;
	validFrom: Day;
	/** The day by which somebody must look whether it still holds. */
	reviewBy: Day;
};
export const entryLimits = {
	question: [4, 60],
	answer: [20, 1500],
	questionEn: [0, 160],
	answerEn: [0, 3000],
	source: [2, 200],
	keywords: { most: 30, longest: 20 }
} as const;

/** Heads and dispatchers write; so that two people stand behind what the office tells everybody, another publishes. */
export function writesKnowledge({ roles }: Pick<StaffActor, 'roles'>): boolean {
	return roles.includes('head') || roles.includes('dispatcher');
}

/** Who may be the second person: any other writer, or who reviews what is published. */
export function publishesKnowledge(actor: Pick<StaffActor, 'roles'>): boolean {
	return writesKnowledge(actor) || actor.roles.includes('publication-reviewer');
}

/** What in an entry could tell who somebody is. Numbers of the office itself are allowed. */
export function entryFindings(words: EntryWords, officeNumbers: readonly string[]): Finding[] {
	return Object.values(words).flatMap((text) => findPersonalData(text, officeNumbers));
}

/** An entry as a text version holds it, and back. */
export function partsOfEntry({ keywords, categoryCodes, unitId, ...rest }: Entry): Parts {
	return { ...rest, keywords: keywords.join('\n'), codes: categoryCodes.join(' '), unit: String(unitId) };
}

export function entryOfParts(parts: Parts): Entry {
	const part = (name: string) => parts[name] ?? '';
	const list = (name: string, between: string) => part(name).split(between).filter(Boolean);
	return {
		question: part('question'),
		answer: part('answer'),
		questionEn: part('questionEn'),
		answerEn: part('answerEn'),
		source: part('source'),
		keywords: list('keywords', '\n'),
		categoryCodes: list('codes', ' '),
		unitId: Number(part('unit')),
		validFrom: part('validFrom'),
		reviewBy: part('reviewBy')
	};
}

/* What stands in every question and every letter says nothing of what it is about. */
const empty =
	/怎么办|怎么样|怎么|怎样|如何|什么时候|什么|哪里|哪儿|哪些|多少|多久|几天|能不能|可不可以|可以|是不是|有没有|需要|应该|请问|我们|你们|他们|大家|自己|一个|一直|一下|现在|时候|没有|这个|那个|这里|那里|已经|还是|因为|所以|希望|尽快|麻烦|谢谢|反映|解决|处理/g;
const emptyWords = new Set(
	'the and for are was were with that this have has not but you your our who how what when where why can could should would will from about there they please thank thanks does did need help get out one any all its'.split(
		' '
	)
);

/** The terms of a text that say what it is about: pairs of characters and words; at most 60. */
export function tellingTerms(text: string): string[] {
	return termsOf(text.slice(0, 400).replace(empty, ' '))
		.filter((term) => [...term].length > 1 && !emptyWords.has(term))
		.slice(0, 60);
}
