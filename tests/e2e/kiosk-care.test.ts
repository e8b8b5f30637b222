import { type Browser, expect, type Page, test } from '@playwright/test';
import { connect } from '../../src/lib/server/db/connect.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { ringBell } from '../../src/lib/server/kiosks/ring-bell.ts';
import { staffPage } from '../support/browser.ts';

/** An administrator's new point, with the clerk attached, and a kiosk in it. Leaves the page at the kiosk's settings. */
async function makePlace(administrator: Page, name: string): Promise<{ pointId: number; kioskId: number }> {
	await administrator.goto('/staff/kiosks/points/new');
	await administrator.fill('#name', `${name}接待点`);
	await administrator.selectOption('#area', { label: '青苗巷' });
	await administrator.fill('#address', '青苗巷 3 号');
	await administrator.getByLabel('陈小梅').check();
	await administrator.click('form[action="?/facts"] button');
	await administrator.waitForURL('**/points/*?made');
	const pointId = Number(/points\/(\d+)/.exec(administrator.url())?.[1]);
	await administrator.goto('/staff/kiosks/new');
	await administrator.selectOption('#point', { label: `${name}接待点` });
	await administrator.fill('#name', `${name}一体机`);
	await administrator.selectOption('#printer', 'browser-58');
	await administrator.fill('#places', '青苗巷口\n老粮站\n');
	await administrator.fill('#servicePin', '370581');
	await administrator.click('form[action="?/save"] button');
	await administrator.waitForURL('**/kiosks/*?made');
	return { pointId, kioskId: Number(/kiosks\/(\d+)/.exec(administrator.url())?.[1]) };
}

/** The card of a kiosk's point on the board. */
const cardOf = (page: Page, name: string) => page.locator('section.card', { hasText: `${name}接待点` });

/** Somebody presses 叫人帮忙 at the machine. */
async function ringAt(kioskId: number, deviceId: number): Promise<void> {
	const { secrets, numberPrefix } = readConfig(process.env);
	const { db, close } = connect(process.env.DATABASE_URL ?? '', { max: 1 });
	const actor = { kind: 'kiosk', id: kioskId, deviceId, state: 'active' } as const;
	await ringBell({ db, actor, now: new Date(), secrets, numberPrefix, filesDir: '', announce: () => {} });
	await close();
}

test('a kiosk is set up, paired, retired and lost on the page', async ({ browser }) => {
	const administrator = await staffPage(browser, 'guanli');
	await makePlace(administrator, '配对');
	await expect(administrator.locator('h1')).toHaveText('配对一体机');
	await expect(administrator.locator('#places')).toHaveValue('青苗巷口\n老粮站');
	// a PIN is never shown again, and stays when nothing is typed
	await expect(administrator.locator('#servicePin')).toHaveValue('');
	await administrator.click('form[action="?/save"] button');
	await expect(administrator.locator('[role=status]')).toContainText('已保存');
	await expect(administrator.locator('input[name=clearPin]')).toBeVisible();

	await administrator.click('form[action="?/code"] button');
	const code = await administrator.innerText('#code');
	expect(code).toMatch(/^[2-9A-Z]{5} [2-9A-Z]{5}$/);
	await administrator.goto(administrator.url().replace(/\?.*/, ''));
	await expect(administrator.locator('#code')).toHaveCount(0);
	await expect(administrator.locator('main')).toContainText('有一个配对码在等');
	const pair = () => administrator.request.post('/kiosk/api/pair', { data: { code } });
	expect((await pair()).status()).toBe(200);
	expect((await pair()).status()).toBe(409);

	await administrator.reload();
	await expect(administrator.locator('#machines + ul')).toContainText('使用中');
	const end = async (summary: string, understood = true) => {
		await administrator.click(`summary:has-text("${summary}")`);
		const form = administrator.locator('details[open] form');
		if (understood) await form.getByLabel('我看明白了').check();
		await form.locator('button').click();
	};
	await end('停用这台机器', false);
	await expect(administrator.locator('[role=alert]')).toContainText('请先看明白');
	await administrator.locator('details[open] form').getByLabel('我看明白了').check();
	await administrator.locator('details[open] form button').click();
	await expect(administrator.locator('#machines + ul')).toContainText('已停用');
	await end('这台机器丢了');
	await expect(administrator.locator('#machines + ul')).toContainText('已丢失');
	await expect(administrator.locator('#machines + ul summary')).toHaveCount(0);
	await administrator.goto('/staff/kiosks');
	await expect(cardOf(administrator, '配对')).toContainText('还没有配对机器');
});

