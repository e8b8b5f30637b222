import { unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/universal';
import {
	areHeadings,
	type FormerCell,
	formerLimits,
	type ReadColumn,
	readHeadings
} from '../../../domain/former-register.ts';
import { Refusal } from '../../../domain/refusal.ts';

export type FormerSheet = {
	columns: ReadColumn[];
	/** Rows that say something, each with its number as the sheet counts it. */
	rows: { row: number; cells: FormerCell[] }[];
};

/** Headings stand at the top, under a title at most. */
const headingsWithin = 10;

/**
 * The first sheet of a workbook, without macros, and no larger than it says it is. Throws `import.not-xlsx`,
 * `import.macros`, `import.too-big`, `import.too-many-rows`, `import.no-headings`, `import.empty`.
 */
export async function readFormerSheet(bytes: Uint8Array): Promise<FormerSheet> {
	assertPlainWorkbook(bytes);
	const cells = await readCells(bytes);
	const at = cells.slice(0, headingsWithin).findIndex((row) => areHeadings(readHeadings(row)));
	const columns = readHeadings(cells[at] ?? []);
	if (at < 0) throw new Refusal('import.no-headings');
	const rows = cells
		.map((row, index) => ({ row: index + 1, cells: row }))
		.slice(at + 1)
		.filter(({ cells }) => cells.some((cell) => cell !== null && String(cell).trim() !== ''));
	if (rows.length === 0) throw new Refusal('import.empty');
	if (rows.length > formerLimits.rows) throw new Refusal('import.too-many-rows', { most: formerLimits.rows });
	return { columns, rows };
}

/** Looks at the names and sizes in the archive and unpacks nothing; what unpacks later is held to these sizes. */
function assertPlainWorkbook(bytes: Uint8Array): void {
	if (bytes.byteLength > formerLimits.bytes) throw new Refusal('import.too-big');
	const parts: { name: string; originalSize: number }[] = [];
	try {
		unzipSync(bytes, {
			filter: ({ name, originalSize }) => {
				parts.push({ name, originalSize });
				return false;
			}
		});
	} catch (cause) {
		throw notXlsx(cause);
	}
	if (!parts.some(({ name }) => name === 'xl/workbook.xml')) throw new Refusal('import.not-xlsx');
	if (parts.some(({ name }) => /vbaProject|macrosheets|activeX/i.test(name))) throw new Refusal('import.macros');
	const unpacked = parts.reduce((sum, { originalSize }) => sum + originalSize, 0);
	if (parts.length > 2000 || unpacked > formerLimits.unpacked) throw new Refusal('import.too-big');
}

async function readCells(bytes: Uint8Array): Promise<FormerCell[][]> {
	// a file of its own: the reader takes no view of a larger one
	const copy = new ArrayBuffer(bytes.byteLength);
	new Uint8Array(copy).set(bytes);
	try {
		const rows: unknown[][] = await readSheet(copy);
		return rows.map((row) => row.slice(0, formerLimits.columns).map(cellOf));
	} catch (cause) {
		throw notXlsx(cause);
	}
}

function cellOf(value: unknown): FormerCell {
	if (value instanceof Date) return value;
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function notXlsx(cause: unknown): Refusal {
	const refusal = new Refusal('import.not-xlsx');
	refusal.cause = cause;
	return refusal;
}
