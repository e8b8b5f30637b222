import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { tableBlocks } from './leveldb.ts';

/** A planted text that was found, how it was written, and where. */
export type Hit = { text: string; as: string; file: string };
export type Search = { hits: Hit[]; files: number; bytes: number };

type Needle = { text: string; as: string; bytes: Buffer };
const prefixBytes = 4;

/**
 * Looks for texts in every file of a folder, in every way a browser may have written them: UTF-8 and UTF-16, escaped as
 * in JSON and in addresses, base64 in each of its three alignments; tables of LevelDB are unpacked besides. Texts have
 * four characters at least.
 */
export function searchFolder(folder: string, texts: readonly string[]): Search {
	const needles = indexed(texts.flatMap(writings));
	const found: Search = { hits: [], files: 0, bytes: 0 };
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		const file = path.join(folder, name);
		// sockets and locks are none
		if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
		const bytes = readFileSync(file);
		found.files++;
		found.bytes += bytes.length;
		for (const part of [bytes, ...(name.endsWith('.ldb') ? tableBlocks(bytes) : [])])
			for (const { text, as } of occurrences(part, needles)) found.hits.push({ text, as, file: name });
	}
	return found;
}

/** Looks for texts in one text. */
export function searchText(haystack: string, texts: readonly string[]): Omit<Hit, 'file'>[] {
	const needles = indexed(texts.flatMap(writings));
	return [...occurrences(Buffer.from(haystack), needles)].map(({ text, as }) => ({ text, as }));
}

function writings(text: string): Needle[] {
	const escaped = JSON.stringify(text)
		.slice(1, -1)
		.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
	const plain = (as: string, written: string) => ({ text, as, bytes: Buffer.from(written) });
	const wide = Buffer.from(text, 'utf16le');
	const all: Needle[] = [
		plain('UTF-8', text),
		{ text, as: 'UTF-16 LE', bytes: wide },
		{ text, as: 'UTF-16 BE', bytes: Buffer.from(wide).swap16() },
		plain('JSON', escaped),
		plain('address', encodeURIComponent(text)),
		...[0, 1, 2].map((shift) => plain('base64', base64Within(text, shift)))
	];
	const known = new Set<string>();
	return all.filter(({ bytes }) => {
		const hex = bytes.toString('hex');
		return bytes.length >= prefixBytes && !known.has(hex) && known.add(hex);
	});
}

/** What of the base64 of a text is the same whatever stands before and behind it, `shift` bytes into a group of three. */
function base64Within(text: string, shift: number): string {
	const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
	const whole = Math.floor(bytes.length / 3) * 3;
	return bytes
		.subarray(0, whole)
		.toString('base64')
		.slice(shift === 0 ? 0 : 4);
}

type Index = { begins: Uint8Array; byPrefix: Map<number, Needle[]> };

function indexed(needles: readonly Needle[]): Index {
	const begins = new Uint8Array(65_536);
	const byPrefix = new Map<number, Needle[]>();
	for (const needle of needles) {
		const prefix = needle.bytes.readUInt32LE(0);
		begins[prefix & 0xffff] = 1;
		byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), needle]);
	}
	return { begins, byPrefix };
}

function* occurrences(bytes: Buffer, { begins, byPrefix }: Index): Generator<Needle> {
	for (let at = 0; at + prefixBytes <= bytes.length; at++) {
		if (!begins[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)]) continue;
		for (const needle of byPrefix.get(bytes.readUInt32LE(at)) ?? [])
			if (bytes.subarray(at, at + needle.bytes.length).equals(needle.bytes)) yield needle;
	}
}
