import { type Browser, expect, type Locator, type Page } from '@playwright/test';

/** The small cast of the browser tests; accounts of the demo office. */
export const cast = [
	'jiedai',
	'fenpai',
	'fenpai2',
	'duban',
	'fenguan',
	'guanli',
	'shenji',
	'chengban',
	'chengban2',
	'shenhe',
	'bianmin-fz',
	'bianmin-cb',
	'huifang',
	'gongkai'
] as const;
export type Username = (typeof cast)[number];
export const sessionFile = (username: Username) => `test-results/session-${username}.json`;

export const planning = '规划建设和生态环境办公室';

/** A browser of a member of staff, already signed in. */
export async function staffPage(browser: Browser, username: Username, options = {}): Promise<Page> {
	const context = await browser.newContext({
		storageState: sessionFile(username),
		viewport: { width: 1280, height: 900 },
		...options
	});
	return context.newPage();
}

export type Filing = {
	text?: string;
	identity?: 'anonymous' | 'contact' | 'confidential';
	phone?: string;
	type?: string;
	category?: string;
	avoidUnit?: string;
	/** 同意公开. */
	publish?: boolean;
};
const lamps = '石桥路口的两盏路灯坏了半个多月，晚上特别黑。';
export type Filed = { number: string; code: string };

/** Files a case through the pages, as a resident would, and stays on the receipt. */
export async function fileByHand(page: Page, { phone = '' } = {}): Promise<Filed> {
	await page.goto('/submit/what');
	await page.check('input[name=type][value=help]');
	await page.check('input[name=tile][value="1"]');
	await page.click('main form[action*="next"] button.wide');
	await page.waitForURL('**/submit/where');
	await page.fill('#text', lamps);
	await page.click('main button.wide');
	await page.waitForURL('**/submit/contact');
	await page.check(`input[name=identity][value=${phone ? 'contact' : 'anonymous'}]`);
	if (phone) {
		await page.fill('#phone', phone);
		await page.check('#consent');
	}
	await page.click('main button.wide');
	await page.waitForURL('**/submit/check');
	await page.click('main button.wide');
	await page.waitForURL('**/receipt');
	return readReceipt(page);
}

/** The same for a test that is not about filing: the four forms alone, no page drawn between. Stays on the receipt. */
export async function fileCase(page: Page, filing: Filing = {}): Promise<Filed> {
	const { type = 'help', category = '', text = lamps, identity = 'anonymous', phone = '13800138000' } = filing;
	const send = async (step: string, fields: Record<string, string>, action = 'next') => {
		const answer = await page.request.post(`/submit/${step}?/${action}`, {
			multipart: fields,
			headers: { accept: 'text/html', origin: process.env.BASE_URL ?? '' },
			maxRedirects: 0
		});
		expect(answer.status(), `${step} is taken`).toBe(303);
	};
	/** What a field holds that the page of a step fills in itself. */
	const valueOn = async (step: string, field: RegExp) => {
		const html = await (await page.request.get(`/submit/${step}`)).text();
		return field.exec(html)?.[1] ?? '';
	};
	await send('what', { type, tile: '1', category });
	await send('where', { text });
	const { avoidUnit, publish } = filing;
	await send('contact', {
		identity,
		...(identity === 'anonymous' ? {} : { phone, consent: 'on' }),
		...(publish ? { publish: 'on' } : {}),
		...(avoidUnit
			? { 'avoidUnits[]': await valueOn('contact', new RegExp(`value="(\\d+)"[^>]*>\\s*<span>${avoidUnit}<`)) }
			: {})
	});
	await send('check', { submissionKey: await valueOn('check', /name="submissionKey" value="([^"]+)"/) }, 'submit');
	await page.goto('/receipt');
	return readReceipt(page);
}

async function readReceipt(page: Page): Promise<Filed> {
	return { number: (await page.innerText('#number')).trim(), code: (await page.innerText('#code')).replace(/\D/g, '') };
}

/** 我记好了: leaves the receipt for the case page. */
export async function openCase(page: Page): Promise<void> {
	await page.click('form[action="?/noted"] button');
	await page.waitForURL('**/track');
}

/** One act on its own page: fill what is given, press the button. */
export async function act(
	page: Page,
	number: string,
	name: string,
	fields: Record<string, string> = {},
	button = 'form.stack button.button >> nth=0'
): Promise<void> {
	await page.goto(`/staff/cases/${number}/${name}`);
	for (const [field, value] of Object.entries(fields)) {
		const control = page.locator(`main form.stack [name="${field}"]`);
		if ((await control.evaluate((element) => element.tagName)) === 'SELECT')
			await control.selectOption(/^\d+$/.test(value) ? value : { label: value });
		else await fillSurely(control, value);
	}
	await page.click(button);
}

/** The page's script may come just between the choosing of what stands in a field and the typing over it. */
async function fillSurely(control: Locator, value: string): Promise<void> {
	await expect(async () => {
		await control.fill(value);
		await expect(control).toHaveValue(value, { timeout: 100 });
	}).toPass();
}

/** An act that is one button on the case page. */
export async function press(page: Page, number: string, name: string): Promise<void> {
	await page.goto(`/staff/cases/${number}`);
	await page.click(`form[action$="/${name}"] button`);
	await page.waitForURL(`**done=${name}`);
}

export const goodAnswer = {
	found: '11 月 4 日现场查看，线路接头受潮，两盏灯头损坏。',
	done: '11 月 5 日已更换灯头并重做防水接头，当晚亮灯正常。',
	basis: '当晚复查亮灯。'
};

/** What staff write of it for everybody to read. */
export const goodSummary = {
	title: '路口路灯修好了',
	matter: '有居民反映村里一个路口的路灯不亮，晚上出行不便。',
	answer: '11 月 4 日现场查看，线路接头受潮。11 月 5 日更换了灯头，重做了防水接头，当晚亮灯正常。'
};
