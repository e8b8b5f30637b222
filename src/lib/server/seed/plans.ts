import { addDays, dayOf } from '../../domain/clock.ts';
import type { CaseNumber } from '../../domain/case-number.ts';
import { acceptProposal } from '../cases/accept-proposal.ts';
import { finishPhase } from '../cases/finish-phase.ts';
import type { Proposal } from '../cases/open-proposal.ts';
import { proposeLongTerm } from '../cases/propose.ts';
import { requestExtension } from '../cases/request-extension.ts';
import type { Teller } from './tell.ts';

type Of = { caseId: number; number: CaseNumber; filedAt: Date };
const day = 86_400_000;

/** Story 5: a month was not enough; asked on the day before the due and told the same afternoon. */
export async function extendForSurvey(teller: Teller, { caseId, number, filedAt }: Of): Promise<void> {
	const asked = new Date(filedAt.getTime() + 29 * day);
	const { ownerId, version } = await teller.find(caseId);
	const proposal = await requestExtension(await teller.asId(ownerId, asked), number, {
		version,
		reason: '复测要等测绘单位排期，最早要到约好的那天才能到现场。',
		progress: '已经核对清单和原来的测量图，联系好了测绘单位。',
		newDueOn: addDays(dayOf(filedAt), 51)
	});
	await decide(teller, { caseId, number }, proposal, new Date(asked.getTime() + day / 12));
}

/** Story 4: a pumping house takes until next summer; two phases are done, and each month something is told. */
export async function planPumpingHouse(teller: Teller, { caseId, number, filedAt }: Of, now: Date): Promise<void> {
	const at = (days: number) => new Date(filedAt.getTime() + days * day);
	const on = (days: number) => addDays(dayOf(filedAt), days);
	const { ownerId, version } = await teller.find(caseId);
	const proposal = await proposeLongTerm(await teller.asId(ownerId, at(2)), number, {
		version,
		reason: '坡上比水池高，需要增建加压泵房，三个月内办不完。',
		phases: [
			{ text: '泵房建成前，每天送水两次', dueOn: on(19) },
			{ text: '完成泵房设计', dueOn: on(80) },
			{ text: '泵房开工', dueOn: on(231) },
			{ text: '泵房通水，坡上各户有水', dueOn: on(322) }
		],
		cycleDays: 30
	});
	await decide(teller, { caseId, number }, proposal, at(2.2));
	const finish = async (days: number, text: string) =>
		finishPhase(await teller.asId(ownerId, at(days)), number, { version: (await teller.find(caseId)).version, text });
	await finish(4, '送水车已经安排好，每天早晚各送一次。');
	await teller.progress(caseId, number, '设计单位到坡上量过地形。', '出设计图', on(80), at(30));
	await teller.progress(caseId, number, '设计初稿出来了，正在改。', '定稿', on(80), at(58));
	await finish(78, '泵房设计已经定稿，在村公示栏贴了图。');
	if (at(96) < now) await teller.progress(caseId, number, '正在找施工单位。', '定下施工单位', on(140), at(96));
}

async function decide(
	teller: Teller,
	{ caseId, number }: Pick<Of, 'caseId' | 'number'>,
	{ id, deciderId }: Proposal,
	at: Date
): Promise<void> {
	const { version } = await teller.find(caseId);
	await acceptProposal(await teller.asId(deciderId, at), number, { version, proposalId: id });
}
