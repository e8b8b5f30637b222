import { eq } from 'drizzle-orm';
import { idleDefaults } from '../../domain/kiosk.ts';
import { hashPin } from '../auth/passwords.ts';
import type { Context } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { kiosks, receptionClerks, receptionHours, receptionPoints } from '../db/schema/kiosks.ts';
import { staff } from '../db/schema/staff.ts';
import { hashServicePin } from '../kiosks/service-pin.ts';

/** PINs of demo mode, printed at its start: of 代填 by the clerk, and of the kiosks' service menu. */
export const demoPins = { assist: '258036', service: '147258' } as const;

const halfDays = [
	['09:00', '11:30'],
	['14:00', '17:00']
] as const;
type Place = {
	point: string;
	area: string;
	address: string;
	phone: string;
	kiosk: string;
	places: string[];
	/** Weekday, who, note: both halves of the day. */
	days: readonly (readonly [number, string, string])[];
};

const demoPlaces: readonly Place[] = [
	{
		point: '松岗村委会接待点',
		area: '松岗村',
		address: '松岗村村委会一楼',
		phone: '0000-860 0151',
		kiosk: '松岗村委会一体机',
		places: ['村委会', '松岗小学', '石桥', '柳坡', '青苗巷', '老街', '村卫生室', '晒谷场', '公交站', '水塘边'],
		days: [
			[1, '陈小梅', ''],
			[2, '陈小梅', ''],
			[3, '乡领导、陈小梅', '每周三乡领导接待'],
			[4, '陈小梅', ''],
			[5, '人民调解员 胡和', '邻里纠纷可以当面调解']
		]
	},
	{
		point: '禾望园区服务大厅接待点',
		area: '禾望园区',
		address: '禾望园区一号路 8 号服务大厅',
		phone: '0000-860 0152',
		kiosk: '园区大厅一体机',
		places: ['一号路', '二号路', '员工宿舍', '园区食堂', '幼儿园', '停车场', '公交站', '污水处理站'],
		days: [
			[1, '陈小梅', ''],
			[2, '企业服务办 廖明', '欠薪、社保当面问'],
			[4, '陈小梅', ''],
			[6, '值班人员', '周六照常']
		]
	}
];

/** Two reception points with a kiosk each, and the clerk who helps at both. */
export async function seedKiosks({ db }: Context): Promise<void> {
	const [clerk] = await db
		.update(staff)
		.set({ assistPin: await hashPin(demoPins.assist) })
		.where(eq(staff.username, 'jiedai'))
		.returning({ id: staff.id });
	if (!clerk) throw new Error('no clerk');
	const servicePin = await hashServicePin(demoPins.service);
	for (const { area, point: name, address, phone, kiosk, places, days } of demoPlaces) {
		const [found] = await db.select({ id: areas.id }).from(areas).where(eq(areas.name, area));
		const [point] = await db
			.insert(receptionPoints)
			.values({ name, address, phone, areaId: found?.id ?? null })
			.returning({ id: receptionPoints.id });
		if (!point) throw new Error(`no reception point ${name}`);
		const hours = days.flatMap(([weekday, who, note]) =>
			halfDays.map(([opensAt, closesAt]) => ({ pointId: point.id, weekday, opensAt, closesAt, who, note }))
		);
		await db.insert(receptionHours).values(hours);
		await db.insert(receptionClerks).values({ pointId: point.id, staffId: clerk.id });
		await db.insert(kiosks).values({ pointId: point.id, name: kiosk, idleSeconds: idleDefaults, places, servicePin });
	}
}
