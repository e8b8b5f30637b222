import { and, asc, eq } from 'drizzle-orm';
import { readStoredNumber } from '../../domain/case-number.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { actorOf } from '../auth/sessions.ts';
import { mayBeTold } from '../cases/common-issue.ts';
import { draftIssue } from '../cases/draft-issue.ts';
import { linkToIssue } from '../cases/link-to-issue.ts';
import { noteIssue, settleIssue } from '../cases/note-issue.ts';
import { publishIssue } from '../cases/publish-issue.ts';
import { findIssue } from '../cases/queries/common-issues.ts';
import type { Context } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import type { House } from '../start.ts';
import type { UnitName } from './office.ts';

type Sample = {
	title: string;
	known: string;
	doing: string;
	/** Level 2: the ordinary cases that are about it. */
	about: string;
	unit: UnitName;
	notes: readonly string[];
	settled?: string;
	/** Still waits for its second person. */
	isDraft?: true;
};
const samples: readonly Sample[] = [
	{
		title: '楼道里给电动车充电',
		known: '园区宿舍和几个小区都有人在楼道拉线充电，主要是楼下没有够用的充电位。',
		doing: '分批新建集中充电位，每周巡查楼道两次，看到拉线充电的当场劝离。',
		about: '1502',
		unit: '应急与消防管理办公室',
		notes: ['宿舍北侧的 20 个充电位已经能用。', '老街和青苗巷的充电位选好了地方，下个月开工。']
	},
	{
		title: '巷子里垃圾清运不准时',
		known: '清运车检修时没有备用车，靠里面的几条巷子会漏一两天。',
		doing: '和清运队重新排了班，检修时调备用车，清运时间贴到每个垃圾点。',
		about: '0101',
		unit: '规划建设和生态环境办公室',
		notes: ['备用车已经安排好，每个垃圾点都贴了时间。'],
		settled: '连着四个星期检查，没有再漏清，这件事了结。再出现请马上反映。'
	},
	{
		title: '村口井盖松动响声大',
		known: '村口一带的井盖用了多年，井圈磨损，车一过就响。',
		doing: '正在逐个检查，磨损的换井圈、加防震垫。',
		about: '0303',
		unit: '规划建设和生态环境办公室',
		notes: [],
		isDraft: true
	}
];
const day = 86_400_000;

/** 共性问题 of the demo: one under way, one settled, one that waits to be made public, each with its cases. */
export async function tellCommonIssues(house: House, now: Date): Promise<void> {
	const [people, unitRows] = await Promise.all([
		house.db.select({ id: staff.id, username: staff.username }).from(staff),
		house.db.select({ id: units.id, name: units.name }).from(units)
	]);
	const as = async (username: string, daysAgo: number): Promise<Context<StaffActor>> => {
		const at = new Date(now.getTime() - daysAgo * day);
		const id = people.find((one) => one.username === username)?.id ?? 0;
		return house.contextFor(await actorOf({ db: house.db, now: at }, id), at);
	};
	const officeNumbers: string[] = [];
	for (const { title, known, doing, about, unit, notes, settled, isDraft } of samples) {
		const unitId = unitRows.find(({ name }) => name === unit)?.id ?? 0;
		const issue = { title, known, doing, categoryCode: about.slice(0, 2), areaId: null, unitId };
		const id = await draftIssue(await as('fenpai', 20), { id: null, baseTextId: null, issue, officeNumbers });
		const supervisor = await as('duban', 19);
		const { draftTextId } = await findIssue(supervisor, id);
		if (!isDraft) await publishIssue(supervisor, id, { textId: draftTextId ?? 0, officeNumbers });
		await linkAbout(house, await as('fenpai', 0), id, about);
		for (const [at, text] of notes.entries())
			await noteIssue(await as('duban', 12 - 5 * at), id, { text, officeNumbers });
		if (settled) await settleIssue(await as('duban', 0), id, { text: settled, officeNumbers });
	}
}

async function linkAbout(house: House, dispatcher: Context<StaffActor>, issueId: number, about: string): Promise<void> {
	const found = await house.db
		.select({ number: cases.number })
		.from(cases)
		.where(and(eq(cases.categoryCode, about), mayBeTold()))
		.orderBy(asc(cases.id))
		.limit(12);
	for (const { number } of found) await linkToIssue(dispatcher, readStoredNumber(number), issueId);
}
