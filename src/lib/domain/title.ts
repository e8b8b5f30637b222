import { textLimits } from './submission.ts';

const longest = textLimits.title[1];
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** A title of at most 22 characters: the given one, else the text's first clause (不填我们帮您拟). */
export function titleOf(text: string, given = ''): string {
	const source = (given || text).replace(/\s+/g, ' ').trim();
	const signs: string[] = [];
	for (const { segment } of segmenter.segment(source)) if (signs.push(segment) > longest) break;
	if (given) return signs.slice(0, longest).join('');
	const stop = signs.findIndex((sign, index) => index >= 4 && '，。；！？,.;!?\n'.includes(sign));
	const clause = stop > 0 ? signs.slice(0, stop) : signs;
	if (clause.length <= longest) return clause.join('');
	return clause.slice(0, longest - 1).join('') + '…';
}
