import { letterKinds } from './messages.ts';
import { namesRetaliation, isRatingTag, ratingLevels } from './rating.ts';
import { hotlines, refusalReasons, revealReasons } from './refusal-reasons.ts';

/**
 * Words the office may put in its own: of reasons and tags, of the numbers to know, of messages to residents. Codes
 * stay, because events and figures hold them.
 */
export const wordingLists = {
	refusalReason: refusalReasons,
	revealReason: revealReasons,
	tag: [...new Set(ratingLevels.flatMap(({ tags }) => [...tags]))],
	hotline: hotlines,
	letter: letterKinds
} as const satisfies Record<string, readonly string[]>;
export type WordingList = keyof typeof wordingLists;
export const listNames = ['refusalReason', 'revealReason', 'tag', 'hotline', 'letter'] as const;
/** What stands in the words of every page. */
export const labelLists = ['refusalReason', 'revealReason', 'tag', 'hotline'] as const;

/** The list and code a key names, or null. */
export function readWordingKey(key: string): { list: WordingList; code: string } | null {
	const [name = '', code = ''] = key.split('.');
	const list = listNames.find((one) => one === name);
	const codes: readonly string[] = list ? wordingLists[list] : [];
	return list && codes.includes(code) ? { list, code } : null;
}

/** May it be taken out of use? Hotlines and messages are always there, and what names retaliation is never taken away. */
export function mayRest({ list, code }: { list: WordingList; code: string }): boolean {
	if (list === 'hotline' || list === 'letter') return false;
	return !(list === 'tag' && isRatingTag(code) && namesRetaliation([code]));
}

/** The `{words}` that are filled in, in order and once each. */
export function placeholdersOf(text: string): string[] {
	return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
}
