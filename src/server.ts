import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import path from 'node:path';
import compression from 'compression';
import { ConfigError, readConfig } from './lib/server/config.ts';
import { securityHeaders } from './lib/server/http/headers.ts';
import { stopAll } from './lib/server/http/stopping.ts';

/*
 * The production entry around adapter-node's handler. It knows what the handler cannot: the right origin on plain
 * http and on a LAN, headers on static files and faults, compression that leaves streams alone, a graceful stop.
 */
const config = settings();
const built = path.resolve('build/handler.js');
if (!existsSync(built)) exit('There is no build yet: npm run build');

// read by adapter-node when it is imported: set before
process.env.BODY_SIZE_LIMIT = '12M';
process.env.ADDRESS_HEADER = 'x-huiyin-address';
if (config.origin) process.env.ORIGIN = config.origin;
else {
	delete process.env.ORIGIN;
	process.env.PROTOCOL_HEADER = 'x-huiyin-protocol';
}
const { handler } = await import(built);
const compress = compression({ filter: isCompressible, threshold: 1024 });
const headers = {
	...securityHeaders,
	...(config.origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {})
};
let working = 0;
let isStopping = false;

const server = createServer((request, response) => {
	dress(response);
	if (request.url === '/healthz') return plain(response, 200, 'ok');
	if (!config.origin && !isHost(request.headers.host)) return plain(response, 400, 'bad host');
	// told by the connection and the configuration, never by what a client sends
	request.headers['x-huiyin-protocol'] = 'http';
	request.headers['x-huiyin-address'] = addressOf(request);

	if (!isStatic(request) && !isStream(request)) {
		if (working >= config.requestLimit) {
			response.setHeader('retry-after', '2');
			return plain(response, 503, 'busy, please try again in a moment');
		}
		working++;
		response.once('close', () => working--);
	}
	compress(request as never, response as never, () =>
		handler(request, response, () => plain(response, 404, 'not found'))
	);
});
// a client that sends drop by drop, and one that never ends
server.headersTimeout = 15_000;
server.requestTimeout = 120_000;
server.on('checkExpectation', (_request, response) => {
	dress(response);
	plain(response, 417, 'expectation failed');
});
server.on('clientError', (_fault, socket) => {
	if (!socket.writable) return;
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.end(`HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n${lines.join('')}\r\n`);
});
server.on('error', (fault) => exit(`The server cannot listen on ${config.host}:${config.port}: ${fault.message}`));
server.listen(config.port, config.host, () => {
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : config.port;
	console.warn(
		`Huiyin listens on ${config.origin || `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`}`
	);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.on(signal, () => {
		if (isStopping) process.exit(1);
		isStopping = true;
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		server.closeIdleConnections();
		setTimeout(() => process.exit(0), 15_000).unref();
		void stopAll(closed).then(() => process.exit(0));
	});
}

function settings() {
	try {
		return readConfig(process.env);
	} catch (fault) {
		if (fault instanceof ConfigError) exit(fault.message);
		throw fault;
	}
}

function exit(message: string): never {
	console.error(message);
	process.exit(1);
}

/** On every answer: what the handler sends itself, static files and refusals alike. */
function dress(response: ServerResponse): void {
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (isStopping) response.setHeader('connection', 'close');
}

function plain(response: ServerResponse, status: number, text: string): void {
	response.statusCode = status;
	response.setHeader('content-type', 'text/plain; charset=utf-8');
	response.end(text);
}

/** The client's address: the connection's, or with TRUSTED_HOPS the entry that our own proxies wrote. */
function addressOf(request: IncomingMessage): string {
	const own = request.socket.remoteAddress ?? '127.0.0.1';
	if (config.trustedHops === 0) return own;
	const forwarded =
		String(request.headers['x-forwarded-for'] ?? '')
			.split(',')
			.at(-config.trustedHops)
			?.trim() ?? '';
	return isIP(forwarded) ? forwarded : own;
}

/** A name or address with an optional port: it becomes part of the origin. */
function isHost(host: string | undefined): boolean {
	return host !== undefined && /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host);
}

function isStatic(request: IncomingMessage): boolean {
	return request.url?.startsWith('/_app/') ?? false;
}

function isStream(request: IncomingMessage): boolean {
	return request.url?.startsWith('/api/live') ?? false;
}

function isCompressible(request: IncomingMessage, response: ServerResponse): boolean {
	const type = String(response.getHeader('content-type') ?? '');
	return !type.startsWith('text/event-stream') && compression.filter(request as never, response as never);
}
