import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import postgres from 'postgres';
import { formatNumber } from '../../src/lib/domain/case-number.ts';
import { dayOf } from '../../src/lib/domain/clock.ts';
import { openStates } from '../../src/lib/domain/lifecycle.ts';
import { genesis, hashEvent, type Hashed } from '../../src/lib/server/events/record.ts';

/** A row as COPY takes it: text, or null. */
type Row = Record<string, string | null>;
type Column = { name: string; type: string; isUnique: boolean; refers: string | null };
type Table = { name: string; columns: Column[]; rows: Row[]; stride: number };
/** A copy of a group of cases: the how-maniest, and how far into the past it lies. */
type Copy = { group: ReadonlySet<string>; times: number; shiftMs: number };

const weekMs = 7 * 86_400_000;
/** Archived cases lie in the five years behind us. */
const weeks = 260;
/** How much of all is open at one time (more than an office ever has), and how much has ended but may still be rated. */
const shares = { open: 0.05, ended: 0.05, archived: 0.9 } as const;

/** What the keys of an event's data name, where that is a row that is copied too. */
const named: Record<string, string> = {
	...{ textId: 'texts', draftId: 'answer_drafts', proposalId: 'proposals', taskId: 'joint_tasks' },
	...{ alarmId: 'alarms', followUpId: 'follow_ups', publicationId: 'publications', messageId: 'messages' },
	...{ mainId: 'cases', partId: 'cases', partIds: 'cases', formerMainId: 'cases', splitFromId: 'cases' },
	...{ alikeId: 'cases', caseId: 'cases' }
};

/**
 * Copies the cases that stand in the database until there are `wanted`, with all rows that hang on them, by COPY: new
 * ids, numbers, keys and times (whole weeks earlier), and every chain of events computed anew. What is sealed is copied as it is
 * and opens no more. Wants a role that may leave the foreign keys unchecked.
 */
export async function multiply(sql: postgres.Sql, wanted: number): Promise<number> {
	const line = await sql.reserve();
	try {
		await line`set session_replication_role = replica`;
		const tables = await readTables(line);
		const stridesOf = new Map(tables.map(({ name, stride }) => [name, stride]));
		const cases = tables.find(({ name }) => name === 'cases');
		const events = tables.find(({ name }) => name === 'events');
		if (!cases || !events) throw new Error('no cases to copy');
		const copies = planCopies(cases.rows, wanted);
		const numberOf = numbering(cases.rows);
		for (const table of tables) {
			if (table.name === 'events') continue;
			await copyInto(line, table.name, table.columns, async (put) => {
				const byCase = rowsByCase(table);
				for (const copy of copies)
					for (const id of copy.group)
						for (const row of byCase.get(id) ?? []) await put(rowOf(table, row, copy, stridesOf, numberOf));
			});
		}
		await copyEvents(line, events, copies, stridesOf);
		await line`insert into case_numbers (number, state, drawn_at)
			select number, 'used', submitted_at from cases on conflict do nothing`;
		for (const { name, stride } of tables)
			if (stride > 0)
				await line.unsafe(
					`select setval(pg_get_serial_sequence('${name}', 'id'), (select max(id) from "${name}")) where pg_get_serial_sequence('${name}', 'id') is not null`
				);
		return cases.rows.length + copies.reduce((sum, { group }) => sum + group.size, 0);
	} finally {
		await line`set session_replication_role = origin`;
		line.release();
	}
}

/** Groups of cases that stand together (并案, 拆分), the archived ones far more often than the open. */
function planCopies(rows: readonly Row[], wanted: number): Copy[] {
	const groups = new Map<string, Set<string>>();
	const parentOf = (row: Row) => row.main_id ?? row.split_from_id ?? null;
	for (const row of rows) groups.set(row.id ?? '', new Set([row.id ?? '']));
	for (const row of rows) {
		const [own, parents] = [groups.get(row.id ?? ''), groups.get(parentOf(row) ?? '')];
		if (!own || !parents || own === parents) continue;
		for (const id of own) {
			parents.add(id);
			groups.set(id, parents);
		}
	}
	const states = new Map(rows.map(({ id, state }) => [id ?? '', state ?? '']));
	const all = [...new Set(groups.values())];
	const sortOf = (group: ReadonlySet<string>) => {
		const some = [...group].map((id) => states.get(id));
		if (some.every((state) => state === 'archived')) return 'archived';
		return openStates.some((state) => some.includes(state)) ? 'open' : 'ended';
	};
	return (['open', 'ended', 'archived'] as const).flatMap((sort) => {
		const some = all.filter((group) => sortOf(group) === sort);
		const size = some.reduce((sum, group) => sum + group.size, 0);
		const times = Math.ceil((wanted * shares[sort]) / Math.max(1, size));
		return Array.from({ length: times }, (_, at) =>
			some.map((group) => ({ group, times: at + 1, shiftMs: -weeksBack(sort, at) * weekMs }))
		).flat();
	});
}

