import { eq } from 'drizzle-orm';
import { dayOf, startOfDay } from '../../domain/clock.ts';
import type { CaseType, Identity, Submission } from '../../domain/submission.ts';
import { closeUnrated } from '../cases/close-unrated.ts';
import { categories } from '../db/schema/categories.ts';
import { units } from '../db/schema/units.ts';
import { openTeller, partsOf, type Stage, type Teller } from './tell.ts';

type Matter = { text: string; type: CaseType; category: string; place: string; done: string };

/** What people of an invented township write about, and what was done. */
const matters: readonly Matter[] = [
	{
		text: '老街中段有两块路面塌下去了,下雨积水,老人走路绊过一次,请修一修。',
		type: 'help',
		category: '0301',
		place: '老街中段',
		done: '11 月当周已派人现场查看,路基松动。两处都已挖开重填并铺好沥青,当天恢复通行。'
	},
	{
		text: '青苗巷垃圾桶三天没人清了,满出来了,味道很大。',
		type: 'complaint',
		category: '0101',
		place: '青苗巷口',
		done: '已和清运队核实,是车辆检修漏了一趟。当天补清并冲洗地面,今后每天 9:30 前清运一次。'
	},
	{
		text: '柳坡组的自来水早上水压很小,三楼上不了水。',
		type: 'help',
		category: '0401',
		place: '柳坡组',
		done: '当天测了水压,是增压泵一个阀门没开足。调整后三楼水压正常,复查两天没有反复。'
	},
	{
		text: '松岗村口的井盖响得厉害,车子一过就咣当一声,晚上睡不着。',
		type: 'complaint',
		category: '0303',
		place: '松岗村口',
		done: '当天查看,井盖和井圈之间磨损。已更换井圈并加防震垫,当晚复查没有响声。'
	},
	{
		text: '想问一下灵活就业的人在乡里能不能交养老保险,要带什么材料?',
		type: 'question',
		category: '1102',
		place: '',
		done: '可以交。带身份证和银行卡到便民服务中心 3 号窗口,当天办好;每月 20 日扣款。'
	},
	{
		text: '石桥组河边护栏松了,小孩子爱在那里玩,怕掉下去。',
		type: 'help',
		category: '1505',
		place: '石桥组河边',
		done: '当天加装了临时围挡,三天后换好 12 米护栏,并立了警示牌。'
	},
	{
		text: '园区三号路晚上有货车按喇叭,孩子写作业受影响。',
		type: 'complaint',
		category: '0306',
		place: '禾望园区三号路',
		done: '已装禁鸣标志,22 点后由园区保安引导绕行。连着两晚复测,声音在限值以内。'
	},
	{
		text: '村里去年的集体林租金怎么分的,公示栏没看到,希望公开一下。',
		type: 'question',
		category: '0906',
		place: '松岗村',
		done: '分配方案经村民代表会议通过,明细已在村公示栏和便民服务中心公示 7 天,可以复印。'
	},
	{
		text: '建议在老街加几个长椅,老人买菜回来可以歇一歇。',
		type: 'suggestion',
		category: '1902',
		place: '老街',
		done: '您的建议采纳。已在老街两头和中段各装 1 张长椅,12 月 10 日前再装 2 张。'
	},
	{
		text: '小区楼道里好几辆电动车拉线充电,很危险,希望有个集中充电的地方。',
		type: 'complaint',
		category: '1502',
		place: '园区宿舍',
		done: '当天清理楼道充电 5 处,并在宿舍北侧新建 20 个充电位,本周投入使用。'
	},
	{
		text: '广场舞音响太大,晚上九点半还没停,影响休息。',
		type: 'complaint',
		category: '1703',
		place: '文化广场',
		done: '已和领舞的人约定 20:30 结束、音量减半,并装了分贝牌。连续 3 晚巡查都做到了。'
	},
	{
		text: '卫生院周末能不能也抽血,上班的人平时请不了假。',
		type: 'suggestion',
		category: '1301',
		place: '卫生院',
		done: '部分采纳。12 月起每周六上午开放抽血窗口,周日暂时开不了,明年 3 月再评估。'
	},
	{
		text: '灌溉渠被塌下来的土堵了,下面十几亩田放不到水。',
		type: 'help',
		category: '0901',
		place: '柳坡组水渠',
		done: '当天用小挖机清淤 40 米,第二天通水。塌方的坡面已用木桩固定。'
	},
	{
		text: '厂里拖了两个月工资没发,问了几次都说再等等。',
		type: 'complaint',
		category: '0701',
		place: '禾望园区',
		done: '劳动监察到厂核实,涉及 6 人。厂方已于当周发放全部拖欠工资,银行回单已核对。'
	},
	{
		text: '便民中心的小陈帮我父亲办残疾证跑前跑后,想表扬一下。',
		type: 'thanks',
		category: '2002',
		place: '便民服务中心',
		done: '谢谢您。表扬已转告本人和单位,并在月度会议上念了您的话。'
	}
];

const starsCycle = [5, 4, 5, 3, 5, 4, 0, 5, 4, 0, 5, 3, 4, 0, 5];
const identities: readonly Identity[] = ['anonymous', 'contact', 'contact', 'anonymous', 'contact'];
const total = 150;
const hourMs = 3_600_000;

