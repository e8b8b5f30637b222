import { and, asc, eq, isNull } from 'drizzle-orm';
import { type CaseNumber, readStoredNumber } from '../../src/lib/domain/case-number.ts';
import { addDays, dayOf } from '../../src/lib/domain/clock.ts';
import type { Submission } from '../../src/lib/domain/submission.ts';
import { acceptProposal } from '../../src/lib/server/cases/accept-proposal.ts';
import { answerOnTheSpot } from '../../src/lib/server/cases/answer-on-the-spot.ts';
import { arrangeJoint } from '../../src/lib/server/cases/arrange-joint.ts';
import { draftSummary } from '../../src/lib/server/cases/draft-summary.ts';
import { holdCase } from '../../src/lib/server/cases/hold.ts';
import { mergeCase } from '../../src/lib/server/cases/merge.ts';
import { noteExternal } from '../../src/lib/server/cases/note-external.ts';
import { proposeLongTerm } from '../../src/lib/server/cases/propose.ts';
import { publishSummary } from '../../src/lib/server/cases/publish-summary.ts';
import { requestExtension } from '../../src/lib/server/cases/request-extension.ts';
import { returnAssignment } from '../../src/lib/server/cases/return-assignment.ts';
import { cases } from '../../src/lib/server/db/schema/cases.ts';
import { followUps } from '../../src/lib/server/db/schema/follow-ups.ts';
import { duties } from '../../src/lib/server/db/schema/handling.ts';
import { openTeller, partsOf } from '../../src/lib/server/seed/tell.ts';
import type { House } from '../../src/lib/server/start.ts';
import type { CaseNumbers } from '../support/every-page.ts';

const planning = '规划建设和生态环境办公室';
const hourMs = 3_600_000;
const summary = {
	title: '路口路灯修好了',
	matter: '有居民反映村里一个路口的路灯不亮，晚上出行不便。',
	answer: '接到反映后到现场查看，是线路接头受潮。已更换灯头，重做防水接头，当晚亮灯正常。'
};

