import { randomBytes } from 'node:crypto';

const away = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'CONNECT_TIMEOUT',
	'CONNECTION_CLOSED',
	'CONNECTION_ENDED',
	'CONNECTION_DESTROYED',
	'DATABASE_SILENT',
	// shutting down, starting up, too many connections, statement or lock time-out, disk full
	'57P01',
	'57P02',
	'57P03',
	'53300',
	'57014',
	'55P03',
	'53100',
	'ENOSPC'
]);

/** Is this the database (or the disk) being away, rather than a mistake of ours? Looks through wrapped causes. */
export function isAway(fault: unknown): boolean {
	for (let at = fault, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
		if (!('code' in at) || typeof at.code !== 'string') continue;
		if (away.has(at.code)) return true;
		// a socket that is not there; any other missing file is a mistake of ours
		if (at.code === 'ENOENT' && 'syscall' in at && at.syscall === 'connect') return true;
	}
	return false;
}

/** What a visitor reads out to us. */
export function requestId(): string {
	return randomBytes(4).toString('hex').toUpperCase();
}
