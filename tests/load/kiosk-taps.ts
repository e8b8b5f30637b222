import type { CDPSession, Page } from '@playwright/test';
import { steadily } from '../support/kiosk-screen.ts';

/** A tap that led to another screen: from the finger's lifting to the frame behind the one that shows the screen. */
export type Reach = { to: string; ms: number };

/** Which button leads to which screen: once through everything that somebody sees who files. */
const way: readonly (readonly [button: string, to: string])[] = [
	['.help .bell', 'bell'],
	['.below .warm', 'home'],
	['.tiles button >> nth=0', 'say'],
	['.foot button >> nth=1', 'danger'],
	['.options button >> nth=0', 'check'],
	['.rows li >> nth=1 >> button', 'place'],
	['.chips button >> nth=2', 'check'],
	['.options button >> nth=1', 'phone'],
	['.foot button >> nth=0', 'check'],
	['.foot button >> nth=0', 'say'],
	['.foot button >> nth=0', 'leave'],
	['.below .warm', 'say'],
	['.foot button >> nth=1', 'check'],
	['.options button >> nth=0', 'done']
];
/** What is said on the way, and why the kiosk asks about danger. */
const phrase = '电线垂下来了';

/** Files once, from the tiles to the tiles, and says how long each screen took to come. */
export async function walkThrough(page: Page): Promise<Reach[]> {
	const session = await page.context().newCDPSession(page);
	const reached: Reach[] = [];
	await page.waitForSelector('[data-screen=home] .tiles button:enabled');
	for (const [button, to] of way) {
		if (to === 'danger') {
			await page.click('.modes button:has-text("常用语")');
			await page.click(`.chips button:has-text("${phrase}")`);
		}
		await steadily(page);
		const ms = page.evaluate(timeTo, to);
		await tap(page, session, button);
		reached.push({ to, ms: await ms });
	}
	const anew = page.waitForEvent('domcontentloaded');
	await page.click('[data-screen=done] .acts .warm');
	await anew;
	await page.waitForSelector('[data-screen=home] .tiles button:enabled');
	await session.detach();
	return reached;
}

async function tap(page: Page, session: CDPSession, button: string): Promise<void> {
	const box = await page.locator(button).first().boundingBox();
	if (!box) throw new Error(`nothing to tap: ${button}`);
	const spot = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [spot] });
	await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Runs in the page. */
function timeTo(screen: string): Promise<number> {
	return new Promise((resolve) => {
		let liftedAt = 0;
		addEventListener('pointerup', ({ timeStamp }) => (liftedAt = timeStamp), { capture: true, once: true });
		const watch = new MutationObserver(() => {
			if (!document.querySelector(`[data-screen=${screen}]`)) return;
			watch.disconnect();
			requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - liftedAt)));
		});
		watch.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-screen'] });
	});
}
