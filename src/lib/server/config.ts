import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { QuietHours } from '../domain/messages.ts';
import type { Secrets } from './crypto/secrets.ts';

const modes = ['production', 'development', 'demo', 'test'] as const;
const whole = (least: number, most: number) =>
	v.pipe(
		v.string(),
		v.regex(/^\d{1,9}$/, 'must be a whole number'),
		v.transform(Number),
		v.minValue(least, `must be at least ${least}`),
		v.maxValue(most, `must be at most ${most}`)
	);
/** Unset, or what `isRight` says yes to. */
const maybe = (isRight: (url: URL, text: string) => boolean, message: string) =>
	v.pipe(
		v.string(),
		v.check((text) => text === '' || (URL.canParse(text) && isRight(new URL(text), text)), message)
	);
const database = maybe(({ protocol }) => /^postgres(?:ql)?:$/.test(protocol), 'must be a postgres:// address');
const origin = maybe(
	(url, text) => /^https?:$/.test(url.protocol) && url.origin === text,
	'must be like https://example.gov.cn, with nothing after the name'
);

const service = maybe(
	({ protocol, username, password, hash }) => /^https?:$/.test(protocol) && !username && !password && !hash,
	'must be an http:// or https:// address without a name and password'
);
const mailServer = maybe(
	({ protocol, hostname, search, hash }) => /^smtps?:$/.test(protocol) && hostname !== '' && !search && !hash,
	'must be like smtps://user:password@mail.example.cn:465'
);
const mailAddress = /^(?:[^<>"\r\n]{1,60} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;
const sender = v.pipe(
	v.string(),
	v.check((text) => text === '' || mailAddress.test(text), 'must be an address, or like 意见箱 <box@example.gov.cn>')
);
const smsFields = v.pipe(
	v.string(),
	v.check((text) => text.includes('{to}') && text.includes('{text}'), 'must name {to} and {text}')
);
const minuteOf = (hours: string, minutes: string) => Number(hours) * 60 + Number(minutes);
const quietHours = v.pipe(
	v.string(),
	v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be like 21:00-08:00'),
	v.transform((text): QuietHours => {
		const [from = '', fromMinutes = '', until = '', untilMinutes = ''] = text.split(/[:-]/);
		return { from: minuteOf(from, fromMinutes), until: minuteOf(until, untilMinutes) };
	})
);

/** Every variable, declared and documented once; README and .env.example repeat these lines. */
export const variables = {
	MODE: {
		default: 'production',
		schema: v.picklist(modes, `must be one of ${modes.join(', ')}`),
		text: 'production, development, demo or test'
	},
	DATABASE_URL: {
		default: '',
		schema: database,
		text: 'PostgreSQL 14 or later; unset = an embedded one under DATA_DIR, for trying out and developing'
	},
	DATABASE_OWNER_URL: {
		default: '',
		schema: database,
		text: 'the role that migrates, if DATABASE_URL is the lesser huiyin_app'
	},
	DATA_DIR: {
		default: '.data',
		schema: v.pipe(v.string(), v.minLength(1)),
		text: 'files, keys and the embedded database'
	},
	HOST: { default: '127.0.0.1', schema: v.pipe(v.string(), v.minLength(1)), text: 'address to listen on' },
	PORT: { default: '3000', schema: whole(0, 65535), text: 'port to listen on' },
	ORIGIN: {
		default: '',
		schema: origin,
		text: 'public address behind a proxy, like https://example.gov.cn'
	},
	TRUSTED_HOPS: {
		default: '0',
		schema: whole(0, 10),
		text: 'proxies in front that set X-Forwarded-For; 0 = the header is ignored'
	},
	MASTER_KEYS: {
		default: '',
		schema: v.string(),
		text: 'id:base64 of 32 bytes, several separated by commas, the first one seals'
	},
	PEPPER: { default: '', schema: v.string(), text: 'base64 of 32 bytes, for access codes and blind indexes' },
	DERIVATION_KEY: {
		default: '',
		schema: v.string(),
		text: 'base64 of 32 bytes, from which codes and link tokens are derived'
	},
	NUMBER_PREFIX: {
		default: 'MQ',
		schema: v.pipe(v.string(), v.regex(/^[A-Z]{1,4}$/, 'must be one to four capital letters')),
		text: 'letters every case number starts with'
	},
	POOL_SIZE: { default: '10', schema: whole(1, 200), text: 'database connections of one process' },
	REQUEST_LIMIT: {
		default: '200',
		schema: whole(1, 10000),
		text: 'requests worked on at once before visitors are asked to wait'
	},
	TRANSCRIBE_URL: {
		default: '',
		schema: service,
		text: 'your own speech-to-text service for the kiosks (docs/kiosk/speech-to-text.md); unset = recordings stay sound'
	},
	SMTP_URL: {
		default: '',
		schema: mailServer,
		text: 'mail server, smtp:// or smtps:// with name and password (or a file in SMTP_URL_FILE); unset = no mail is sent'
	},
	SMTP_TLS: {
		default: 'required',
		schema: v.picklist(['required', 'if-offered', 'off'], 'must be required, if-offered or off'),
		text: 'for smtp:// addresses: required, if-offered or off (smtps:// is encrypted from the first byte)'
	},
	MAIL_FROM: { default: '', schema: sender, text: 'sender of every mail, like 意见箱 <box@example.gov.cn>' },
	MAIL_PER_SECOND: { default: '5', schema: whole(1, 100), text: 'mails a second at most, all processes together' },
	SMS_URL: {
		default: '',
		schema: service,
		text: 'SMS gateway that takes a signed POST (docs/operator-guide.md); unset = no SMS is sent'
	},
	SMS_SECRET: {
		default: '',
		schema: v.string(),
		text: 'what requests to the gateway are signed with, 16 characters or more (or a file in SMS_SECRET_FILE)'
	},
	SMS_FORMAT: {
		default: 'json',
		schema: v.picklist(['json', 'form'], 'must be json or form'),
		text: 'json or form: how the gateway wants the fields'
	},
	SMS_FIELDS: {
		default: 'id={id}&to={to}&text={text}',
		schema: smsFields,
		text: 'fields of the request; {id}, {to} and {text} are filled in, others stay as they are'
	},
	SMS_PER_SECOND: { default: '10', schema: whole(1, 100), text: 'SMS a second at most, all processes together' },
	QUIET_HOURS: {
		default: '21:00-08:00',
		schema: quietHours,
		text: 'when residents get no SMS (Shanghai); the same twice = never quiet. Alarms are not held'
	},
	LOG_LEVEL: {
		default: 'info',
		schema: v.picklist(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
		text: 'debug, info, warn, error or silent'
	},
	DEMO_FORCE_BIND: {
		default: '0',
		schema: v.picklist(['0', '1'], 'must be 0 or 1'),
		text: '1 lets demo mode listen on other addresses than loopback'
	}
} as const;
type Name = keyof typeof variables;

export type Config = {
	mode: (typeof modes)[number];
	databaseUrl: string;
	databaseOwnerUrl: string;
	dataDir: string;
	host: string;
	port: number;
	origin: string;
	trustedHops: number;
	numberPrefix: string;
	poolSize: number;
	requestLimit: number;
	/** Empty = none. */
	transcribeUrl: string;
	/** Null = no mail is sent. */
	mail: { url: string; tls: 'required' | 'if-offered' | 'off'; from: string; perSecond: number } | null;
	/** Null = no SMS is sent. */
	sms: { url: string; secret: string; format: 'json' | 'form'; fields: string; perSecond: number } | null;
	quietHours: QuietHours;
	logLevel: string;
	secrets: Secrets;
};

/** Thrown with one clear line for each variable that is wrong. */
export class ConfigError extends Error {
	constructor(lines: readonly string[]) {
		super(lines.join('\n'));
		this.name = 'ConfigError';
	}
}

/**
 * Reads and validates the whole configuration. Keys come from the environment, or from files named by `<NAME>_FILE`;
 * every mode but production makes missing ones under DATA_DIR (0600). Throws `ConfigError`.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
	const faults: string[] = [];
	const read: Read = (name) => {
		const { schema, default: fallback, text } = variables[name];
		const given = env[name] || (mayBeFiled(name) ? filed(name, env, faults) : '');
		const parsed = v.safeParse(schema, given || fallback);
		if (parsed.success) return parsed.output as Value<typeof name>;
		faults.push(`${name} ${parsed.issues[0].message} (${text})`);
		return v.parse(schema, fallback) as Value<typeof name>;
	};
	const mode = read('MODE');
	const dataDir = path.resolve(read('DATA_DIR'));
	const host = read('HOST');
	const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
	if (mode === 'demo' && !isLoopback && read('DEMO_FORCE_BIND') !== '1')
		faults.push(
			'HOST must be a loopback address in demo mode: anybody may sign in there (DEMO_FORCE_BIND=1 overrides)'
		);

	const key = (name: 'PEPPER' | 'DERIVATION_KEY') => {
		const bytes = Buffer.from(keyText(name, env, mode, dataDir, faults), 'base64');
		if (bytes.length !== 32) faults.push(`${name} must be base64 of 32 bytes (openssl rand -base64 32)`);
		return bytes;
	};
	const masterKeys = new Map<string, Buffer>();
	for (const pair of keyText('MASTER_KEYS', env, mode, dataDir, faults).split(',')) {
		const [id = '', text = ''] = pair.trim().split(':');
		const bytes = Buffer.from(text, 'base64');
		if (!/^[\w-]{1,20}$/.test(id) || bytes.length !== 32)
			faults.push('MASTER_KEYS must be id:base64 of 32 bytes, several separated by commas');
		masterKeys.set(id, bytes);
	}
	const config: Config = {
		mode,
		databaseUrl: read('DATABASE_URL'),
		databaseOwnerUrl: read('DATABASE_OWNER_URL'),
		dataDir,
		host,
		port: read('PORT'),
		origin: read('ORIGIN'),
		trustedHops: read('TRUSTED_HOPS'),
		numberPrefix: read('NUMBER_PREFIX'),
		poolSize: read('POOL_SIZE'),
		requestLimit: read('REQUEST_LIMIT'),
		transcribeUrl: read('TRANSCRIBE_URL'),
		mail: mailOf(read, faults),
		sms: smsOf(read, faults),
		quietHours: read('QUIET_HOURS'),
		logLevel: read('LOG_LEVEL'),
		secrets: {
			masterKeys,
			masterKeyId: [...masterKeys.keys()][0] ?? '',
			pepper: key('PEPPER'),
			derivation: key('DERIVATION_KEY')
		}
	};
	if (faults.length > 0) throw new ConfigError([...new Set(faults)]);
	return config;
}

type Value<N extends Name> = v.InferOutput<(typeof variables)[N]['schema']>;
type Read = <N extends Name>(name: N) => Value<N>;

function mailOf(read: Read, faults: string[]): Config['mail'] {
	const [url, from] = [read('SMTP_URL'), read('MAIL_FROM')];
	const settings = { url, tls: read('SMTP_TLS'), from, perSecond: read('MAIL_PER_SECOND') };
	if (url && !from) faults.push(`MAIL_FROM is missing: ${variables.MAIL_FROM.text}`);
	return url ? settings : null;
}

function smsOf(read: Read, faults: string[]): Config['sms'] {
	const [url, secret] = [read('SMS_URL'), read('SMS_SECRET')];
	const perSecond = read('SMS_PER_SECOND');
	const settings = { url, secret, format: read('SMS_FORMAT'), fields: read('SMS_FIELDS'), perSecond };
	if (url && secret.length < 16) faults.push(`SMS_SECRET is missing or too short: ${variables.SMS_SECRET.text}`);
	return url ? settings : null;
}

/** What holds a password may stand in a file. */
const mayBeFiled = (name: Name) => name === 'SMTP_URL' || name === 'SMS_SECRET';

function filed(name: Name, env: Record<string, string | undefined>, faults: string[]): string {
	const named = env[`${name}_FILE`];
	if (!named) return '';
	if (existsSync(named)) return readFileSync(named, 'utf8').trim();
	faults.push(`${name}_FILE names a file that does not exist`);
	return '';
}

type KeyName = 'MASTER_KEYS' | 'PEPPER' | 'DERIVATION_KEY';

function keyText(
	name: KeyName,
	env: Record<string, string | undefined>,
	mode: Config['mode'],
	dataDir: string,
	faults: string[]
): string {
	const given = env[name];
	if (given) return given;
	const named = env[`${name}_FILE`];
	if (named) {
		if (existsSync(named)) return readFileSync(named, 'utf8').trim();
		faults.push(`${name}_FILE names a file that does not exist`);
		return placeholder(name);
	}
	if (mode === 'production') {
		faults.push(`${name} is missing: ${variables[name].text}; or name a file in ${name}_FILE`);
		return placeholder(name);
	}
	const file = path.join(dataDir, 'keys', name.toLowerCase());
	if (!existsSync(file)) {
		mkdirSync(dataDir, { recursive: true });
		mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
		const made = randomBytes(32).toString('base64');
		const unfinished = `${file}.${process.pid}`;
		writeFileSync(unfinished, name === 'MASTER_KEYS' ? `k1:${made}` : made, { mode: 0o600 });
		// of two processes that start together the first one's key stands, and both read it whole
		try {
			linkSync(unfinished, file);
		} catch (fault) {
			if (!existsSync(file)) throw fault;
		} finally {
			rmSync(unfinished);
		}
	}
	return readFileSync(file, 'utf8').trim();
}

/** Stands in so that every other fault is still found; never used, the fault is already noted. */
function placeholder(name: KeyName): string {
	const zeros = Buffer.alloc(32).toString('base64');
	return name === 'MASTER_KEYS' ? `none:${zeros}` : zeros;
}
