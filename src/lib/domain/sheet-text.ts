/** What a spreadsheet takes for a formula: text that begins with one of these (ASVS 1.2.10). */
const opensFormula = /^[=+\-@\t\r＝＋－＠]/;

/** The text of a cell as no spreadsheet calculates it: what would open a formula stands behind an apostrophe. */
export function plainCell(text: string): string {
	return opensFormula.test(text) ? `'${text}` : text;
}

/** One line of comma-separated values, with its end. */
export function csvLine(cells: readonly (string | number | null)[]): string {
	const quoted = cells.map((cell) => {
		if (cell === null || typeof cell === 'number') return cell === null ? '' : String(cell);
		const text = plainCell(cell);
		return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	});
	return `${quoted.join(',')}\r\n`;
}