/** About 150 ordinary cases over three months; the newest are still on their way. */
export async function tellOrdinaryCases(house: Stage, now: Date): Promise<void> {
	const teller = await openTeller(house);
	const unitRows = await house.db
		.select({ code: categories.code, unit: units.name, phone: units.phone })
		.from(categories)
		.innerJoin(units, eq(units.id, categories.unitId));
	const today = startOfDay(dayOf(now)).getTime();
	for (let index = 0; index < total; index++) {
		const matter = matters[(index * 7) % matters.length];
		if (!matter) continue;
		// spread over 90 days, ending yesterday, between 8 and 20 o'clock
		const daysAgo = 90 - Math.floor((index * 90) / total);
		const at = new Date(
			today - daysAgo * 24 * hourMs + (8 + ((index * 5) % 12)) * hourMs + ((index * 13) % 60) * 60_000
		);
		const owner = unitRows.find(({ code }) => code === matter.category);
		await tellOne(teller, matter, owner ?? { unit: '党政综合办公室', phone: '' }, { index, at, now });
	}
}

async function tellOne(
	teller: Teller,
	matter: Matter,
	owner: { unit: string; phone: string },
	{ index, at, now }: { index: number; at: Date; now: Date }
): Promise<void> {
	const later = (hours: number) => new Date(at.getTime() + hours * hourMs);
	const filed = await teller.submit(submissionOf(teller, matter, index), at);
	const { caseId, number } = filed;
	const steps: [number, () => Promise<unknown>][] = [
		[3, () => teller.accept(caseId, number, later(3))],
		[5, () => teller.assign(caseId, number, owner.unit, later(5))],
		[9 + (index % 5), () => teller.sign(caseId, number, handlerOf(owner.unit, index), later(9 + (index % 5)))]
	];
	const answerAfter = matter.type === 'question' ? 30 : 40 + ((index * 11) % 90) + (index % 23 === 0 ? 110 : 0);
	if (index % 3 === 0)
		steps.push([
			24,
			() =>
				teller.progress(caseId, number, '已到现场看过,正在安排处理。', '处理好后给您答复', dayOf(later(72)), later(24))
		]);
	const result = matter.type === 'suggestion' ? 'adopted' : matter.type === 'question' ? 'explained' : 'solved';
	steps.push([
		answerAfter,
		() => teller.answer(caseId, number, result, partsOf(matter.text, matter.done, owner.phone), later(answerAfter))
	]);
	steps.push([answerAfter + 4, () => teller.publish(caseId, number, later(answerAfter + 4))]);
	const stars = starsCycle[index % starsCycle.length] ?? 0;
	if (stars > 0) {
		const at = answerAfter + 20 + (index % 40);
		const solved = stars >= 4 ? 'solved' : 'partly';
		steps.push([at, () => teller.rate(caseId, number, { stars, solved, tags: [], words: '' }, later(at))]);
	} else {
		const at = answerAfter + 17 * 24;
		steps.push([at, () => closeUnrated({ ...teller.system, now: later(at) }, number)]);
	}
	for (const [hours, act] of steps.slice(0, stepsTold(index))) {
		if (later(hours) >= now) return;
		await act();
	}
}

/** The office is never quite done: the newest wait to be accepted, and two are overdue. */
function stepsTold(index: number): number {
	if (index >= total - 5) return 0;
	if (index === total - 17 || index === total - 21) return 3;
	return 99;
}

function submissionOf(teller: Teller, matter: Matter, index: number): Omit<Submission, 'submissionKey'> {
	const identity = identities[index % identities.length] ?? 'anonymous';
	return {
		channel: index % 9 === 4 ? 'reception' : index % 9 === 7 ? 'phone' : 'web',
		type: matter.type,
		text: matter.text,
		want: '',
		title: '',
		place: matter.place,
		categoryCode: matter.category,
		tilePosition: null,
		areaId: teller.areaId(matter.place || '禾望乡'),
		hasDanger: false,
		identity,
		contact: identity === 'contact' ? { name: '居民', phone: `1390000${String(1000 + index)}`, email: '' } : null,
		callHours: 'any',
		wantsCall: false,
		avoidUnitIds: [],
		avoidWords: '',
		attachmentIds: [],
		submittedAt: null,
		locale: 'zh-CN'
	};
}

const handlers: Record<string, readonly string[]> = {
	规划建设和生态环境办公室: ['chengban', 'chengban2'],
	党政综合办公室: ['dangzheng-cb'],
	督办室: ['dubanshi-cb'],
	便民服务中心: ['bianmin-cb'],
	征地服务工作组: ['zhengdi-cb'],
	企业服务与劳动保障办公室: ['qiye-cb'],
	农业农村办公室: ['nongye-cb'],
	社会事务办公室: ['shehui-cb'],
	卫生院: ['weisheng-cb'],
	人民调解委员会: ['tiaojie-cb'],
	应急与消防管理办公室: ['yingji-cb'],
	综合行政执法队: ['zhifa-cb']
};

/** Who of a unit signs for the n-th case. */
export function handlerOf(unit: string, index: number): string {
	const names = Object.entries(handlers).find(([name]) => unit.startsWith(name))?.[1] ?? ['dangzheng-cb'];
	return names[index % names.length] ?? 'dangzheng-cb';
}