/** Most of what is open is in time, a fifth came in a week earlier; what has ended lies within its 30 days. */
function weeksBack(sort: keyof typeof shares, at: number): number {
	if (sort === 'archived') return 1 + (at % weeks);
	return sort === 'open' ? Number(at % 5 === 4) : 0;
}

/** New numbers, none twice. */
function numbering(rows: readonly Row[]): (day: string) => string {
	const taken = new Set(rows.map(({ number }) => number));
	let next = 0;
	return (day) => {
		for (;;) {
			const number = formatNumber('MQ', day, next++ % 1_000_000);
			if (!taken.has(number)) return number;
		}
	};
}

function rowOf(
	table: Table,
	row: Row,
	{ times, shiftMs }: Copy,
	strides: ReadonlyMap<string, number>,
	numberOf: (day: string) => string
): Row {
	const copied: Row = {};
	for (const { name, type, isUnique, refers } of table.columns) {
		const value = row[name] ?? null;
		if (value === null) copied[name] = null;
		else if (table.name === 'cases' && name === 'number')
			copied[name] = numberOf(dayOf(new Date(Number(row.submitted_at) + shiftMs)));
		else if (refers) copied[name] = String(Number(value) + times * (strides.get(refers) ?? 0));
		else if (type === 'timestamptz') copied[name] = new Date(Number(value) + shiftMs).toISOString();
		else if (type === 'date') copied[name] = shiftDay(value, shiftMs);
		else if (type === 'uuid') copied[name] = randomUUID();
		else if (type === 'bytea' && isUnique) copied[name] = `\\x${randomBytes(32).toString('hex')}`;
		else copied[name] = value;
	}
	return copied;
}

async function copyEvents(
	line: postgres.ReservedSql,
	table: Table,
	copies: readonly Copy[],
	strides: ReadonlyMap<string, number>
): Promise<void> {
	const byCase = rowsByCase(table);
	const heads: Row[] = [];
	const firstId = table.stride;
	await copyInto(line, 'events', table.columns, async (put) => {
		for (const copy of copies)
			for (const id of copy.group) {
				const stream = `case:${Number(id) + copy.times * (strides.get('cases') ?? 0)}`;
				let head: Buffer = genesis;
				const rows = byCase.get(id) ?? [];
				for (const row of rows) {
					const at = new Date(Number(row.at) + copy.shiftMs);
					const data = shifted(JSON.parse(row.data ?? '{}'), copy, strides);
					head = hashEvent(head, {
						...{ stream, position: Number(row.position), kind: row.kind ?? '', at, data: data as Hashed['data'] },
						actorKind: row.actor_kind as Hashed['actorKind'],
						actorId: row.actor_id === null || row.actor_id === undefined ? null : Number(row.actor_id)
					});
					await put({
						...row,
						...{ id: String(Number(row.id) + copy.times * table.stride), stream, at: at.toISOString() },
						...{ data: JSON.stringify(data), hash: `\\x${head.toString('hex')}` }
					});
				}
				heads.push({ stream, length: String(rows.length), head: `\\x${head.toString('hex')}` });
			}
	});
	const columns = (names: string[]) => names.map((name) => ({ name, type: 'text', isUnique: false, refers: null }));
	await copyInto(line, 'streams', columns(['stream', 'length', 'head']), async (put) => {
		for (const head of heads) await put(head);
	});
	await line`insert into unsealed (event_id) select id from events where id > ${firstId} on conflict do nothing`;
}

