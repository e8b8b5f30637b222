import { createTransport } from 'nodemailer';
import type { FaultClass } from '../../../domain/messages.ts';
import type { Config } from '../../config.ts';
import type { Channel } from './channel.ts';

type MailServer = NonNullable<Config['mail']>;

/** Mail by SMTP. The message's id is its Message-ID, at the sender's own host. */
export function openEmail({ url, tls, from }: MailServer, { patienceMs = 10_000 } = {}): Channel {
	const { protocol, hostname, port, username, password } = new URL(url);
	const isEncrypted = protocol === 'smtps:';
	const transport = createTransport({
		pool: true,
		maxConnections: 2,
		host: hostname.replace(/^\[|\]$/g, ''),
		port: Number(port) || (isEncrypted ? 465 : 587),
		secure: isEncrypted,
		requireTLS: tls === 'required',
		ignoreTLS: tls === 'off',
		...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
		...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
		disableFileAccess: true,
		disableUrlAccess: true
	});
	const host = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
	return {
		send: async ({ id, to, subject, text }) => {
			try {
				await transport.sendMail({
					...{ from, subject, text },
					// an address, not a list of them
					to: { name: '', address: to },
					messageId: `<${id}@${host}>`,
					headers: { 'auto-submitted': 'auto-generated' }
				});
				return { as: 'sent' };
			} catch (fault) {
				return { as: 'failed', why: faultClass(fault) };
			}
		},
		close: () => transport.close()
	};
}

function faultClass(fault: unknown): FaultClass {
	if (!(fault instanceof Error)) return 'away';
	const code = 'code' in fault ? String(fault.code) : '';
	const status = 'responseCode' in fault ? Number(fault.responseCode) : 0;
	if (code === 'ETIMEDOUT') return 'slow';
	// a wrong password or a closed house is the office's to mend: only what was said of this message is final
	if (status >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')) return 'refused';
	return status >= 400 ? 'busy' : 'away';
}
