import type { MessageChannel, QuietHours } from '../../../domain/messages.ts';
import type { Config } from '../../config.ts';
import type { Channel } from './channel.ts';
import { openEmail } from './email.ts';
import { openSms } from './sms.ts';

export type Outward = Exclude<MessageChannel, 'inbox'>;
export type Road = { channel: Channel; perSecond: number };

/** The roads out of the house as configured; one that is not set leaves no rows either. The inbox is in the house. */
export type Roads = {
	outward: { readonly [Name in Outward]: Road | null };
	quietHours: QuietHours;
	/** The site's public address, for the letters; empty when none is set. */
	site: string;
	close: () => void;
};

export function openRoads({ mail, sms, quietHours, origin }: Config): Roads {
	const outward = {
		sms: sms && { channel: openSms(sms), perSecond: sms.perSecond },
		email: mail && { channel: openEmail(mail), perSecond: mail.perSecond }
	};
	return {
		outward,
		quietHours,
		site: origin,
		close: () => {
			for (const road of Object.values(outward)) road?.channel.close();
		}
	};
}
