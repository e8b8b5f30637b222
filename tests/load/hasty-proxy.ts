import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';

/**
 * The planted defect of `npm run faults -- --planted`: acknowledging before commit. It stands before the server and
 * behaves as a server with that defect would: a submission that has reached the server is answered with the receipt at
 * once, and whatever becomes of it (a 503, a kill before the commit) nobody hears any more. Everything else passes as
 * it is. The product's own code stays clean, and the checker must find that acknowledged is not stored.
 */
export async function openHastyProxy(site: string): Promise<{ url: string; close: () => void }> {
	const server = createServer((request, response) => {
		const isSubmission = request.method === 'POST' && request.url?.startsWith('/submit/check');
		const { method, headers } = request;
		const passed = ask(new URL(request.url ?? '/', site), { method, headers }, (answer) => {
			if (isSubmission) return void answer.resume();
			response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
			answer.on('error', () => response.destroy());
			answer.pipe(response);
		});
		passed.on('error', () => {
			if (!response.writableEnded) response.destroy();
		});
		// sent: the server has it, and might be storing it
		if (isSubmission) passed.on('finish', () => response.writeHead(303, { location: '/receipt' }).end());
		request.pipe(passed);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
}
