import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { Locale } from '../../domain/preferences.ts';
import { registerColumns, type RegisterColumn } from '../../domain/register.ts';
import { csvLine, plainCell } from '../../domain/sheet-text.ts';
import { messages } from '../../i18n/messages.ts';
import type { RegisterRow } from '../cases/queries/register.ts';

const days: readonly RegisterColumn[] = ['receivedOn', 'dueOn', 'answeredOn', 'closedOn'];
/** In characters; the rest is as wide as its heading. */
const widths: Partial<Record<RegisterColumn, number>> = { number: 20, title: 36, unit: 24, category: 18, area: 14 };

/** The register as a workbook: dates are dates, numbers of cases are text, the headings stay in sight. */
export async function registerXlsx(rows: readonly RegisterRow[], locale: Locale): Promise<Buffer> {
	const { headings, cellsOf, title } = await wordsFor(locale);
	const data: SheetData = [
		headings.map((value) => ({ value, type: String, fontWeight: 'bold', backgroundColor: '#edeae1' })),
		...rows.map((row) =>
			cellsOf(row).map((value, at) => {
				if (value === null || value === '') return null;
				if (typeof value === 'number') return { value, type: Number };
				const column = registerColumns[at];
				// a day has no time and no zone: midnight UTC is what a spreadsheet stores
				if (column && days.includes(column))
					return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
				return { value: plainCell(value), type: String };
			})
		)
	];
	const columns = registerColumns.map((column) => ({ width: widths[column] ?? 12 }));
	return writeXlsxFile(data, { sheet: title, columns, stickyRowsCount: 1, orientation: 'landscape' }).toBuffer();
}

/** The same as comma-separated values, with the mark by which Excel knows UTF-8. */
export async function registerCsv(rows: readonly RegisterRow[], locale: Locale): Promise<string> {
	const { headings, cellsOf } = await wordsFor(locale);
	return '\uFEFF' + [headings, ...rows.map(cellsOf)].map(csvLine).join('');
}

async function wordsFor(locale: Locale) {
	const [words, labels] = await Promise.all([messages('register', locale), messages('labels', locale)]);
	const cellsOf = (row: RegisterRow): (string | number | null)[] => {
		const level = row.stars === null ? null : levels[row.stars - 1];
		const cells: Record<RegisterColumn, string | number | null> = {
			number: row.number,
			receivedOn: row.receivedOn,
			channel: labels.channel[row.channel],
			type: labels.type[row.type],
			class: labels.class[row.class],
			category: locale === 'en' ? row.categoryEn : row.category,
			area: row.area,
			title: row.title || labels.identity.confidential,
			unit: row.unit,
			owner: row.owner,
			state: labels.state[row.state],
			dueOn: row.dueOn,
			answeredOn: row.answeredOn,
			days: row.days,
			result: row.result && labels.result[row.result],
			rating: level ? labels.stars[level] : null,
			closedOn: row.closedOn
		};
		return registerColumns.map((column) => cells[column]);
	};
	return { title: words.title, headings: registerColumns.map((column) => words.columns[column]), cellsOf };
}

const levels = ['s1', 's2', 's3', 's4', 's5'] as const;