/** A case in each of the states that pages of the back office need, told through the acts in the last hours. */
export async function tellStates(house: House, now: Date): Promise<CaseNumbers> {
	const teller = await openTeller(house);
	const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * hourMs);
	const version = async (caseId: number) => (await teller.find(caseId)).version;
	const file = (changes: Partial<Submission> = {}) =>
		teller.submit({ ...plain, areaId: teller.areaId('石桥组'), ...changes }, at(20));
	type Told = { caseId: number; number: CaseNumber };

	const assigned = async (changes: Partial<Submission> = {}): Promise<Told> => {
		const { caseId, number } = await file(changes);
		await teller.accept(caseId, number, at(19));
		await teller.assign(caseId, number, planning, at(18));
		return { caseId, number };
	};
	const processing = async (changes: Partial<Submission> = {}): Promise<Told> => {
		const told = await assigned(changes);
		await teller.sign(told.caseId, told.number, 'chengban', at(17));
		return told;
	};
	const drafted = async (changes: Partial<Submission> = {}): Promise<Told> => {
		const told = await processing(changes);
		const parts = partsOf('路灯不亮。', '当天更换了灯头并重做防水接头，当晚亮灯正常。', '0000-860 0133');
		await teller.answer(told.caseId, told.number, 'solved', parts, at(16));
		return told;
	};
	const consented = async (): Promise<Told> => {
		const told = await drafted({ consentsToPublish: true });
		await teller.publish(told.caseId, told.number, at(15));
		return told;
	};
	const summarised = async (): Promise<Told & { publicationId: number }> => {
		const told = await consented();
		const drafting = { version: await version(told.caseId), summary, officeNumbers: [] };
		const publicationId = await draftSummary(await teller.as('chengban', at(14)), told.number, drafting);
		return { ...told, publicationId };
	};

	const secret = await file({ identity: 'confidential', contact: { name: '', phone: '13800138001', email: '' } });
	await teller.accept(secret.caseId, secret.number, at(19));
	const returned = await assigned();
	await returnAssignment(await teller.as('chengban', at(17)), returned.number, {
		version: await version(returned.caseId),
		reason: '属于供电单位，不归我办。'
	});
	const joint = await processing(withPhone);
	await arrangeJoint(await teller.as('chengban', at(16)), joint.number, {
		version: await version(joint.caseId),
		asked: [{ unitId: teller.unitId('便民服务中心'), task: '查一查这条线归谁管。', dueOn: addDays(dayOf(now), 2) }],
		promisedOn: addDays(dayOf(now), 3),
		promise: '线路归谁管查清楚，能修的当天修好。'
	});
	const extending = await processing();
	await requestExtension(await teller.as('chengban', at(16)), extending.number, {
		version: await version(extending.caseId),
		reason: '要等供电所停电后才能换线，已经约好时间。',
		progress: '已经到现场看过，灯头和电线都已备好。',
		newDueOn: addDays(dayOf(now), 10)
	});
	const listed = await processing();
	const { id: proposalId } = await proposeLongTerm(await teller.as('chengban', at(16)), listed.number, {
		version: await version(listed.caseId),
		reason: '坡上比水池高，需要增建加压泵房。',
		phases: [60, 200].map((days) => ({ text: '泵房的设计和施工', dueOn: addDays(dayOf(now), days) })),
		cycleDays: 30
	});
	const listing = { version: await version(listed.caseId), proposalId };
	await acceptProposal(await teller.as('fenguan', at(15)), listed.number, listing);
	const main = await processing();
	const merged = await file();
	const merging = { version: await version(merged.caseId), mainNumber: main.number, reason: '同一个路口的同两盏灯。' };
	await mergeCase(await teller.as('fenpai', at(15)), merged.number, merging);
	const published = await summarised();
	await publishSummary(await teller.as('gongkai', at(13)), published.number, {
		version: await version(published.caseId),
		publicationId: published.publicationId,
		officeNumbers: []
	});
	const atTheDesk = await teller.submit({ ...plain, channel: 'reception', type: 'question' }, at(0.5));
	await noteExternal(await teller.as('jiedai', at(0.4)), atTheDesk.number, {
		version: await version(atTheDesk.caseId),
		external: { source: '12345', number: 'SP2026110300123', dueOn: addDays(dayOf(now), 3) }
	});
	await answerOnTheSpot(await teller.as('jiedai', at(0.3)), atTheDesk.number, {
		version: await version(atTheDesk.caseId),
		result: 'explained',
		parts: partsOf('', '12 月 31 日截止，可以交现金，带社保卡到 2 号窗口。', '0000-860 0132')
	});
	// stories of the demo: a rating that fears retaliation, and who was dissatisfied and has a second answer
	const isWatch = and(eq(duties.owedBy, 'supervisor'), isNull(duties.doneAt));
	const [watched] = await house.db
		.select({ caseId: cases.id, number: cases.number })
		.from(duties)
		.innerJoin(cases, eq(cases.id, duties.caseId))
		.where(isWatch)
		.orderBy(asc(cases.id))
		.limit(1);
	const [called] = await house.db
		.select({ number: cases.number })
		.from(followUps)
		.innerJoin(cases, eq(cases.id, followUps.caseId))
		.where(eq(followUps.state, 'open'))
		.orderBy(asc(cases.id))
		.limit(1);
	if (!watched || !called) throw new Error('the demo has nothing to supervise, or nobody to call');
	const why = { version: await version(watched.caseId), reason: '有人提起诉讼，材料要留。' };
	await holdCase(await teller.as('duban', at(1)), readStoredNumber(watched.number), why);

	const rest = {
		reviewed: await drafted(),
		consented: await consented(),
		drafted: await summarised(),
		submitted: await file({ ...withPhone, avoidUnitIds: [teller.unitId('卫生院')] }),
		question: await teller.submit({ ...plain, type: 'question' }, at(0.5)),
		assigned: await assigned(),
		processing: await processing(withPhone)
	};
	return {
		...{ secret: secret.number, returned: returned.number, joint: joint.number, extending: extending.number },
		...{ listed: listed.number, main: main.number, merged: merged.number, published: published.number },
		...{ atTheDesk: atTheDesk.number, reviewed: rest.reviewed.number, consented: rest.consented.number },
		...{ drafted: rest.drafted.number, submitted: rest.submitted.number, question: rest.question.number },
		...{ assigned: rest.assigned.number, processing: rest.processing.number },
		...{ watched: watched.number, called: called.number }
	};
}

const plain: Omit<Submission, 'submissionKey'> = {
	channel: 'web',
	type: 'help',
	text: '石桥路口的两盏路灯坏了半个多月，晚上特别黑。',
	...{ want: '', title: '', place: '石桥路口', categoryCode: '0302', tilePosition: 1, areaId: null },
	...{ hasDanger: false, identity: 'anonymous', contact: null, callHours: 'any', wantsCall: false },
	...{ avoidUnitIds: [], avoidWords: '', attachmentIds: [], submittedAt: null, locale: 'zh-CN' }
};
const withPhone = { identity: 'contact', contact: { name: '', phone: '13800138000', email: '' } } as const;
