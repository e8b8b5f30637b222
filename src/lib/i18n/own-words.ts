import type { labelLists } from '../domain/wordings.ts';
import type { Messages } from './messages.ts';

type Own = Partial<Record<(typeof labelLists)[number], Record<string, string>>>;

/** The labels with what the office has put in its own words; most offices have put nothing. */
export function withOwn(
	labels: Messages<'labels'>,
	{ refusalReason, revealReason, tag, hotline }: Own
): Messages<'labels'> {
	return {
		...labels,
		refusalReason: { ...labels.refusalReason, ...refusalReason },
		revealReason: { ...labels.revealReason, ...revealReason },
		tag: { ...labels.tag, ...tag },
		hotline: { ...labels.hotline, ...hotline }
	};
}
