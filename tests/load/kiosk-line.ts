import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';

/** The way between a kiosk and its server, as bad as it is told to be. */
export type Line = {
	url: string;
	/** Refused at once, or taken and never answered; `up` passes everything on. */
	state: 'up' | 'refusing' | 'silent';
	/** How often the server had done what was asked and the kiosk was not told. */
	lost: { letters: number; beats: number };
	/** Resolves as soon as the server has had so many letters, before any answer to the last one. */
	letters: (count: number) => Promise<void>;
	close: () => void;
};

type Badness = {
	/** So many letters lose the answer to their first sending, and so many heartbeats theirs. */
	loses: { letters: number; beats: number };
	/** The planted defect: every so many-th letter is answered as filed and forgotten. 0 = none. */
	forgetsEach: number;
};

/** Opens a line before `site`. */
export async function openLine(site: string, { loses, forgetsEach }: Badness): Promise<Line> {
	const seen = new Set<string>();
	const waiting: { count: number; resolve: () => void }[] = [];
	let passed = 0;
	const line: Line = {
		url: '',
		state: 'up',
		lost: { letters: 0, beats: 0 },
		letters: (count) => new Promise((resolve) => waiting.push({ count, resolve })),
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
	const server = createServer((request, response) => {
		if (line.state === 'silent') return;
		if (line.state === 'refusing') return void request.socket.destroy();
		const number = request.url === '/kiosk/api/letters' ? String(request.headers['x-huiyin-number']) : null;
		if (number && forgetsEach && (seen.size + 1) % forgetsEach === 0 && !seen.has(number)) {
			seen.add(number);
			return void request.resume().on('end', () => forget(response, number));
		}
		const isLost = number ? losesLetter(number) : request.url === '/kiosk/api/beat' && losesBeat();
		pass(site, request, response, { isLost, onSent: number ? countLetter : () => {} });
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	line.url = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
	return line;

	function losesLetter(number: string): boolean {
		const isFirst = !seen.has(number);
		seen.add(number);
		const isLost = isFirst && line.lost.letters < loses.letters;
		if (isLost) line.lost.letters++;
		return isLost;
	}
	function losesBeat(): boolean {
		const isLost = seen.size > 0 && line.lost.beats < loses.beats;
		if (isLost) line.lost.beats++;
		return isLost;
	}
	function countLetter(): void {
		passed++;
		for (const { count, resolve } of waiting) if (passed >= count) resolve();
	}
}

type Passing = { isLost: boolean; onSent: () => void };

/** Passes a request on. Where the answer is lost, the kiosk's connection breaks after the server has answered. */
function pass(site: string, request: IncomingMessage, response: ServerResponse, { isLost, onSent }: Passing): void {
	const { method, headers } = request;
	const passed = ask(new URL(request.url ?? '/', site), { method, headers }, (answer) => {
		if (isLost) return void answer.resume().on('end', () => request.socket.destroy());
		response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
		answer.on('error', () => response.destroy());
		answer.pipe(response);
	});
	passed.on('finish', onSent);
	passed.on('error', () => request.socket.destroy());
	request.on('error', () => passed.destroy());
	request.pipe(passed);
}

/** Says what an honest server says, about a letter that goes nowhere. */
function forget(response: ServerResponse, number: string): void {
	response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ number, outcome: 'filed' }));
}
