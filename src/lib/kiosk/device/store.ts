import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KioskConfig } from '#lib/domain/kiosk.ts';
import type { PortInfo } from '../printing/serial-printer.ts';

/** A letter that is sealed and handed in, until the server has named its number. */
export type Queued = {
	number: string;
	/** Under whose lease and token it goes. */
	deviceId: number;
	/** When it was handed in, ms. */
	at: number;
	/** The server refused it: by which key and when. It stays, staff are told, and it is tried again now and then. */
	refused?: { key: string; at: number };
};

/** What is kept on the machine. Nothing of it can be read back as anybody's matter (trust C10, ASVS 14.3.3). */
interface Kept extends DBSchema {
	/** Every device this browser was paired as; the one in use is `current` in `facts`. */
	devices: { key: number; value: { id: number; token: string } };
	facts: {
		key: 'current' | 'config' | 'state' | 'mode' | 'service' | 'port';
		value: number | string | KioskConfig | { tries: number; until: number } | { port: PortInfo };
	};
	/** Leased and not used, oldest first. */
	numbers: { key: string; value: { number: string } };
	/** Numbers that were given out: none of them is taken in again, whatever an old answer says. */
	spent: { key: string; value: { number: string; at: number }; indexes: { at: number } };
	outbox: { key: string; value: Queued; indexes: { at: number } };
	/** The bytes of what is in the outbox. */
	sealed: { key: string; value: { number: string; bytes: Uint8Array<ArrayBuffer> } };
}
export type Store = IDBPDatabase<Kept>;

/** A power cut right after the receipt must not take the letter along. */
export const strict = { durability: 'strict' } as const;

/** Opens what the machine keeps, and asks the browser never to throw it away for room. */
export async function openStore(): Promise<Store> {
	void navigator.storage?.persist?.();
	return openDB<Kept>('huiyin-kiosk', 1, {
		upgrade(store) {
			store.createObjectStore('devices', { keyPath: 'id' });
			store.createObjectStore('facts');
			store.createObjectStore('numbers', { keyPath: 'number' });
			store.createObjectStore('spent', { keyPath: 'number' }).createIndex('at', 'at');
			store.createObjectStore('sealed', { keyPath: 'number' });
			store.createObjectStore('outbox', { keyPath: 'number' }).createIndex('at', 'at');
		}
	});
}

export type Identity = { deviceId: number; token: string };

/** The device this browser is paired as; null before pairing. */
export async function readIdentity(store: Store): Promise<Identity | null> {
	const current = await store.get('facts', 'current');
	const device = typeof current === 'number' ? await store.get('devices', current) : undefined;
	return device ? { deviceId: device.id, token: device.token } : null;
}

/** Numbers of another device are of no use under this one's token; letters that wait keep their own. */
export async function keepIdentity(store: Store, { deviceId, token }: Identity): Promise<void> {
	const change = store.transaction(['devices', 'facts', 'numbers'], 'readwrite', strict);
	await Promise.all([
		change.objectStore('devices').put({ id: deviceId, token }),
		change.objectStore('facts').put(deviceId, 'current'),
		change.objectStore('facts').put('active', 'state'),
		change.objectStore('numbers').clear(),
		change.done
	]);
}

export async function readConfig(store: Store): Promise<KioskConfig | null> {
	const config = await store.get('facts', 'config');
	return typeof config === 'object' && 'tiles' in config ? config : null;
}

/** So many given-out numbers are remembered: far more than can be out at a time. */
const spentKept = 2000;

/**
 * Takes in an answer to a heartbeat: settings, and those of the leased numbers that were neither kept nor given out
 * before. A number that is no longer leased (a restored server) is dropped.
 */
export async function keepAnswer(
	store: Store,
	{ state, config, numbers }: { state: string; config: KioskConfig | null; numbers: readonly string[] }
): Promise<void> {
	const change = store.transaction(['facts', 'numbers', 'spent', 'outbox'], 'readwrite', strict);
	const [facts, free, spent] = [
		change.objectStore('facts'),
		change.objectStore('numbers'),
		change.objectStore('spent')
	];
	await facts.put(state, 'state');
	if (config) await facts.put(config, 'config');
	const leased = new Set(numbers);
	if (config) {
		for (const number of await free.getAllKeys()) if (!leased.has(number)) await free.delete(number);
		for (const number of numbers)
			if (!(await spent.getKey(number)) && !(await change.objectStore('outbox').getKey(number)))
				await free.put({ number });
	}
	let surplus = (await spent.count()) - spentKept;
	for (let old = await spent.index('at').openCursor(); old && surplus > 0; old = await old.continue(), surplus--)
		await old.delete();
	await change.done;
}

/** Hands a letter in: the number is given out and the letter queued, in one commit that survives a power cut. */
export async function enqueue(store: Store, letter: Queued, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
	const { number, at } = letter;
	const change = store.transaction(['numbers', 'spent', 'outbox', 'sealed'], 'readwrite', strict);
	await Promise.all([
		change.objectStore('numbers').delete(number),
		change.objectStore('spent').put({ number, at }),
		change.objectStore('outbox').add(letter),
		change.objectStore('sealed').add({ number, bytes }),
		change.done
	]);
}

/** The number to be given out next; undefined when none is left. */
export async function nextNumber(store: Store): Promise<string | undefined> {
	const [next] = await store.getAllKeys('numbers', undefined, 1);
	return next;
}

export function countFree(store: Store): Promise<number> {
	return store.count('numbers');
}

/** Letters in the order they were handed in. */
export function listQueued(store: Store): Promise<Queued[]> {
	return store.getAllFromIndex('outbox', 'at');
}

/** The server has it. */
export async function dropQueued(store: Store, number: string): Promise<void> {
	const change = store.transaction(['outbox', 'sealed'], 'readwrite', strict);
	await Promise.all([
		change.objectStore('outbox').delete(number),
		change.objectStore('sealed').delete(number),
		change.done
	]);
}

/** The server does not take it as things are: it stays for somebody to look at. */
export async function markRefused(store: Store, letter: Queued, key: string): Promise<void> {
	await store.put('outbox', { ...letter, refused: { key, at: Date.now() } });
}
