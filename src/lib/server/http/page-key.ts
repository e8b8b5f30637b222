/** The key of the last row of the page before, as it stands in an address: `<milliseconds>-<id>`; null for the first page. */
export function keyOf(after: string | null): { at: number; id: number } | null {
	const [, at = '', id = ''] = /^(\d{1,15})-(\d{1,15})$/.exec(after ?? '') ?? [];
	return at && id ? { at: Number(at), id: Number(id) } : null;
}