test('a name that is taken and settings out of bounds come back with what was typed', async ({ browser }) => {
	const administrator = await staffPage(browser, 'guanli');
	await makePlace(administrator, '退回');
	await administrator.fill('#name', '松岗村委会一体机');
	await administrator.click('form[action="?/save"] button');
	await expect(administrator.locator('[role=alert]')).toContainText('已有同名');
	await expect(administrator.locator('#name')).toHaveValue('松岗村委会一体机');
	await administrator.fill('#typing', '3');
	await administrator.fill('#places', '一个比二十个字还要长的地点名称没有人会读完的地方');
	await administrator.fill('#servicePin', '111111');
	await administrator.click('form[action="?/save"] button');
	for (const field of ['typing', 'places', 'servicePin'])
		await expect(administrator.locator(`#${field}`)).toHaveAttribute('aria-invalid', 'true');
	await expect(administrator.locator('#servicePin')).toHaveValue('');
	await expect(administrator.locator('#typing')).toHaveValue('3');
	await expect(administrator.locator('[role=alert]')).toContainText('写字、录音：请填 15 到 900 之间的秒数');
});

test('a poster and the cards are a sheet each, whatever the screen prefers', async ({ browser }) => {
	const administrator = await staffPage(browser, 'guanli');
	const url = process.env.BASE_URL ?? '';
	await administrator.context().addCookies([{ name: 'preferences', value: 'locale=zh-CN&theme=dark', url }]);
	for (const path of ['1/poster', '2/poster', '1/card']) {
		await administrator.goto(`/staff/kiosks/points/${path}`);
		const sheets = (await administrator.pdf({ preferCSSPageSize: true })).toString('latin1');
		expect(sheets.match(/\/Type\s*\/Page\b/g), path).toHaveLength(1);
		await administrator.emulateMedia({ media: 'print' });
		await expect(administrator.locator('article').first()).toHaveCSS('color', 'rgb(0, 0, 0)');
		await administrator.emulateMedia({ media: null });
	}
});

for (const javaScriptEnabled of [true, false]) {
	test(`a clerk keeps the timetable of the own point ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
		browser
	}) => {
		const name = javaScriptEnabled ? '有脚本' : '无脚本';
		const { pointId } = await makePlace(await staffPage(browser, 'guanli'), name);
		const clerk = await staffPage(browser, 'jiedai', { javaScriptEnabled });
		await clerk.goto(`/staff/kiosks/points/${pointId}`);
		await expect(clerk.locator('form[action="?/facts"]')).toHaveCount(0);
		const row = (at: number) => clerk.locator(`#hours-${at}`);
		const write = async (at: number, day: string, [opens, closes]: [string, string], who: string) => {
			await row(at).getByLabel('星期').selectOption(day);
			await row(at).getByLabel('开始').fill(opens);
			await row(at).getByLabel('结束').fill(closes);
			await row(at).getByLabel('谁接待').fill(who);
		};
		const save = () => clerk.click('form[action="?/timetable"] button');
		await write(0, '周二', ['14:00', '17:00'], '陈小梅');
		await write(2, '周四', ['09:00', '08:00'], '胡和');
		await save();
		await expect(clerk.locator('[role=alert]')).toContainText('结束要晚于开始');
		await expect(row(2)).toContainText('结束要晚于开始');
		await expect(row(0).getByLabel('谁接待')).toHaveValue('陈小梅');
		await row(2).getByLabel('结束').fill('11:30');
		await write(3, '周四', ['11:00', '12:00'], '胡和');
		await save();
		await expect(row(3)).toContainText('时间重叠了');
		await row(3).getByLabel('删掉').check();
		await save();
		await expect(clerk.locator('[role=status]')).toContainText('已保存');
		await expect(row(1).getByLabel('谁接待')).toHaveValue('胡和');
		await row(0).getByLabel('删掉').check();
		await save();
		await expect(row(0).getByLabel('谁接待')).toHaveValue('胡和');
		await clerk.goto('/staff/kiosks');
		await expect(cardOf(clerk, name)).toContainText('周四');
		await expect(cardOf(clerk, name)).toContainText('09:00–11:30');
		await expect(cardOf(clerk, name)).not.toContainText('陈小梅');
		// another's point, a kiosk's settings and a new point are not the clerk's
		for (const path of ['points/new', 'new', '1']) {
			const answer = await clerk.goto(`/staff/kiosks/${path}`);
			expect(answer?.status(), path).toBe(404);
		}
		await clerk.goto(`/staff/kiosks/points/${pointId}/poster`);
		await expect(clerk.locator('article')).toContainText('09:00–11:30');
		await clerk.goto(`/staff/kiosks/points/${pointId}/card`);
		await expect(clerk.locator('article').first()).toContainText('带回家说');
	});
}

