import { and, eq, inArray } from 'drizzle-orm';
import type { CaseNumber } from '../../src/lib/domain/case-number.ts';
import { addDays, lastDayOf } from '../../src/lib/domain/clock.ts';
import { findLiveDraft } from '../../src/lib/server/cases/draft-answer.ts';
import { requestExtension } from '../../src/lib/server/cases/request-extension.ts';
import { events } from '../../src/lib/server/db/schema/events.ts';
import { staff } from '../../src/lib/server/db/schema/staff.ts';
import { caseStream } from '../../src/lib/server/events/record.ts';
import { openTeller, partsOf, type Teller } from '../../src/lib/server/seed/tell.ts';
import type { House } from '../../src/lib/server/start.ts';

/** An act as somebody would post it: each moves state, owner or due, so that no two of one case fit together. */
export type Rival = { who: string; act: string; fields: Record<string, string> };
/** A case that many want to move on from the one version that all of them have seen. */
export type Contest = {
	caseId: number;
	number: CaseNumber;
	state: string;
	version: number;
	/** The position of its last event before the fight. */
	prepared: number;
	rivals: readonly Rival[];
};

export const rivalsCast = ['fenpai', 'fenpai2', 'chengban', 'chengban2', 'shenhe'] as const;
const unit = '规划建设和生态环境办公室';
const reason = '按现场情况调整。';
const important = { type: 'help', class: 'important', category: '0302', area: '', reason };
const elsewhere = { body: '供电所', phoneOf: '95598', how: '由供电单位处理，已经说明地点。' };
const question = { ask: '请补充路灯在桥的哪一头。' };
const parts = partsOf('路灯不亮', '11 月 5 日已更换灯头，当晚亮灯正常。', '0000-860 0133');

/** In turn one of the states in which several acts compete, `count` cases in all. */
export async function prepareContests(house: House, count: number): Promise<Contest[]> {
	const teller = await openTeller(house);
	const idOf = await idsOf(house);
	const main = await file(teller, 0);
	await teller.accept(main.caseId, main.number, new Date());
	const merge = { mainNumber: String(main.number), reason };
	const extend = (due: string) => ({
		why: '要等供电单位停电后才能换线，已约好时间。',
		sofar: '已经到现场看过，灯头和电线都已备好。',
		newDueOn: due
	});
	const reassign = by('shenhe', 'reassign', { owner: String(idOf('chengban2')), reason });
	/** Of each state, how a case comes to it, and who wants what of it then. */
	const kinds: ((told: Told) => Promise<Rival[]>)[] = [
		async () => [
			by('fenpai', 'accept'),
			by('fenpai2', 'accept'),
			by('fenpai', 'reject', { reasonCode: 'not-local', words: '这件事不归本乡管。', route: '请打 12345。' }),
			by('fenpai2', 'redirect', elsewhere),
			by('fenpai', 'request-info', question),
			by('fenpai2', 'classify', important),
			by('fenpai', 'merge', merge)
		],
		async (told) => {
			await assign(teller, told);
			return [
				by('chengban', 'sign'),
				by('chengban2', 'sign'),
				by('shenhe', 'return-assignment', { reason }),
				by('fenpai', 'classify', important)
			];
		},
		async (told) => {
			const { dueAt } = await inHand(teller, told);
			return [
				by('chengban', 'draft-answer', { result: 'solved', ...parts }),
				by('chengban', 'request-info', question),
				by('chengban', 'request-extension', extend(addDays(lastDayOf(dueAt), 3))),
				reassign,
				by('fenpai', 'classify', important),
				by('fenpai2', 'merge', merge)
			];
		},
		async (told) => {
			const { dueAt, version, ownerId } = await inHand(teller, told);
			const asked = { ...extend(addDays(lastDayOf(dueAt), 3)), version };
			const words = { version, reason: asked.why, progress: asked.sofar, newDueOn: asked.newDueOn };
			const { id } = await requestExtension(await teller.asId(ownerId, new Date()), told.number, words);
			const proposal = String(id);
			return [
				by('shenhe', 'decide-proposal', { proposal }),
				by('shenhe', 'decide-proposal', { proposal, returns: '1', reason }),
				by('chengban', 'withdraw-proposal', { proposal }),
				by('fenpai', 'classify', important)
			];
		},
		async (told) => {
			await inHand(teller, told);
			await teller.answer(told.caseId, told.number, 'solved', parts, new Date());
			const live = await findLiveDraft(teller.system, told.caseId);
			const fields = { draft: String(live?.id ?? 0) };
			return [
				by('shenhe', 'publish', fields),
				by('shenhe', 'publish', { ...fields, returns: '1', reason }),
				by('fenpai', 'classify', important),
				by('fenpai2', 'classify', important)
			];
		}
	];
	const contests: Contest[] = [];
	for (let ordinal = 1; ordinal <= count; ordinal++) {
		const told = await file(teller, ordinal);
		const rivals = (await kinds[ordinal % kinds.length]?.(told)) ?? [];
		const { state, version } = await teller.find(told.caseId);
		const prepared = await house.db.$count(events, eq(events.stream, caseStream(told.caseId)));
		contests.push({ caseId: told.caseId, number: told.number, state, version, prepared, rivals });
	}
	return contests;
}

const by = (who: string, act: string, fields: Record<string, string> = {}): Rival => ({ who, act, fields });

type Told = { caseId: number; number: CaseNumber };

function file(teller: Teller, ordinal: number): Promise<Told> {
	return teller.submit(
		{
			...({ channel: 'web', type: 'help', identity: 'anonymous', callHours: 'any', locale: 'zh-CN' } as const),
			...{ text: `石桥路口第 ${ordinal} 盏路灯不亮，晚上走路看不清。`, want: '', title: '', place: '石桥路口' },
			...{ categoryCode: '0302', tilePosition: 1, areaId: null, hasDanger: false, contact: null, wantsCall: false },
			...{ avoidUnitIds: [], avoidWords: '', attachmentIds: [], submittedAt: null }
		},
		new Date()
	);
}

async function assign(teller: Teller, { caseId, number }: Told): Promise<void> {
	await teller.accept(caseId, number, new Date());
	await teller.assign(caseId, number, unit, new Date());
}

async function inHand(teller: Teller, told: Told) {
	await assign(teller, told);
	await teller.sign(told.caseId, told.number, 'chengban', new Date());
	const { dueAt, firstDueAt, ...rest } = await teller.find(told.caseId);
	return { ...rest, dueAt: dueAt ?? firstDueAt };
}

async function idsOf({ db }: House) {
	const rows = await db
		.select({ id: staff.id, username: staff.username })
		.from(staff)
		.where(and(inArray(staff.username, [...rivalsCast]), eq(staff.isActive, true)));
	return (username: string) => rows.find((row) => row.username === username)?.id ?? 0;
}
