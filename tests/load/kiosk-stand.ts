import type { Page } from '@playwright/test';
import { type KioskBrowser, openKioskBrowser } from '../support/kiosk-browser.ts';

/** A kiosk's machine: one profile, and a browser over it that is killed and started again. */
export type Stand = {
	/** The page of the browser that runs. */
	page: () => Page;
	/** Starts it at the kiosk's address; its clock goes so many ms wrong. */
	start: (shiftMs: number) => Promise<void>;
	/** kill -9. */
	kill: () => Promise<void>;
	close: () => Promise<void>;
	kills: () => number;
	/** How often it has started while the server could not be reached. */
	startsAlone: () => number;
};

type Place = { executable: string; profile: string; address: string; isAlone: () => boolean };

/** Puts a machine up; nothing runs yet. */
export function putUp({ executable, profile, address, isAlone }: Place): Stand {
	let browser: KioskBrowser | null = null;
	let kills = 0;
	let startsAlone = 0;
	return {
		page: () => {
			if (!browser) throw new Error('the kiosk is off');
			return browser.page;
		},
		start: async (shiftMs) => {
			browser = await openKioskBrowser({ executable, profile });
			if (shiftMs !== 0) await browser.page.addInitScript(shiftClock, shiftMs);
			// without its service worker nothing would answer while the server is away
			await browser.page.goto(address);
			if (isAlone()) startsAlone++;
		},
		kill: async () => {
			kills++;
			await browser?.kill();
		},
		close: async () => browser?.close(),
		kills: () => kills,
		startsAlone: () => startsAlone
	};
}

/** Runs in the page, before its own scripts. */
function shiftClock(shiftMs: number): void {
	const RealDate = Date;
	globalThis.Date = class extends RealDate {
		constructor(...given: [] | [number | string | Date]) {
			if (given.length === 0) super(RealDate.now() + shiftMs);
			else super(...given);
		}
		static override now(): number {
			return RealDate.now() + shiftMs;
		}
	} as DateConstructor;
}
