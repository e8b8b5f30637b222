import { Socket } from 'node:net';

/** What postgres.js tells of where to connect. */
type Target = { path?: string | false; host: string[]; port: number[]; ssl?: unknown };

/** For so long after the last word a lost line still takes words, and refuses each at once. */
const lingerMs = 300;

/**
 * A socket that postgres.js 3.4.9 can lose without harm. When a line breaks while something is still to be written
 * (any query of that turn, and always the `rollback` of a transaction whose query has just failed), the driver either
 * crashes the process by writing to a socket it has set to null, or keeps a write buffer that is never flushed again,
 * and the connection is lost to the pool for good (porsager/postgres 1154, 1208, pull request 1209). So the end of a
 * line that was in use is told in two steps: first an error for all who wait, and only after a silence that it is
 * closed. To be removed with a driver that guards its writes.
 */
class Line extends Socket {
	#isLeft = false;
	#silence: NodeJS.Timeout | null = null;

	constructor() {
		// half-open and ended by hand: else Node puts a `write` of its own in place of ours
		super({ allowHalfOpen: true });
		this.once('end', () => this.destroy());
	}

	override emit(event: string | symbol, ...given: unknown[]): boolean {
		if (event !== 'close') return super.emit(event, ...given);
		const close = () => super.emit('close', ...given);
		if (this.#isLeft) return close();
		// never connected: nobody waits but the start-up message in the driver's buffer, which this turn flushes
		if (this.bytesRead === 0) setImmediate(close);
		else {
			super.emit('error', lost());
			this.#silence = setTimeout(close, lingerMs);
		}
		return true;
	}

	override write(
		chunk: Uint8Array | string,
		encoding?: BufferEncoding | ((fault?: Error | null) => void),
		done?: (fault?: Error | null) => void
	): boolean {
		if (!this.destroyed)
			return typeof encoding === 'string' ? super.write(chunk, encoding, done) : super.write(chunk, encoding);
		this.#silence?.refresh();
		process.nextTick(() => super.emit('error', lost()));
		return true;
	}

	/** The driver says good-bye: what follows is no loss. */
	override end(...given: never[]): this {
		this.#isLeft = true;
		return super.end(...given);
	}
}

/** A line that is being connected; the driver may write to it at once. For postgres.js's option `socket`. */
export function openLine({ path, host: [host = 'localhost'], port: [port = 5432], ssl }: Target): Socket {
	// TLS is wrapped around the socket by the driver, which reads the server's name from it
	const line = Object.assign(ssl ? new Socket() : new Line(), { host, port });
	return path ? line.connect(path) : line.connect(port, host);
}

function lost(): Error {
	return Object.assign(new Error('the line to the database is lost'), { code: 'CONNECTION_CLOSED' });
}
