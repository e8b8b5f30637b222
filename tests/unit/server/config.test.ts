import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#lib/server/config.ts';
import { envExample } from '../../../scripts/env-example.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = Buffer.alloc(32, 7).toString('base64');
const office = {
	MODE: 'production',
	DATA_DIR: folder,
	MASTER_KEYS: `k2:${key},k1:${key}`,
	PEPPER: key,
	DERIVATION_KEY: key
};

/** The lines with which a configuration is refused. */
function faultsOf(env: Record<string, string>): string[] {
	try {
		readConfig(env);
		return [];
	} catch (fault) {
		if (fault instanceof ConfigError) return fault.message.split('\n');
		throw fault;
	}
}

describe('the configuration', () => {
	it('is complete with three keys', () => {
		const config = readConfig(office);
		expect(config).toMatchObject({
			mode: 'production',
			host: '127.0.0.1',
			port: 3000,
			trustedHops: 0,
			numberPrefix: 'MQ'
		});
		expect(config.secrets.masterKeyId).toBe('k2');
		expect([...config.secrets.masterKeys.keys()]).toEqual(['k2', 'k1']);
	});

	it('sends nothing anywhere until it is told where', () => {
		expect(readConfig(office)).toMatchObject({ mail: null, sms: null, quietHours: { from: 1260, until: 480 } });
		const secret = path.join(folder, 'sms-secret');
		writeFileSync(secret, 'a secret of sixteen\n');
		const set = { SMTP_URL: 'smtps://me:word@mail.example.cn', MAIL_FROM: '意见箱 <box@example.cn>' };
		const sms = { SMS_URL: 'https://sms.example.cn/send', SMS_SECRET_FILE: secret, QUIET_HOURS: '22:30-07:15' };
		expect(readConfig({ ...office, ...set, ...sms })).toMatchObject({
			mail: { url: set.SMTP_URL, tls: 'required', from: set.MAIL_FROM, perSecond: 5 },
			sms: { url: sms.SMS_URL, secret: 'a secret of sixteen', format: 'json', perSecond: 10 },
			quietHours: { from: 22 * 60 + 30, until: 7 * 60 + 15 }
		});
	});

	it.each([
		['MODE', 'prod', 'MODE must be one of production, development, demo, test'],
		['PORT', '80a', 'PORT must be a whole number'],
		['PORT', '70000', 'PORT must be at most 65535'],
		['DATABASE_URL', 'mysql://x', 'DATABASE_URL must be a postgres:// address'],
		['ORIGIN', 'https://example.gov.cn/path', 'ORIGIN must be like https://example.gov.cn'],
		['ORIGIN', 'example.gov.cn', 'ORIGIN must be like https://example.gov.cn'],
		['TRUSTED_HOPS', '-1', 'TRUSTED_HOPS must be a whole number'],
		['NUMBER_PREFIX', 'mq', 'NUMBER_PREFIX must be one to four capital letters'],
		['PEPPER', 'short', 'PEPPER must be base64 of 32 bytes'],
		['MASTER_KEYS', key, 'MASTER_KEYS must be id:base64 of 32 bytes'],
		['TRANSCRIBE_URL', 'file:///etc/passwd', 'TRANSCRIBE_URL must be an http:// or https:// address'],
		['TRANSCRIBE_URL', 'https://me:word@asr.lan/', 'TRANSCRIBE_URL must be an http:// or https:// address'],
		['SMTP_URL', 'https://mail.example.cn', 'SMTP_URL must be like smtps://user:password@mail.example.cn:465'],
		['SMTP_URL', 'smtp://mail.example.cn', 'MAIL_FROM is missing'],
		['MAIL_FROM', 'box@example.cn\nBcc: x@example.cn', 'MAIL_FROM must be an address'],
		['SMS_URL', 'https://sms.example.cn/send', 'SMS_SECRET is missing or too short'],
		['SMS_FIELDS', 'to={to}', 'SMS_FIELDS must name {to} and {text}'],
		['SMS_PER_SECOND', '0', 'SMS_PER_SECOND must be at least 1'],
		['QUIET_HOURS', '21-8', 'QUIET_HOURS must be like 21:00-08:00'],
		['LOG_LEVEL', 'loud', 'LOG_LEVEL must be debug, info, warn, error or silent']
	])('refuses %s=%s in one line', (name, value, line) => {
		const faults = faultsOf({ ...office, [name]: value });
		expect(faults).toHaveLength(1);
		expect(faults[0]).toContain(line);
		expect(faults[0]).not.toContain('undefined');
	});

	it('names every fault at once, and never a key', () => {
		const faults = faultsOf({ ...office, PORT: 'x', HOST: '', LOG_LEVEL: 'x', PEPPER: 'c2VjcmV0' });
		expect(faults).toHaveLength(3);
		expect(faults.join()).not.toContain('c2VjcmV0');
	});

	it('refuses production without keys, one line for each', () => {
		expect(faultsOf({ MODE: 'production', DATA_DIR: folder })).toEqual([
			expect.stringMatching(/^MASTER_KEYS is missing/),
			expect.stringMatching(/^PEPPER is missing/),
			expect.stringMatching(/^DERIVATION_KEY is missing/)
		]);
	});

	it('takes keys from files', () => {
		const file = path.join(folder, 'pepper');
		writeFileSync(file, `${key}\n`);
		expect(readConfig({ ...office, PEPPER: '', PEPPER_FILE: file }).secrets.pepper).toEqual(Buffer.alloc(32, 7));
		expect(faultsOf({ ...office, PEPPER: '', PEPPER_FILE: `${file}-gone` })).toEqual([
			'PEPPER_FILE names a file that does not exist'
		]);
	});

	it('makes keys once in demo mode, for nobody else to read', () => {
		const home = path.join(folder, 'demo');
		const made = readConfig({ MODE: 'demo', DATA_DIR: home }).secrets;
		expect(readConfig({ MODE: 'demo', DATA_DIR: home }).secrets).toEqual(made);
		expect(made.pepper).not.toEqual(made.derivation);
		expect(statSync(path.join(home, 'keys', 'pepper')).mode & 0o777).toBe(0o600);
		expect(statSync(path.join(home, 'keys')).mode & 0o777).toBe(0o700);
	});

	it('binds demo mode to this computer, unless forced', () => {
		const demo = { MODE: 'demo', DATA_DIR: folder, HOST: '0.0.0.0' };
		expect(faultsOf(demo)).toEqual([expect.stringMatching(/^HOST must be a loopback address in demo mode/)]);
		expect(faultsOf({ ...demo, DEMO_FORCE_BIND: '1' })).toEqual([]);
	});

	it('is what .env.example says', () => {
		expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
	});
});
