import type { Locale } from '#lib/domain/preferences.ts';

/** Words on screen → the address of their recording. */
export type Prompts = Readonly<Record<Locale, ReadonlyMap<string, string>>>;

const folder = '/kiosk/prompts/';
export const noPrompts: Prompts = { 'zh-CN': new Map(), en: new Map() };

/** The recordings a deployment has added (ruling 22). None where there is no list, or none that can be read. */
export async function fetchPrompts(): Promise<Prompts> {
	try {
		const answer = await fetch(`${folder}index.json`);
		return answer.ok ? readPrompts(await answer.json()) : noPrompts;
	} catch {
		// no network, or no list: voices alone
		return noPrompts;
	}
}

/** Reads `{ "zh-CN": { "您要反映哪一类？": "which.opus" }, "en": {} }`. Names that lead elsewhere do not count. */
export function readPrompts(list: unknown): Prompts {
	return { 'zh-CN': filesOf(list, 'zh-CN'), en: filesOf(list, 'en') };
}

function filesOf(list: unknown, locale: Locale): Map<string, string> {
	const named: unknown = isRecord(list) ? list[locale] : null;
	if (!isRecord(named)) return new Map();
	const files = Object.entries(named).filter((entry): entry is [string, string] => isFileName(entry[1]));
	return new Map(files.map(([text, file]) => [text, folder + encodeURIComponent(file)]));
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isFileName = (value: unknown) =>
	typeof value === 'string' && /^[^/\\.][^/\\]*\.(?:opus|ogg|mp3|m4a|webm)$/.test(value);
