import type { Context } from '../context.ts';
import { categories, entryTiles } from '../db/schema/categories.ts';
import { calendarDays } from '../db/schema/settings.ts';
import { holidaysOf } from '../office/change-settings.ts';
import tree from './data/categories.json' with { type: 'json' };

/**
 * What every office starts from and may then change: two levels of categories, the eight tiles, the working calendar
 * of the given years as far as it is known. Adds nothing to an office that has categories. `unitId` finds the unit
 * that a category names by default; null leaves the choice to the office.
 */
export async function seedDefaults(
	{ db }: Context,
	unitId: (name: string) => number | null,
	years: readonly number[]
): Promise<void> {
	if ((await db.$count(categories)) > 0) return;
	for (const { code, name, nameEn, defaultUnit, publishable, children } of tree) {
		const common = { unitId: unitId(defaultUnit), publishable };
		await db.insert(categories).values({ code, name, nameEn, ...common });
		await db.insert(categories).values(children.map((child) => ({ ...child, parentCode: code, ...common })));
	}
	await db.insert(entryTiles).values(tiles);
	const days = years.flatMap(holidaysOf);
	if (days.length > 0) await db.insert(calendarDays).values(days).onConflictDoNothing();
}

/** Ruling 15's eight tiles, with 常用语 as a resident would say it. */
const tiles: (typeof entryTiles.$inferInsert)[] = [
	{
		position: 1,
		icon: 'lamp',
		label: '路、灯、水、电',
		labelEn: 'Roads, lamps, water, power',
		hint: '路坏了、停水停电、井盖',
		hintEn: 'Broken road, water or power cut',
		categoryCodes: ['03', '04'],
		phrases: [
			'路灯不亮',
			'路面坏了，有坑',
			'井盖松了、没了',
			'停水了',
			'水发黄、有味道',
			'停电了',
			'电线垂下来了',
			'下水堵了'
		],
		phrasesEn: [
			'The street lamp is out',
			'The road has holes',
			'A manhole cover is loose',
			'The water is off',
			'The tap water is yellow',
			'The power is off',
			'A power line hangs down',
			'The drain is blocked'
		]
	},
	{
		position: 2,
		icon: 'bin',
		label: '垃圾、臭水、怪味、噪音',
		labelEn: 'Rubbish, smells, noise',
		hint: '没人清、太吵了、有烟味',
		hintEn: 'Not collected, too loud',
		categoryCodes: ['01', '02'],
		phrases: [
			'垃圾没人清',
			'垃圾桶不够',
			'臭水沟味道大',
			'有人烧垃圾、烟大',
			'厂里有怪味',
			'半夜施工太吵',
			'养猪的臭味大'
		],
		phrasesEn: [
			'Rubbish is not collected',
			'There are too few bins',
			'The ditch smells',
			'Somebody burns rubbish',
			'Bad smell from a factory',
			'Building noise at night',
			'Bad smell from pig keeping'
		]
	},
	{
		position: 3,
		icon: 'house',
		label: '征地、拆迁、房屋',
		labelEn: 'Land and housing',
		hint: '补偿、安置、危房、违建',
		hintEn: 'Compensation, unsafe houses',
		categoryCodes: ['05', '06'],
		phrases: [
			'补偿款还没到',
			'补偿标准想问清楚',
			'安置房什么时候交',
			'房子是危房',
			'邻居违建挡了我',
			'房子漏水没人修',
			'宅基地想办手续'
		],
		phrasesEn: [
			'Compensation is not paid',
			'How is it calculated?',
			'When do we get the new flat?',
			'My house is unsafe',
			'A neighbour builds illegally',
			'The roof leaks, nobody comes',
			'I need papers for my plot'
		]
	},
	{
		position: 4,
		icon: 'heart',
		label: '低保、医保、养老、上学',
		labelEn: 'Benefits, care, school',
		hint: '救助、报销、看病、校车',
		hintEn: 'Relief, refunds, school bus',
		categoryCodes: ['10', '11', '12', '13'],
		phrases: [
			'低保怎么申请',
			'医药费怎么报销',
			'医保卡用不了',
			'养老金没到账',
			'老人没人照顾',
			'孩子上学没名额',
			'校车不来',
			'残疾补贴怎么办'
		],
		phrasesEn: [
			'How to apply for relief',
			'How to claim medical costs',
			'My medical card fails',
			'My pension did not come',
			'An old person needs care',
			'No school place for my child',
			'The school bus does not come',
			'Disability allowance'
		]
	},
	{
		position: 5,
		icon: 'factory',
		label: '上班、工资、企业',
		labelEn: 'Work, pay, firms',
		hint: '欠薪、工伤、厂房、办证',
		hintEn: 'Unpaid wages, permits',
		categoryCodes: ['07', '08'],
		phrases: ['工资没发', '加班不给钱', '没签合同', '没交社保', '上班受了伤', '想找个活干', '办证跑了好几趟'],
		phrasesEn: [
			'Wages are not paid',
			'Overtime is not paid',
			'I have no contract',
			'No social insurance',
			'I was hurt at work',
			'I am looking for work',
			'Too many trips for a permit'
		]
	},
	{
		position: 6,
		icon: 'field',
		label: '田地、水利、村里的账',
		labelEn: 'Fields, irrigation, accounts',
		hint: '水渠、补贴、集体资产',
		hintEn: 'Canals, subsidies',
		categoryCodes: ['09'],
		phrases: [
			'水渠堵了，田里没水',
			'水库放水太晚',
			'种粮补贴没到',
			'村里的账想看看',
			'地被别人占了',
			'庄稼遭了灾',
			'机耕路坏了'
		],
		phrasesEn: [
			'The canal is blocked',
			'Water comes too late',
			'The grain subsidy is missing',
			'I want to see the accounts',
			'Somebody took my land',
			'My crops were damaged',
			'The farm track is broken'
		]
	},
	{
		position: 7,
		icon: 'people',
		label: '邻里、治安、买东西',
		labelEn: 'Neighbours, safety, shops',
		hint: '纠纷、消防、食品、价钱',
		hintEn: 'Disputes, fire safety, food',
		categoryCodes: ['14', '15', '16'],
		phrases: [
			'邻居吵架，想调解',
			'邻居占了公共的地方',
			'晚上有人闹事',
			'楼道堆东西怕着火',
			'狗没拴，咬人',
			'买到坏东西',
			'吃的不干净',
			'乱收费'
		],
		phrasesEn: [
			'A quarrel with neighbours',
			'A neighbour blocks shared space',
			'Trouble at night',
			'Things block the stairs',
			'Loose dogs bite',
			'I bought bad goods',
			'The food was not clean',
			'They charge too much'
		]
	},
	{
		position: 8,
		icon: 'more',
		label: '别的事情',
		labelEn: 'Something else',
		hint: '建议、表扬、说不清的事',
		hintEn: 'Ideas, praise, anything',
		categoryCodes: ['17', '18', '19', '20'],
		phrases: [
			'想提个建议',
			'想表扬一个人',
			'办事态度不好',
			'问了几次没人回',
			'不知道该找谁',
			'想见领导当面说',
			'说不清，请人来看看'
		],
		phrasesEn: [
			'I have a suggestion',
			'I want to praise somebody',
			'Staff were unkind',
			'I asked and nobody answered',
			'I do not know whom to ask',
			'I want to see a leader',
			'Please come and look'
		]
	}
];
