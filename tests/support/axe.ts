import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

const source = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Everything WCAG 2.2 A and AA asks for that a program can see. */
export const everyRule: axe.RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What a page's colours can break, on top of what holds in all of them. */
const ofColours = ['color-contrast', 'link-in-text-block'];
/** All of it but colours: for a page that was looked at in the same ones. */
export const butColours: axe.RunOptions = {
	...everyRule,
	rules: Object.fromEntries(ofColours.map((id) => [id, { enabled: false }]))
};
/** What other colours of the same page can break. */
export const coloursAlone: axe.RunOptions = { runOnly: { type: 'rule', values: ofColours } };
/** What another size of the same page can break. */
export const sizesAlone: axe.RunOptions = { runOnly: { type: 'rule', values: ['target-size'] } };

/**
 * What axe finds wrong on the page as it stands, a line each. axe runs in the page itself and is put there once a load:
 * its Playwright binding opens another page for every look, which took five times as long.
 */
export async function violationsOf(page: Page, rules = everyRule): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
	const violations = await page.evaluate(async (options) => {
		const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
		const { violations } = await axe.run(document, { ...options, preload: false, resultTypes: ['violations'] });
		return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 160)) }));
	}, rules);
	return violations.map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`);
}