test('who rings is seen at once by those who may go, and no more once somebody goes', async ({ browser }) => {
	const administrator = await staffPage(browser, 'guanli');
	const { kioskId } = await makePlace(administrator, '响铃');
	await administrator.click('form[action="?/code"] button');
	const code = await administrator.innerText('#code');
	const paired = await administrator.request.post('/kiosk/api/pair', { data: { code } });
	const { deviceId } = await paired.json();

	const [clerk, handler] = [await staffPage(browser, 'jiedai'), await staffPage(browser, 'chengban')];
	for (const page of [clerk, handler]) await page.goto('/staff/kiosks');
	await clerk.waitForLoadState('load');
	const bellOn = (page: Page) => page.locator('.bells li', { hasText: '响铃一体机' });
	await expect(bellOn(clerk)).toHaveCount(0);
	await ringAt(kioskId, deviceId);
	for (const page of [clerk, handler]) await expect(bellOn(page)).toHaveCount(1, { timeout: 15_000 });
	await expect(bellOn(handler).locator('button')).toHaveCount(0);
	await clerk.goto('/staff/desk');
	await expect(clerk.locator('nav .wide a[href="/staff/kiosks"]')).toContainText('有人在等');
	await clerk.goto('/staff/kiosks');
	await bellOn(clerk).getByRole('button', { name: '我去响铃一体机' }).click();
	await expect(clerk.locator('[role=status]')).toContainText('请过去看看');
	for (const page of [clerk, handler]) await expect(bellOn(page)).toHaveCount(0, { timeout: 15_000 });
});

test('a clerk sets the PIN for filling in, after the password', async ({ browser }) => {
	const clerk = await staffPage(browser, 'jiedai');
	await clerk.goto('/staff/account');
	const set = async (password: string, pin: string) => {
		await clerk.fill('#currentPassword', password);
		await clerk.fill('#pin', pin);
		await clerk.click('form[action="?/pin"] button');
	};
	await set('songgang-lamp-42', '123456');
	await expect(clerk.locator('#pin')).toHaveAttribute('aria-invalid', 'true');
	await set('songgang-lamp-42', '258036');
	await expect(clerk.locator('[role=status]')).toContainText('PIN 已设好');
	const handler = await staffPage(browser, 'chengban');
	await handler.goto('/staff/account');
	await expect(handler.locator('#pin')).toHaveCount(0);
});

test('常用语 are kept with the entry tiles', async ({ browser }) => {
	const administrator = await categoriesOf(browser);
	const tile = administrator.locator('form[action="?/tile"]', {
		has: administrator.locator('input[name=position][value="8"]')
	});
	await expect(tile.locator('[name=phrases]')).toHaveValue(/想提个建议/);
	await tile.locator('[name=phrases]').fill(Array.from({ length: 13 }, (_, at) => `第 ${at} 句`).join('\n'));
	await tile.locator('button').click();
	await expect(administrator.locator('[role=alert]')).toContainText('最多 12 句');
	await expect(tile.locator('[name=phrases]')).toHaveValue(/第 12 句$/);
	await expect(tile.locator('[name=phrases]')).toHaveAttribute('aria-invalid', 'true');
	await administrator.goto('/staff/admin/categories');
	await tile.locator('[name=phrases]').fill('想提个建议\n\n想提个建议\n想表扬一个人');
	await tile.locator('button').click();
	await expect(administrator.locator('[role=status]')).toContainText('已保存');
	await administrator.reload();
	await expect(tile.locator('[name=phrases]')).toHaveValue('想提个建议\n想表扬一个人');
});

async function categoriesOf(browser: Browser): Promise<Page> {
	// fields are filled the moment the page is there, in two steps: a script must not come between
	const administrator = await staffPage(browser, 'guanli', { javaScriptEnabled: false });
	await administrator.goto('/staff/admin/categories');
	return administrator;
}
