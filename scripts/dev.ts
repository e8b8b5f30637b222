import { createServer } from 'vite';

/** Development server with hot reload, on the embedded database under .data unless DATABASE_URL is set. */
process.env.MODE ??= 'development';
const server = await createServer({
	server: { host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT ?? 3000) }
});
await server.listen();
server.printUrls();
