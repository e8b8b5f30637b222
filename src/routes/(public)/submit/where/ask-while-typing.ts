export type Answer = { id: number; question: string; answer: string; isForeign: boolean };

/** Somebody who pauses so long has finished a thought. */
const pauseMs = 900;
const fewestSigns = 6;

/**
 * Asks our own server, by a POST, what the office has published about the text: after a pause in typing, the latest text
 * only. What fails is left out: nothing that is typed depends on it.
 */
export function askWhileTyping(show: (answers: Answer[]) => void): (text: string) => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let latest: AbortController | undefined;
	const ask = async (text: string, signal: AbortSignal) => {
		const answer = await fetch('/submit/answers', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ text }),
			signal
		});
		if (answer.ok) show(await answer.json());
	};
	return (text) => {
		clearTimeout(timer);
		latest?.abort();
		if (text.trim().length < fewestSigns) return;
		timer = setTimeout(() => {
			latest = new AbortController();
			// off-line, or overtaken by the next pause
			ask(text, latest.signal).catch(() => {});
		}, pauseMs);
	};
}
