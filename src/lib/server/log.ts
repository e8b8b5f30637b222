import { pino, type Logger } from 'pino';

/** JSON lines; never the matter's text, a contact, a code, or a resident's address (ASVS 16.2.5, trust C17). */
export function openLog(level: string): Logger {
	return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
