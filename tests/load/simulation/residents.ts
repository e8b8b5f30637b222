import type { CaseNumber } from '../../../src/lib/domain/case-number.ts';
import { type CaseType, type Channel, type Identity, type Submission } from '../../../src/lib/domain/submission.ts';
import { changeContact, makeConfidential } from '../../../src/lib/server/cases/change-contact.ts';
import { declineFollowUp } from '../../../src/lib/server/cases/follow-up.ts';
import { consentToPublish, withdrawConsent } from '../../../src/lib/server/cases/publish-summary.ts';
import { rateCase, requestRework } from '../../../src/lib/server/cases/rate.ts';
import { remindCase } from '../../../src/lib/server/cases/remind.ts';
import { requestRecheck } from '../../../src/lib/server/cases/request-recheck.ts';
import { supplyInfo } from '../../../src/lib/server/cases/supply-info.ts';
import type { Case } from '../../../src/lib/server/cases/take-case.ts';
import { withdrawCase } from '../../../src/lib/server/cases/withdraw.ts';
import type { Context } from '../../../src/lib/server/context.ts';
import type { Chance } from '../hand.ts';

/** How often what happens: the first whose turn it is. */
export function weigh<T extends string>(weights: Partial<Record<T, number>>, chance: Chance): T | null {
	const entries = Object.entries(weights) as [T, number][];
	const all = entries.reduce((sum, [, weight]) => sum + weight, 0);
	let left = chance() * all;
	for (const [name, weight] of entries) if ((left -= weight) < 0) return name;
	return null;
}

const places = ['石桥路口', '老街中段', '青苗巷', '柳坡组', '松岗村', '园区三号路', '文化广场'];
const troubles = [
	'路灯不亮',
	'路面塌了一块',
	'垃圾没人清',
	'水压太小',
	'晚上太吵',
	'井盖松动',
	'补贴没到账',
	'工资拖欠'
];

/** What somebody writes in, by whichever door. */
export function aLetter(
	ordinal: number,
	codes: readonly string[],
	unitIds: readonly number[],
	chance: Chance
): Submission {
	const identity = weigh<Identity>({ anonymous: 35, contact: 55, confidential: 10 }, chance) ?? 'anonymous';
	const [place, trouble] = [choose(places, chance), choose(troubles, chance)];
	const phone = `139${String(ordinal).padStart(8, '0')}`;
	return {
		submissionKey: ordinal.toString(16).padStart(32, '0'),
		channel: weigh<Channel>({ web: 60, kiosk: 8, reception: 14, phone: 12, visit: 6 }, chance) ?? 'web',
		type: weigh<CaseType>({ help: 40, complaint: 28, question: 18, suggestion: 10, thanks: 4 }, chance) ?? 'help',
		text: `${place}${trouble}，已经${1 + Math.floor(chance() * 20)}天了，请派人看一看。`,
		...{ want: '', title: '', place, tilePosition: null, areaId: null, callHours: 'any', avoidWords: '' },
		categoryCode: chance() < 0.04 ? null : choose(codes, chance),
		hasDanger: chance() < 0.03,
		identity,
		contact:
			identity === 'anonymous' ? null : { name: '', phone, email: chance() < 0.2 ? `r${ordinal}@example.cn` : '' },
		wantsCall: identity !== 'anonymous' && chance() < 0.12,
		avoidUnitIds: chance() < 0.02 ? [choose(unitIds, chance)] : [],
		consentsToPublish: chance() < 0.25,
		...{ attachmentIds: [], submittedAt: null, locale: chance() < 0.05 ? 'en' : 'zh-CN' }
	};
}

type Resident = (context: Context, number: CaseNumber, chance: Chance) => Promise<unknown>;
type Reaction = { afterDays: number; act: Resident };

/** What may cross a resident's mind while the office works on it; most only wait. */
export function whims(chance: Chance): Reaction[] {
	const some: Reaction[] = [];
	const maybe = (share: number, [from, to]: readonly [number, number], act: Resident) => {
		if (chance() < share) some.push({ afterDays: from + chance() * (to - from), act });
	};
	maybe(0.1, [2, 14], remindCase);
	maybe(0.08, [0.1, 8], (context, number) => supplyInfo(context, number, { text: '补充：在桥头东边。' }));
	maybe(0.03, [0.1, 12], (context, number) => withdrawCase(context, number, { reason: '' }));
	maybe(0.015, [0.5, 6], makeConfidential);
	maybe(0.02, [0.5, 20], (context, number) => {
		const contact = { name: '', phone: '13800138000', email: '' };
		return changeContact(context, number, { contact, hours: 'any', wantsCall: false });
	});
	maybe(0.02, [1, 30], declineFollowUp);
	maybe(0.05, [1, 20], consentToPublish);
	maybe(0.02, [10, 60], withdrawConsent);
	return some;
}

/** What a resident does now that the case stands so; null = waits, or never comes back. */
export function reactionTo({ state, round, closedAs, recheckedAt }: Case, chance: Chance): Reaction | null {
	const within = (from: number, to: number) => from + chance() * (to - from);
	switch (state) {
		case 'need_info':
			return chance() < 0.75 ? { afterDays: within(0.1, 8), act: supply } : null;
		case 'answered': {
			const turn = chance();
			if (turn < 0.05)
				return { afterDays: within(0.1, 12), act: (context, number) => requestRework(context, number, { reason: '' }) };
			return turn < 0.65 ? { afterDays: within(0.05, 14), act: rating(round) } : null;
		}
		case 'closed':
			return closedAs === 'unrated' && chance() < 0.1 ? { afterDays: within(1, 29), act: rating(round) } : null;
		case 'rejected':
			return !recheckedAt && chance() < 0.25 ? { afterDays: within(0.5, 20), act: requestRecheck } : null;
		default:
			return null;
	}
}

const supply: Resident = (context, number) => supplyInfo(context, number, { text: '在桥头东边第二根杆子。' });

function rating(round: number): Resident {
	return (context, number, chance) => {
		const weights = round === 1 ? { 5: 48, 4: 22, 3: 12, 2: 8, 1: 10 } : { 5: 40, 4: 20, 3: 15, 2: 12, 1: 13 };
		const stars = Number(weigh(weights, chance) ?? 5);
		const solved = stars >= 4 ? 'solved' : stars === 3 ? 'partly' : 'not';
		return rateCase(context, number, { stars, solved, tags: [], words: '' });
	};
}

function choose<T>(some: readonly T[], chance: Chance): T {
	const one = some[Math.floor(chance() * some.length)];
	if (one === undefined) throw new Error('nothing to choose from');
	return one;
}
