import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** How the gateway behaves: `late` accepts a message and answers only when nobody waits any more. */
export type Manner = 'good' | 'down' | 'hanging' | 'broken' | 'late' | 'busy' | 'refusing';
export type Asked = {
	at: number;
	headers: IncomingMessage['headers'];
	body: string;
	accepted: boolean;
	/** Accepted, but nobody waited for the answer. */
	late: boolean;
};
export type Gateway = {
	url: string;
	asked: Asked[];
	/** What was accepted, in order: ids, repetitions too. */
	accepted: () => string[];
	become: (manner: Manner) => void;
	close: () => Promise<void>;
};

const statusOf = { broken: 500, busy: 429, refusing: 400 } as const;

/**
 * An SMS gateway on a port of its own. `lateMs` is longer than whoever asks is patient; one in `forgetsEach` messages is
 * taken and lost.
 */
export async function openGateway({ lateMs = 400, forgetsEach = 0 } = {}): Promise<Gateway> {
	const asked: Asked[] = [];
	let manner: Manner = 'good';
	let taken = 0;
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const at = performance.now();
		const now = manner;
		const { headers } = request;
		if (now === 'down') {
			asked.push({ at, headers, body: '', accepted: false, late: false });
			return void request.socket.destroy();
		}
		const body = await bodyOf(request);
		const isTaken = now === 'good' || now === 'late';
		const isForgotten = isTaken && forgetsEach > 0 && ++taken % forgetsEach === 0;
		asked.push({ at, headers, body, accepted: isTaken && !isForgotten, late: now === 'late' });
		if (now === 'hanging') return;
		if (now === 'late') await pause(lateMs);
		response.writeHead(now === 'good' || now === 'late' ? 200 : statusOf[now]).end('{}');
	};
	const server = createServer((request, response) => void answer(request, response).catch(() => {})).listen(
		0,
		'127.0.0.1'
	);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/send`,
		asked,
		accepted: () =>
			asked.filter(({ accepted }) => accepted).map(({ headers }) => String(headers['idempotency-key'] ?? '')),
		become: (next) => {
			manner = next;
		},
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		}
	};
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of request) pieces.push(piece);
	return Buffer.concat(pieces).toString('utf8');
}

export type MailBox = {
	url: string;
	mails: { to: string; raw: string; secure: boolean }[];
	/** The status of the next letters: 250 takes them, 421 asks to come again, 550 refuses. */
	answer: (status: number) => void;
	close: () => Promise<void>;
};

/** A real SMTP server on a port of its own; it offers STARTTLS with a certificate nobody has signed unless told not to. */
export async function openMailServer({ offersTls = false } = {}): Promise<MailBox> {
	const mails: MailBox['mails'] = [];
	let status = 250;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: offersTls ? [] : ['STARTTLS'],
		logger: false,
		onRcptTo: (_address, _session, done) =>
			done(status === 250 ? null : Object.assign(new Error('not now'), { responseCode: status })),
		onData: (stream, session, done) => {
			const pieces: Buffer[] = [];
			stream.on('data', (piece: Buffer) => pieces.push(piece));
			stream.on('end', () => {
				const to = session.envelope.rcptTo.map(({ address }) => address).join(',');
				mails.push({ to, raw: Buffer.concat(pieces).toString('utf8'), secure: session.secure });
				done(null);
			});
		}
	});
	server.on('error', () => {});
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	const { port } = server.server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		mails,
		answer: (next) => {
			status = next;
		},
		close: () => new Promise((resolve) => server.close(() => resolve()))
	};
}
