import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmail } from '#lib/server/notify/channels/email.ts';
import { openSms, signatureOf } from '#lib/server/notify/channels/sms.ts';
import { type Gateway, type MailBox, openGateway, openMailServer } from '../../../support/gateway.ts';

const secret = 'a secret of sixteen';
const fields = 'id={id}&to={to}&text={text}&sign=box';
const id = '6f1c1f1e-8f5b-4d0e-9d59-2f6f0c1a7b11';
const message = { id, to: '13800138000', subject: '已受理', text: '编号 MQ"\\\n&to=13900139000{id}' };

describe('the SMS gateway', () => {
	let gateway: Gateway;
	beforeAll(async () => {
		gateway = await openGateway();
	});
	afterAll(() => gateway.close());
	const sms = (changes = {}) =>
		openSms({ url: gateway.url, secret, format: 'json', fields, perSecond: 10, ...changes }, { patienceMs: 150 });

	it('gets the configured fields as JSON, signed over time and body, with the id in head and body', async () => {
		gateway.become('good');
		expect(await sms().send(message)).toEqual({ as: 'sent' });
		const { headers, body } = gateway.asked.at(-1)!;
		expect(JSON.parse(body)).toEqual({ id, to: '13800138000', text: message.text, sign: 'box' });
		expect(headers['idempotency-key']).toBe(id);
		expect(headers['content-type']).toBe('application/json');
		const timestamp = String(headers['x-timestamp']);
		expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(5);
		expect(headers['x-signature']).toBe(signatureOf(secret, timestamp, body));
		expect(headers['x-signature']).not.toBe(signatureOf('another secret here', timestamp, body));
	});

	it('gets a form where it wants one, and no text adds a field to it', async () => {
		expect(await sms({ format: 'form' }).send(message)).toEqual({ as: 'sent' });
		const { headers, body } = gateway.asked.at(-1)!;
		expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
		expect([...new URLSearchParams(body)]).toEqual([
			['id', id],
			['to', '13800138000'],
			['text', message.text],
			['sign', 'box']
		]);
	});

	it.each([
		['down', 'away'],
		['hanging', 'slow'],
		['late', 'slow'],
		['broken', 'busy'],
		['busy', 'busy'],
		['refusing', 'refused']
	] as const)('that is %s leaves the message %s', async (manner, why) => {
		gateway.become(manner);
		expect(await sms().send(message)).toEqual({ as: 'failed', why });
	});
});

describe('the mail server', () => {
	let server: MailBox;
	let strict: MailBox;
	beforeAll(async () => {
		[server, strict] = [await openMailServer(), await openMailServer({ offersTls: true })];
	});
	afterAll(() => Promise.all([server.close(), strict.close()]));
	const from = '意见箱 <box@example.gov.cn>';
	const mailBy = async (url: string, tls: 'required' | 'if-offered' | 'off', mail: object) => {
		const channel = openEmail({ url, tls, from, perSecond: 5 }, { patienceMs: 500 });
		const outcome = await channel.send({ ...message, to: 'lin@example.cn', ...mail });
		channel.close();
		return outcome;
	};

	it('gets a plain letter whose Message-ID is the message’s id', async () => {
		expect(await mailBy(server.url, 'off', {})).toEqual({ as: 'sent' });
		const { to, raw } = server.mails.at(-1)!;
		expect(to).toBe('lin@example.cn');
		expect(raw).toMatch(new RegExp(`^Message-ID: <${id}@example\\.gov\\.cn>\\r$`, 'm'));
		expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
	});

	it('lets nobody add a header or a second address (ASVS 1.3.11)', async () => {
		await mailBy(server.url, 'off', { subject: '已受理\r\nBcc: other@example.cn' });
		expect(server.mails.at(-1)?.to).toBe('lin@example.cn');
		expect(server.mails.at(-1)?.raw).not.toMatch(/^Bcc:/m);
		const before = server.mails.length;
		await mailBy(server.url, 'off', { to: 'lin@example.cn,other@example.cn' });
		expect(server.mails.slice(before).every(({ to }) => to !== 'other@example.cn' && !to.includes(','))).toBe(true);
	});

	it('is not talked to in the clear where encryption is required, nor behind a certificate nobody signed', async () => {
		const before = server.mails.length + strict.mails.length;
		expect(await mailBy(server.url, 'required', {})).toMatchObject({ as: 'failed' });
		expect(await mailBy(strict.url, 'required', {})).toMatchObject({ as: 'failed', why: 'away' });
		expect(server.mails.length + strict.mails.length).toBe(before);
	});

	it.each([
		[450, 'busy'],
		[550, 'refused']
	])('that says %i leaves the message %s', async (status, why) => {
		server.answer(status);
		expect(await mailBy(server.url, 'off', {})).toEqual({ as: 'failed', why });
		server.answer(250);
	});

	it('that is not there leaves the message away', async () => {
		expect(await mailBy('smtp://127.0.0.1:1', 'off', {})).toEqual({ as: 'failed', why: 'away' });
	});
});
