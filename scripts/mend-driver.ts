import type { Plugin } from 'vite';

/**
 * What postgres.js 3.4.9 does wrong when a connection breaks, and the right words. Each was met under `npm run faults`;
 * upstream knows them (porsager/postgres 1154, 1192, 1208, 1223).
 */
const mends = [
	{
		// writes from a timer to a socket it has set to null, which ends the process
		from: 'const x = socket.write(chunk, fn)',
		to: "const x = socket ? socket.write(chunk, fn) : (error(Errors.connection('CONNECTION_CLOSED', options)), (query = null), true)",
		times: 1
	},
	{
		// stops the timer without forgetting it: the connection never writes again, all its queries time out
		from: '\n    clearImmediate(nextWriteTimer)',
		to: '\n    clearImmediate(nextWriteTimer)\n    nextWriteTimer = chunk = null',
		times: 2
	},
	{
		// keeps what was under way, so that after reconnecting the next answers would go to the wrong questions
		from: 'socket = null\n\n    if (initial)',
		to: `socket = null
    const lost = query ? [query] : []
    while (sent.length) lost.push(sent.shift())
    query = results = errorResponse = final = null
    result = new Result()
    for (const q of lost) queryError(q, Errors.connection('CONNECTION_CLOSED', options))

    if (initial)`,
		times: 1
	},
	{
		// nobody hears the question for array types fail, which ends the process
		from: 'return fetchArrayTypes()',
		to: 'return void fetchArrayTypes().catch(() => {})',
		times: 1
	}
];

/** Mends the database driver as it goes into the build. Fails when its text has changed: look whether it is mended. */
export function mendDriver(): Plugin {
	return {
		name: 'mend-driver',
		enforce: 'pre',
		config: () => ({ ssr: { noExternal: ['postgres'] } }),
		transform(code, id) {
			if (!id.endsWith('/postgres/src/connection.js')) return null;
			return mends.reduce((text, { from, to, times }) => {
				if (text.split(from).length !== times + 1)
					throw new Error(`postgres.js is not what mend-driver knows: ${from}`);
				return text.replaceAll(from, to);
			}, code);
		}
	};
}
