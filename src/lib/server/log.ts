import { pino, type Logger } from 'pino';

/** JSON lines; never the matter's text, a contact, a code, or a resident's address (ASVS 16.2.5, trust C17). */
export function openLog(level: string): Logger {
	return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

/** What of a fault may be logged. */
export type Outline = { name: string; code?: string; says?: string; at: string[]; cause?: Outline };

/** Faults of the language itself name variables, never what a person typed. */
const plainFaults = ['TypeError', 'ReferenceError', 'RangeError'];

/**
 * A fault without values: drizzle puts a query's parameters into its message, PostgreSQL the value it could not read,
 * JSON.parse a piece of the text. So only name, code and place are kept, and the same of the cause.
 */
export function outline(fault: unknown, depth = 0): Outline {
	if (!(fault instanceof Error)) return { name: typeof fault, at: [] };
	const frames = fault.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
	return {
		name: fault.name,
		...('code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {}),
		...(plainFaults.includes(fault.name) ? { says: fault.message } : {}),
		at: frames.slice(0, 6).map((line) => line.trim()),
		...(fault.cause && depth < 4 ? { cause: outline(fault.cause, depth + 1) } : {})
	};
}
