import { createServer } from 'vite';
import { stopAll } from '../src/lib/server/http/stopping.ts';
import { loadEnv } from './load-env.ts';

/** Development server with hot reload, on the embedded database under .data unless DATABASE_URL is set. */
loadEnv();
process.env.MODE ??= 'development';
const server = await createServer({
	server: { host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT ?? 3000) }
});
await server.listen();
server.printUrls();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	// vite would leave at once
	process.removeAllListeners(signal);
	process.once(signal, () => void stopAll(server.close()).then(() => process.exit(0)));
}
