import type { StaffActor } from '../../domain/permissions.ts';
import { type Context, inTransaction } from '../context.ts';
import { record, staffStream } from '../events/record.ts';
import { listTrail, type TrailFilter, type TrailRow } from './trail.ts';

export const trailFormats = ['csv', 'json'] as const;
export type TrailFormat = (typeof trailFormats)[number];
/** More than this is asked for day by day. */
export const mostExported = 5000;

/**
 * The events of a question as a file, the newest first, 5,000 at most; that they were taken out is an event itself.
 * Throws `case.not-found`.
 */
export function exportTrail(
	context: Context<StaffActor>,
	filter: TrailFilter,
	format: TrailFormat
): Promise<{ text: string; count: number }> {
	return inTransaction(context, async (context) => {
		const { rows } = await listTrail(context, { ...filter, after: null }, mostExported);
		const { fromOn, untilOn, kind } = filter;
		const data = { format, count: rows.length, fromOn, untilOn, kind };
		await record(context, staffStream(context.actor.id), 'staff.audit-exported', data);
		return { text: format === 'csv' ? csvOf(rows) : jsonOf(rows), count: rows.length };
	});
}

const columns = ['id', 'at', 'kind', 'by', 'account', 'name', 'number', 'stream', 'data'] as const;

const shown = ({ id, at, kind, actorKind, account, name, number, stream, data }: TrailRow) => ({
	id,
	at: at.toISOString(),
	kind,
	by: actorKind,
	account: account ?? '',
	name: name ?? '',
	number: number ?? '',
	stream,
	data
});

function jsonOf(rows: readonly TrailRow[]): string {
	return JSON.stringify(rows.map(shown), null, '\t');
}

/** With a BOM, so that a spreadsheet reads the Chinese. */
function csvOf(rows: readonly TrailRow[]): string {
	const lines = rows.map(shown).map((row) => columns.map((name) => cell(row[name])).join(','));
	return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** What begins like a formula is kept from being one. */
function cell(value: string | number | object): string {
	const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
