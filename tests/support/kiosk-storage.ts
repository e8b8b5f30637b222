import type { Page } from '@playwright/test';

/**
 * Everything that the page's own script could find: the document, what it keeps (localStorage, sessionStorage, every
 * store of every IndexedDB, every body in Cache Storage), cookies, address, history and window name. One long text.
 */
export function readRemains(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const done = <T>(request: IDBRequest<T>) =>
			new Promise<T>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error);
			});
		// bytes as they are: what is sealed stays noise, what is not shows
		const bare = (_: string, value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value);
		const pieces: unknown[] = [document.documentElement.outerHTML, document.body.innerText];
		for (const field of document.querySelectorAll('input, textarea')) pieces.push((field as HTMLInputElement).value);
		pieces.push({ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state, name);
		pieces.push(performance.getEntries().map((entry) => entry.name));
		for (const { name = '' } of await indexedDB.databases()) {
			const database = await done(indexedDB.open(name));
			for (const store of database.objectStoreNames) {
				const kept = database.transaction(store).objectStore(store);
				pieces.push([name, store, await done(kept.getAllKeys()), await done(kept.getAll())]);
			}
			database.close();
		}
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) pieces.push([request.url, await (await cache.match(request))?.text()]);
		}
		return pieces.map((piece) => (typeof piece === 'string' ? piece : JSON.stringify(piece, bare))).join('\n');
	});
}

/** How many records a store of the kiosk's own database holds. */
export function countKept(page: Page, store: 'numbers' | 'outbox'): Promise<number> {
	return page.evaluate(
		(store) =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('huiyin-kiosk');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const database = opening.result;
					const counting = database.transaction(store).objectStore(store).count();
					counting.onsuccess = () => {
						database.close();
						resolve(counting.result);
					};
				};
			}),
		store
	);
}
