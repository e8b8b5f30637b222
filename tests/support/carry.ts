import type { CaseNumber } from '../../src/lib/domain/case-number.ts';
import type { Submission } from '../../src/lib/domain/submission.ts';
import { acceptCase } from '../../src/lib/server/cases/accept.ts';
import { acceptAndAssign, assignCase } from '../../src/lib/server/cases/assign.ts';
import { checkClues } from '../../src/lib/server/cases/check-clues.ts';
import { findLiveDraft, submitDraft } from '../../src/lib/server/cases/draft-answer.ts';
import { publishAnswer } from '../../src/lib/server/cases/publish-answer.ts';
import { signCase } from '../../src/lib/server/cases/sign.ts';
import { goodParts } from './good-answer.ts';
import { hours, noon, planning, type World } from './world.ts';

export const goodRating = { stars: 5, solved: 'solved', tags: ['fast'], words: '' } as const;
export const badRating = { stars: 1, solved: 'not', tags: ['unsolved'], words: '' } as const;
/** What the dispatcher lets the unit read of a confidential case. */
export const checkedMatter = { title: '路灯不亮', text: '有居民反映路口的路灯不亮。', place: '', releasedIds: [] };

/** Carries cases of a world on: filed at a moment, handled by the unit in the hours after it. */
export function carrier(world: World) {
	const version = async (number: CaseNumber) => (await world.look(number)).version;
	const file = (changes: Partial<Submission>, at: Date) => world.aCase(changes, at);

	const assigned = async (changes: Partial<Submission> = {}, at = noon) => {
		const filed = await file(changes, at);
		const dispatcher = await world.as('fenpai', hours(1, at));
		const to = { unitId: world.unitId(planning), instruction: '' };
		if (changes.identity === 'confidential') {
			await acceptCase(dispatcher, filed.number, await version(filed.number));
			await checkClues(dispatcher, filed.number, { version: await version(filed.number), ...checkedMatter });
			await assignCase(dispatcher, filed.number, { version: await version(filed.number), ...to });
		} else await acceptAndAssign(dispatcher, filed.number, { version: await version(filed.number), ...to });
		return filed;
	};
	const processing = async (changes: Partial<Submission> = {}, at = noon) => {
		const filed = await assigned(changes, at);
		await signCase(await world.as('chengban', hours(2, at)), filed.number, await version(filed.number));
		return filed;
	};
	/** The draft that waits, as its reviewer does it. */
	const publish = async (number: CaseNumber, caseId: number, at: Date, head = 'shenhe') => {
		const live = await findLiveDraft(world.system(), caseId);
		const reviewed = { version: await version(number), draftId: live?.id ?? 0 };
		await publishAnswer(await world.as(head, at), number, reviewed);
	};
	const answer = async (number: CaseNumber, caseId: number, at: Date, handler = 'chengban', head = 'shenhe') => {
		const draft = { result: 'solved' as const, parts: goodParts, officeNumbers: ['0000-8600133'] };
		const nothing = async () => 0;
		await submitDraft(await world.as(handler, at), number, { version: await version(number), ...draft }, nothing);
		await publish(number, caseId, at, head);
	};
	return {
		version,
		assigned,
		processing,
		publish,
		answer,
		/** Answered `after` hours after it was filed. */
		answered: async (changes: Partial<Submission> = {}, at = noon, after = 20) => {
			const filed = await processing(changes, at);
			await answer(filed.number, filed.caseId, hours(after, at));
			return filed;
		}
	};
}
