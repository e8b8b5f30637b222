export type Answer = { status: number; location: string; text: string };

/** The way to a site: asks, and gets an answer or throws `NoAnswer`. */
export type Visitor = {
	get: (path: string) => Promise<Answer>;
	post: (path: string, fields: Record<string, string>) => Promise<Answer>;
	/** What it would send as `Cookie` now. */
	cookies: () => string;
};

/** Refused, reset, or silent for too long: whether the site did anything is not known. */
export class NoAnswer extends Error {}

const patienceMs = 8000;

/** One browser as the site sees it: it keeps cookies and sends its origin. Redirects are told, not followed. */
export function openVisitor(site: string): Visitor {
	const jar = new Map<string, string>();
	const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
	const ask = async (path: string, init: RequestInit): Promise<Answer> => {
		const headers = { accept: 'text/html', origin: site, cookie: cookies() };
		try {
			const signal = AbortSignal.timeout(patienceMs);
			const answer = await fetch(`${site}${path}`, { ...init, headers, signal, redirect: 'manual' });
			const text = await answer.text();
			for (const line of answer.headers.getSetCookie()) keep(jar, line);
			return { status: answer.status, location: answer.headers.get('location') ?? '', text };
		} catch (fault) {
			throw new NoAnswer(path, { cause: fault });
		}
	};
	return {
		cookies,
		get: (path) => ask(path, {}),
		post: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) })
	};
}

function keep(jar: Map<string, string>, line: string): void {
	const [pair = '', ...attributes] = line.split(';');
	const at = pair.indexOf('=');
	const isOver = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute));
	if (isOver) jar.delete(pair.slice(0, at));
	else jar.set(pair.slice(0, at), pair.slice(at + 1));
}
