import { hash } from '@node-rs/argon2';
import { createHmac } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Role } from '../../domain/roles.ts';
import { storeFactor } from '../auth/sign-in.ts';
import type { Context } from '../context.ts';
import type { Secrets } from '../crypto/secrets.ts';
import { areas } from '../db/schema/areas.ts';
import { settings } from '../db/schema/settings.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { seedDefaults } from './defaults.ts';
import { seedKiosks } from './kiosks.ts';

export { demoPins } from './kiosks.ts';

/** Demo accounts all share this password; they exist in demo mode only, and a banner says so. */
export const demoPassword = 'songgang-lamp-42';

/** The invented township's units, with the unit above them. */
const unitNames = [
	'党政综合办公室',
	'督办室',
	'便民服务中心',
	'规划建设和生态环境办公室',
	'征地服务工作组',
	'企业服务与劳动保障办公室',
	'农业农村办公室',
	'社会事务办公室',
	'卫生院',
	'人民调解委员会',
	'应急与消防管理办公室',
	'综合行政执法队'
] as const;
export type UnitName = (typeof unitNames)[number];

type Person = { username: string; name: string; unit: UnitName; roles: readonly Role[] };

/** The people of 禾望乡; names are invented. */
export const people: readonly Person[] = [
	{ username: 'jiedai', name: '陈小梅', unit: '便民服务中心', roles: ['clerk'] },
	{ username: 'fenpai', name: '李娜', unit: '党政综合办公室', roles: ['dispatcher'] },
	{ username: 'fenpai2', name: '何志强', unit: '党政综合办公室', roles: ['dispatcher'] },
	{ username: 'duban', name: '方正', unit: '督办室', roles: ['supervisor'] },
	{ username: 'guanli', name: '郑建', unit: '党政综合办公室', roles: ['administrator'] },
	{ username: 'guanli2', name: '吴敏', unit: '督办室', roles: ['administrator'] },
	{ username: 'shenji', name: '钟诚', unit: '督办室', roles: ['auditor'] },
	{ username: 'chengban', name: '周敏', unit: '规划建设和生态环境办公室', roles: ['handler'] },
	{ username: 'chengban2', name: '高远', unit: '规划建设和生态环境办公室', roles: ['handler'] },
	{ username: 'shenhe', name: '许建国', unit: '规划建设和生态环境办公室', roles: ['head'] },
	{ username: 'fenguan', name: '黎明德', unit: '党政综合办公室', roles: ['lead-official'] },
	{ username: 'huifang', name: '鲁月', unit: '党政综合办公室', roles: ['follow-up-caller'] },
	{ username: 'gongkai', name: '苏文', unit: '党政综合办公室', roles: ['publication-reviewer'] },
	...heads(
		['党政综合办公室', 'dangzheng', '熊伟', '万丽'],
		['督办室', 'dubanshi', '汤平', '魏芳'],
		['便民服务中心', 'bianmin', '邹静', '龚亮'],
		['征地服务工作组', 'zhengdi', '彭海', '赖燕'],
		['企业服务与劳动保障办公室', 'qiye', '廖明', '曾琴'],
		['农业农村办公室', 'nongye', '邓山', '温秀'],
		['社会事务办公室', 'shehui', '罗红', '叶青'],
		['卫生院', 'weisheng', '黄医', '谢兰'],
		['人民调解委员会', 'tiaojie', '胡和', '涂安'],
		['应急与消防管理办公室', 'yingji', '江峰', '杜宁'],
		['综合行政执法队', 'zhifa', '万强', '聂军']
	)
];

function heads(...rows: readonly (readonly [UnitName, string, string, string])[]): Person[] {
	return rows.flatMap(([unit, username, head, handler]) => [
		{ username: `${username}-fz`, name: head, unit, roles: ['head'] },
		{ username: `${username}-cb`, name: handler, unit, roles: ['handler'] }
	]);
}

/** Of each demo account the TOTP secret, from the server's own key: the banner can show live codes. */
export function demoFactor(secrets: Secrets, username: string): string {
	const bytes = createHmac('sha256', secrets.derivation).update(`demo factor:${username}`).digest().subarray(0, 20);
	return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}

/** The office before its first case: units, people, areas, categories, tiles, calendar, kiosks, texts. */
export async function seedOffice(context: Context): Promise<void> {
	const { db, now } = context;
	const unitRows = await db
		.insert(units)
		.values(unitNames.map((name, index) => ({ name, phone: `0000-860 01${30 + index}` })))
		.returning();
	const unitId = (name: string) => {
		const found = unitRows.find((row) => name.startsWith(row.name));
		if (!found) throw new Error(`no unit ${name}`);
		return found.id;
	};
	const passwordHash = await hash(demoPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
	for (const { username, name, unit, roles } of people) {
		const [person] = await db
			.insert(staff)
			.values({ username, name, unitId: unitId(unit), passwordHash, createdAt: now })
			.returning();
		if (!person) throw new Error(`no account ${username}`);
		await db.insert(staffRoles).values(roles.map((role) => ({ staffId: person.id, role, confirmedAt: now })));
		if (roles.some((role) => ['dispatcher', 'supervisor', 'administrator', 'auditor'].includes(role)))
			await storeFactor(context, person.id, demoFactor(context.secrets, username), null);
	}
	await seedPlaces(context);
	await seedDefaults(context, unitId, [2025, 2026]);
	await seedKiosks(context);
	await seedTexts(context);
}

async function seedPlaces({ db }: Context): Promise<void> {
	const dispatchers = await db.select({ id: staff.id, username: staff.username }).from(staff);
	const dispatcherId = dispatchers.find(({ username }) => username === 'fenpai')?.id ?? null;
	const [township] = await db.insert(areas).values({ name: '禾望乡', dispatcherId }).returning();
	const names = ['松岗村', '石桥组', '柳坡组', '青苗巷', '老街', '禾望园区'];
	await db.insert(areas).values(names.map((name) => ({ name, dispatcherId, parentId: township?.id ?? null })));
}

/** The township's texts and public contacts. */
async function seedTexts({ db, now }: Context): Promise<void> {
	const texts = {
		name: '禾望乡意见箱',
		nameEn: 'Hewang Opinion Box',
		place: '禾望乡',
		host: '禾望乡人民政府 · 禾望园区管委会',
		phone: '0000-860 0123',
		email: 'yijian@hewang.example',
		icp: '示例',
		supervisorPhone: '0000-860 0131',
		officeNumbers: unitNames.map((_, index) => `0000-86001${30 + index}`).join(' ')
	};
	await db.insert(settings).values(Object.entries(texts).map(([key, value]) => ({ key, value, changedAt: now })));
}
