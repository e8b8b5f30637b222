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

/** Ruling 15's eight tiles. */
const tiles: (typeof entryTiles.$inferInsert)[] = [
	{
		position: 1,
		icon: 'lamp',
		label: '路、灯、水、电',
		labelEn: 'Roads, lamps, water, power',
		hint: '路坏了、停水停电、井盖',
		hintEn: 'Broken road, water or power cut',
		categoryCodes: ['03', '04']
	},
	{
		position: 2,
		icon: 'bin',
		label: '垃圾、臭水、怪味、噪音',
		labelEn: 'Rubbish, smells, noise',
		hint: '没人清、太吵了、有烟味',
		hintEn: 'Not collected, too loud',
		categoryCodes: ['01', '02']
	},
	{
		position: 3,
		icon: 'house',
		label: '征地、拆迁、房屋',
		labelEn: 'Land and housing',
		hint: '补偿、安置、危房、违建',
		hintEn: 'Compensation, unsafe houses',
		categoryCodes: ['05', '06']
	},
	{
		position: 4,
		icon: 'heart',
		label: '低保、医保、养老、上学',
		labelEn: 'Benefits, care, school',
		hint: '救助、报销、看病、校车',
		hintEn: 'Relief, refunds, school bus',
		categoryCodes: ['10', '11', '12', '13']
	},
	{
		position: 5,
		icon: 'factory',
		label: '上班、工资、企业',
		labelEn: 'Work, pay, firms',
		hint: '欠薪、工伤、厂房、办证',
		hintEn: 'Unpaid wages, permits',
		categoryCodes: ['07', '08']
	},
	{
		position: 6,
		icon: 'field',
		label: '田地、水利、村里的账',
		labelEn: 'Fields, irrigation, accounts',
		hint: '水渠、补贴、集体资产',
		hintEn: 'Canals, subsidies',
		categoryCodes: ['09']
	},
	{
		position: 7,
		icon: 'people',
		label: '邻里、治安、买东西',
		labelEn: 'Neighbours, safety, shops',
		hint: '纠纷、消防、食品、价钱',
		hintEn: 'Disputes, fire safety, food',
		categoryCodes: ['14', '15', '16']
	},
	{
		position: 8,
		icon: 'more',
		label: '别的事情',
		labelEn: 'Something else',
		hint: '建议、表扬、说不清的事',
		hintEn: 'Ideas, praise, anything',
		categoryCodes: ['17', '18', '19', '20']
	}
];
