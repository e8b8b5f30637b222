import type { Hotline } from './refusal-reasons.ts';

/** Kinds of danger a text may name, each with whom to call now (ruling 23a). Shown, never blocking. */
export const dangers = {
	life: {
		hotlines: ['12356', '120'],
		words: ['不想活', '跳楼', '喝农药', '自杀', '轻生', '寻死', 'suicide', 'kill myself']
	},
	fire: {
		hotlines: ['119'],
		words: ['着火', '起火', '失火', '冒烟', '烧起来', '火灾', '爆炸', 'on fire', 'explosion']
	},
	gas: { hotlines: ['119'], words: ['漏气', '煤气味', '燃气泄漏', '煤气泄漏', '液化气味', 'gas leak'] },
	electric: {
		hotlines: ['95598', '120', '110'],
		words: ['触电', '漏电', '电线垂', '电线掉', '电线断', '电线被刮断', 'electrocut', 'live wire']
	},
	violence: { hotlines: ['110'], words: ['打人', '持刀', '抢劫', '砍人', '绑架', '殴打', '家暴', 'attacked', 'knife'] },
	collapse: { hotlines: ['119', '110'], words: ['塌了', '坍塌', '塌方', '被埋', '滑坡', '裂缝变大', 'collapsed'] },
	health: {
		hotlines: ['120'],
		words: ['晕倒', '昏迷', '流血不止', '中毒', '溺水', '落水', '掉井里', '掉进井', 'unconscious', 'drowning']
	}
} as const satisfies Record<string, { hotlines: readonly Hotline[]; words: readonly string[] }>;
export type Danger = keyof typeof dangers;

/** The dangers a text names. Linear in its length: plain substring search, no patterns. */
export function findDangers(text: string): Danger[] {
	const plain = text.normalize('NFKC').toLowerCase();
	const found: Danger[] = [];
	for (const kind of Object.keys(dangers)) {
		if (!isDanger(kind)) continue;
		if (dangers[kind].words.some((word) => plain.includes(word))) found.push(kind);
	}
	return found;
}

/** Each hotline once, in the order of the dangers. */
export function hotlinesFor(found: readonly Danger[]): Hotline[] {
	return [...new Set(found.flatMap((kind): readonly Hotline[] => dangers[kind].hotlines))];
}

function isDanger(kind: string): kind is Danger {
	return kind in dangers;
}
