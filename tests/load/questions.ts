import type { Prepared, Tracked } from './bench-life.ts';
import type { Question } from './measure.ts';
import { openVisitor } from './visitor.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const text = '村口的路灯坏了半个多月，晚上漆黑一片，老人孩子出门不方便，请派人来修一修。';

/** The bare server: a case is posted. */
export function bareSubmit(): Question {
	return {
		method: 'POST',
		path: '/case',
		headers: form,
		body: new URLSearchParams({ title: '村口的路灯坏了', text, cat: '3' }).toString(),
		isRight: ({ status, location }) => status === 303 && location.startsWith('/case/C-')
	};
}

/** The bare server: a case is looked at. */
export function bareTrack(): Question {
	return {
		method: 'GET',
		path: '/case/C-123',
		isRight: ({ status, body }) => status === 200 && body.includes('C-123')
	};
}

/** Ours: the check page of a prepared draft is posted, each draft once, with its own cookie and submission key. */
export function ourSubmit(url: string, drafts: readonly Prepared[]): () => Question {
	let taken = 0;
	return () => {
		const { secret, submissionKey } = drafts[taken++] ?? { secret: '', submissionKey: '' };
		return {
			method: 'POST',
			path: '/submit/check?/submit',
			headers: { ...form, origin: url, cookie: `draft=${secret}` },
			body: `submissionKey=${submissionKey}`,
			isRight: ({ status, location }) => status === 303 && location === '/receipt'
		};
	};
}

/**
 * Ours: the case page, in sessions that link tokens have opened. As `again` it is looked at while nothing happens to
 * its case; as `anew` it says what was done, so that it has to be made each time.
 */
export async function ourTrack(
	url: string,
	cases: readonly Tracked[]
): Promise<{ again: () => Question; anew: () => Question }> {
	const sessions = await Promise.all(
		cases.map(async ({ number, linkToken }) => {
			const visitor = openVisitor(url);
			const { status } = await visitor.post('/track?/link', { token: linkToken });
			if (status !== 303) throw new Error(`a link token did not open its case: ${status}`);
			return { number, cookie: visitor.cookies() };
		})
	);
	let asked = 0;
	const look = (path: string): Question => {
		const { number, cookie } = sessions[asked++ % sessions.length] ?? { number: '?', cookie: '' };
		return {
			method: 'GET',
			path,
			headers: { accept: 'text/html', cookie },
			isRight: ({ status, body }) => status === 200 && body.includes(number)
		};
	};
	return { again: () => look('/track'), anew: () => look('/track?done=remind') };
}
