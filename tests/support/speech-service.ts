import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the stand-in says it heard. */
export const heardText = '石桥路口的两盏路灯坏了，晚上看不见路。';
type Asked = { method: string; type: string; body: Buffer };
export type SpeechService = { url: (path: string) => string; asked: Asked[]; close: () => Promise<void> };

const manners: Record<string, (response: ServerResponse) => void | Promise<void>> = {
	'/good': (response) => void response.end(JSON.stringify({ text: heardText })),
	'/slow': async (response) => {
		await pause(300);
		response.end(JSON.stringify({ text: heardText }));
	},
	'/hanging': () => {},
	'/hanging-half-way': (response) => void response.write('{"text":"石'),
	'/broken': (response) => void response.writeHead(500).end(JSON.stringify({ text: '不该用的' })),
	'/accepted': (response) => void response.writeHead(202).end(JSON.stringify({ text: '不该用的' })),
	'/redirect': (response) => void response.writeHead(307, { location: '/good' }).end(),
	'/not-json': (response) => void response.end('<p>石桥路口</p>'),
	'/other-json': (response) => void response.end(JSON.stringify({ result: '石桥路口' })),
	'/nothing': (response) => void response.end(JSON.stringify({ text: ' \n ' })),
	'/long': (response) => void response.end(JSON.stringify({ text: '灯'.repeat(2500) })),
	'/odd': (response) => void response.end('{"text":"\\ud83e\\u0000 e\\u0301te\\u0301\\n\\n路灯\\u0007坏了 "}'),
	'/huge': (response) => {
		const piece = '灯'.repeat(40_000);
		const more = () => {
			while (!response.destroyed && response.write(piece));
			if (!response.destroyed) response.once('drain', more);
		};
		response.write('{"text":"');
		more();
	},
	'/cut-off': (response) => void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy())
};

/** A speech-to-text service on a port of its own that behaves as the path says. */
export async function openSpeechService(): Promise<SpeechService> {
	const asked: Asked[] = [];
	const server = createServer(async (request, response) => {
		asked.push({
			...{ method: request.method ?? '', type: request.headers['content-type'] ?? '' },
			body: await bodyOf(request)
		});
		await manners[request.url ?? '']?.(response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: (path) => `http://127.0.0.1:${port}${path}`,
		asked,
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		}
	};
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece);
	return Buffer.concat(pieces);
}
