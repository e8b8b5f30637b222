import type { AccountBook } from '../../domain/account-book.ts';
import { percentOf } from '../../domain/figure-sheet.ts';
import type { Channel } from '../../domain/submission.ts';
import { csvLine } from '../../domain/sheet-text.ts';
import { fill } from '../../i18n/fill.ts';
import { messages } from '../../i18n/messages.ts';

type Line = (string | number | null)[];

/**
 * 账本 as comma-separated values, with the mark by which spreadsheet programs know UTF-8: a line for each number of the
 * JSON file and none besides. The names are Chinese, the fields are those of the JSON file.
 */
export async function accountCsv(book: AccountBook): Promise<string> {
	const [words, labels, { names }] = await Promise.all([
		messages('accountBook', 'zh-CN'),
		messages('labels', 'zh-CN'),
		messages('figures', 'zh-CN')
	]);
	const { csv, openData, categories } = words;
	const { about, figures, levels, categories: kinds, channels } = csv.sections;
	const count = (value: number | null): [number | null, string] => [value, value === null ? csv.hidden : ''];
	const restOf = (kindsOfRest?: number) => fill(categories.restOf, { kinds: kindsOfRest ?? '' });
	const lines: Line[] = [
		[csv.section, csv.key, csv.name, csv.part, csv.whole, csv.value, csv.note],
		[about, 'schema', '', null, null, book.schema, ''],
		[about, 'month', openData.month, null, null, book.month, ''],
		[about, 'asOf', openData.fields.asOf, null, null, book.asOf, ''],
		[about, 'isFinal', openData.state, null, null, book.isFinal ? openData.stateFinal : openData.stateRunning, ''],
		[about, 'source', fill(openData.licenceText, { name: book.source.name }), null, null, book.source.name, ''],
		...book.figures.map((figure): Line => {
			const name = names[figure.key];
			const note = figure.hidden ? csv.hidden : '';
			if (figure.kind === 'count') return [figures, figure.key, name, null, null, figure.count, note];
			if (figure.kind === 'days') return [figures, figure.key, name, null, figure.of, figure.median, note];
			const { part, whole } = figure;
			const percent = part === null || whole === null ? null : Number(percentOf({ part, whole }));
			return [figures, figure.key, name, part, whole, percent, note || '%'];
		}),
		...book.levels.map(({ level, count: people }): Line => {
			return [levels, String(level), labels.stars[`s${level}`], null, null, ...count(people)];
		}),
		...book.categories.map(({ code, name, kinds: rest, count: cases }): Line => {
			return [kinds, code ?? '', name ?? restOf(rest), null, null, cases, ''];
		}),
		...book.channels.map(({ code, kinds: rest, count: cases }): Line => {
			const name = isChannel(code, labels.channel) ? labels.channel[code] : restOf(rest);
			return [channels, code ?? '', name, null, null, cases, ''];
		})
	];
	return '\uFEFF' + lines.map(csvLine).join('');
}

function isChannel(code: string | null, names: Record<Channel, string>): code is Channel {
	return code !== null && code in names;
}
