import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, NoAnswer, openVisitor } from './visitor.ts';

/** What a resident can say afterwards. */
export type Resident = {
	text: string;
	submissionKey: string;
	/** Every number that the receipt has shown; an honest site shows one, and the same after every retry. */
	numbers: Set<string>;
};
export type Matter = { text: string; isDoubtful: boolean };

/** Who watches: hears of what happens, and says when it is enough. */
export type Watch = { onRetry: () => void; onAcknowledged: (resident: Resident) => void; enough: AbortSignal };

const firstPauseMs = 50;
const longestPauseMs = 800;
/** How often a receipt that shows no number is looked at. */
const receiptLooks = 8;

/**
 * One resident: fills the filing pages, sends, and keeps at it through 503, resets and silence with the same cookies
 * and the same submission key until there is an acknowledgement (303 to the receipt); then reads the receipt. The
 * doubtful press twice at once. They, and who had to send again, send once more at the end. Throws on any other answer.
 */
export async function fileOne(site: string, { text, isDoubtful }: Matter, watch: Watch): Promise<void> {
	const visitor = openVisitor(site);
	const post = (page: string, fields: Record<string, string>, next: string) =>
		patiently(watch, () => visitor.post(`/submit/${page}`, fields), leadsTo(next));

	await post('what?/next', { type: 'help', tile: '1' }, '/submit/where');
	await post('where?/next', { text, place: '石桥路口' }, '/submit/contact');
	await post('contact?/next', { identity: 'anonymous' }, '/submit/check');
	const check = await patiently(watch, () => visitor.get('/submit/check'), isPage);
	const submissionKey = /name="submissionKey" value="([0-9a-f]{32})"/.exec(check.text)?.[1] ?? '';
	const resident: Resident = { text, submissionKey, numbers: new Set() };

	let sent = 0;
	const send = () => visitor.post('/submit/check?/submit', { submissionKey }).finally(() => sent++);
	const submit = () => patiently(watch, send, leadsTo('/receipt'));
	const presses = isDoubtful ? 2 : 1;
	await Promise.all(Array.from({ length: presses }, submit));
	watch.onAcknowledged(resident);
	await readReceipt();
	if (!isDoubtful && sent === presses) return;
	await submit();
	await readReceipt();

	async function readReceipt(): Promise<void> {
		for (let looks = 1; looks <= receiptLooks; looks++) {
			const receipt = await patiently(watch, () => visitor.get('/receipt'), isPage);
			const number = /id="number">([^<]+)</.exec(receipt.text)?.[1];
			if (number) return void resident.numbers.add(number);
			await pause(firstPauseMs * looks, undefined, { signal: watch.enough });
		}
	}
}

/** Asks until there is an answer; a 503, a reset and a silence are none. */
async function patiently(
	{ onRetry, enough }: Watch,
	ask: () => Promise<Answer>,
	isRight: (answer: Answer) => boolean
): Promise<Answer> {
	for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
		try {
			const answer = await ask();
			if (isRight(answer)) return answer;
			if (answer.status !== 503)
				throw new Error(`a resident was answered ${answer.status} ${answer.location}: ${answer.text.slice(0, 2000)}`);
		} catch (fault) {
			if (!(fault instanceof NoAnswer)) throw fault;
		}
		onRetry();
		await pause(pauseMs, undefined, { signal: enough });
	}
}

const isPage = ({ status }: Answer) => status === 200;
const leadsTo =
	(path: string) =>
	({ status, location }: Answer) =>
		status === 303 && location === path;
