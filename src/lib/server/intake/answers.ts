import type { Locale } from '../../domain/preferences.ts';
import type { Context } from '../context.ts';
import { listHelpful } from '../office/list-entries.ts';
import type { Tile } from '../site/choices.ts';
import { kindsOf } from './alike.ts';
import type { Draft } from './drafts.ts';

/** So many are offered; more would be a list to read instead of a letter to write. */
const mostOffered = 3;

/** 也许这里有答案: what the office has published on the kind and words of a draft, in the reader's language if it is there. */
export async function findAnswers(context: Context, draft: Draft, tiles: readonly Tile[], locale: Locale) {
	const kinds = kindsOf(draft, tiles);
	const found = await listHelpful(context, { text: draft.text, kinds, most: mostOffered });
	return found.map(({ id, question, questionEn, answer, answerEn }) => {
		const isTranslated = locale === 'en' && Boolean(questionEn && answerEn);
		return {
			id,
			question: isTranslated ? questionEn : question,
			answer: isTranslated ? answerEn : answer,
			isForeign: locale === 'en' && !isTranslated
		};
	});
}
