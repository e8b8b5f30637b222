import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { readStoredNumber } from '../../domain/case-number.ts';
import type { Summary } from '../../domain/publication.ts';
import { draftSummary } from '../cases/draft-summary.ts';
import { publishSummary } from '../cases/publish-summary.ts';
import { cases } from '../db/schema/cases.ts';
import { openTeller, type Stage } from './tell.ts';

/** What the office makes public of the stories whose residents agreed, by the title of the case. */
const summaries: Record<string, Summary> = {
	石桥路口路灯不亮: {
		title: '村口路灯修好了',
		matter: '有居民反映村里一个路口的两盏路灯坏了半个多月，晚上出行不安全。',
		answer: '接到反映后到现场查看，是线路接头受潮。已经更换灯头，重做防水接头，当晚亮灯正常，第二天晚上又复查一次。'
	},
	夜里有刺鼻气味: {
		title: '夜间异味已查明',
		matter: '有居民反映夜里闻到刺鼻气味，天亮前最重，窗户不敢开。',
		answer: '连续三晚在园区周边巡查，查到一家企业的废气处理设施没有按时更换材料，已责令更换并复查，之后三晚没有再闻到。'
	},
	建议调整接待时间: {
		title: '接待时间加开晚上',
		matter: '有人建议定点接待增加下班以后的时间，在厂门口也放意见箱。',
		answer: '已经采纳一部分：每周加开一个晚上的接待，时间贴在接待点门口。厂门口的意见箱先在一处试放，看效果再定。'
	}
};

/** 公开 of the demo, as far as the stories are answered. */
export async function tellPublications(house: Stage, now: Date): Promise<void> {
	const teller = await openTeller(house);
	const answered = await house.db
		.select()
		.from(cases)
		.where(
			and(inArray(cases.title, Object.keys(summaries)), eq(cases.consentsToPublish, true), isNotNull(cases.answeredAt))
		);
	for (const { number: stored, title, version, ownerId, state, answeredAt, closedAt } of answered) {
		const summary = summaries[title];
		const last = closedAt ?? answeredAt;
		if (!summary || !last || (state !== 'answered' && state !== 'closed')) continue;
		const at = new Date(Math.min(now.getTime(), last.getTime() + 3_600_000));
		const number = readStoredNumber(stored);
		const publicationId = await draftSummary(await teller.asId(ownerId, at), number, {
			version,
			summary,
			officeNumbers: []
		});
		const reviewer = await teller.as('gongkai', at);
		await publishSummary(reviewer, number, { version, publicationId, officeNumbers: [] });
	}
}