/** Ids of copied rows, instants and days inside an event's data. */
function shifted(value: unknown, copy: Copy, strides: ReadonlyMap<string, number>, key = ''): unknown {
	if (Array.isArray(value)) return value.map((item) => shifted(item, copy, strides, key));
	if (value !== null && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([inner, of]) => [inner, shifted(of, copy, strides, inner)]));
	const table = named[key];
	if (typeof value === 'number' && table) return value + copy.times * (strides.get(table) ?? 0);
	if (typeof value !== 'string') return value;
	if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return new Date(Date.parse(value) + copy.shiftMs).toISOString();
	return /^\d{4}-\d\d-\d\d$/.test(value) ? shiftDay(value, copy.shiftMs) : value;
}

function shiftDay(day: string, shiftMs: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + shiftMs).toISOString().slice(0, 10);
}

/** The id of the case a row hangs on leads to its rows. */
function rowsByCase({ name, rows }: Table): Map<string, Row[]> {
	const found = new Map<string, Row[]>();
	for (const row of rows) {
		const id = name === 'cases' ? row.id : name === 'events' ? row.stream?.slice('case:'.length) : row.case_id;
		if (!id) continue;
		const some = found.get(id);
		if (some) some.push(row);
		else found.set(id, [row]);
	}
	return found;
}

/** The cases, and every table that names one by `case_id`: those of later parts too. */
async function readTables(line: postgres.ReservedSql): Promise<Table[]> {
	const found = await line<{ table: string; column: string; type: string; refers: string | null; unique: boolean }[]>`
		select relname as table, attname as column, typname as type,
			(select confrelid::regclass::text from pg_constraint
				where contype = 'f' and conrelid = pg_class.oid and conkey = array[attnum] limit 1) as refers,
			exists (select from pg_index where indrelid = pg_class.oid and indisunique and attnum = any(indkey)) as unique
		from pg_class join pg_attribute on attrelid = pg_class.oid join pg_type on pg_type.oid = atttypid
		where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped and attgenerated = ''
			and (relname in ('cases', 'events') or exists (
				select from pg_attribute as other where other.attrelid = pg_class.oid and other.attname = 'case_id'))
		order by relname = 'events', relname, attnum`;
	const names = [...new Set(found.map(({ table }) => table))];
	return Promise.all(
		names.map(async (name) => {
			const columns = found
				.filter(({ table }) => table === name)
				.map(({ column, type, refers, unique }) => ({
					...{ name: column, type, isUnique: unique },
					refers: type === 'int8' ? referredBy(name, column, refers, names) : null
				}));
			const wanted = columns.map(({ name, type }) =>
				type === 'timestamptz'
					? `(extract(epoch from "${name}") * 1000)::bigint::text as "${name}"`
					: `"${name}"::text as "${name}"`
			);
			const order = name === 'events' ? `where stream like 'case:%' order by events.stream, events.position` : '';
			const rows: Row[] = await line.unsafe(`select ${wanted.join(', ')} from "${name}" ${order}`);
			const hasId = columns.some((column) => column.name === 'id' && column.type === 'int8');
			return { name, columns, rows, stride: hasId ? Math.max(0, ...rows.map(({ id }) => Number(id))) : 0 };
		})
	);
}

/** The copied table a column's number is of: by its foreign key, or, where it has none, by its name. */
function referredBy(table: string, column: string, key: string | null, copied: readonly string[]): string | null {
	if (column === 'id') return copied.includes(table) ? table : null;
	if (key) return copied.includes(key) ? key : null;
	if (column === 'case_id' || column === 'main_id') return 'cases';
	if (column === 'event_id') return 'events';
	return column.endsWith('text_id') ? 'texts' : null;
}

async function copyInto(
	line: postgres.ReservedSql,
	table: string,
	columns: readonly Column[],
	write: (put: (row: Row) => Promise<void>) => Promise<void>
): Promise<void> {
	const names = columns.map(({ name }) => name);
	const stream: Writable = await line
		.unsafe(`copy "${table}" (${names.map((name) => `"${name}"`).join(', ')}) from stdin`)
		.writable();
	let waiting = '';
	const flush = async () => {
		const isEnough = stream.write(waiting);
		waiting = '';
		if (!isEnough) await once(stream, 'drain');
	};
	await write(async (row) => {
		waiting += `${names.map((name) => escaped(row[name] ?? null)).join('\t')}\n`;
		if (waiting.length > 100_000) await flush();
	});
	await flush();
	stream.end();
	await once(stream, 'finish');
}

function escaped(value: string | null): string {
	if (value === null) return '\\N';
	return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
