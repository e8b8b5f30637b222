import { asc } from 'drizzle-orm';
import { inTransaction } from '../../src/lib/server/context.ts';
import { messages } from '../../src/lib/server/db/schema/messages.ts';
import type { EventData, EventKind } from '../../src/lib/server/events/catalogue.ts';
import { deliver } from '../../src/lib/server/events/deliver.ts';
import { writeText } from '../../src/lib/server/events/write-text.ts';
import { caseStream, record } from '../../src/lib/server/events/record.ts';
import type { Channel, Outcome, Outgoing } from '../../src/lib/server/notify/channels/channel.ts';
import type { Roads } from '../../src/lib/server/notify/channels/open.ts';
import { sendDue } from '../../src/lib/server/notify/send-due.ts';
import { tell } from '../../src/lib/server/notify/tell.ts';
import { noon, type World } from './world.ts';

export const ref = { textId: 0, digest: '' };

/** Both roads, into two lists; what `answer` says is how it goes. */
export function openTestRoads() {
	const sent: (Outgoing & { channel: 'sms' | 'email' })[] = [];
	let answer: (channel: 'sms' | 'email') => Outcome = () => ({ as: 'sent' });
	const channel = (name: 'sms' | 'email'): Channel => ({
		send: async (message) => {
			sent.push({ ...message, channel: name });
			return answer(name);
		},
		close: () => {}
	});
	const roads: Roads = {
		outward: {
			sms: { channel: channel('sms'), perSecond: 100 },
			email: { channel: channel('email'), perSecond: 100 }
		},
		quietHours: { from: 21 * 60, until: 8 * 60 },
		site: 'https://box.example.gov.cn',
		close: () => {}
	};
	return { roads, sent, answerWith: (next: typeof answer) => (answer = next) };
}

/** What the office's messages come to in a world. */
export function teller(world: World, roads: Roads) {
	const { db } = world.database;
	const hear = async (now: Date) => {
		while (
			await deliver(db, 'notify', (heard, forgetting) => tell({ ...world.system(now), db: forgetting }, roads, heard))
		);
	};
	return {
		hear,
		/** Something happens to a case that this test has no act for. */
		happens: <Kind extends EventKind>(caseId: number, kind: Kind, data: EventData[Kind], now = noon) =>
			inTransaction(world.system(now), (context) => record(context, caseStream(caseId), kind, data)),
		/** 转渠道, with its words: told to the resident at once. */
		redirected: (caseId: number, now = noon) =>
			inTransaction(world.system(now), async (context) => {
				const words = await writeText(context, caseId, 'reason', { text: '由供电所负责' });
				await record(context, caseStream(caseId), 'case.redirected', { words });
			}),
		rows: async () => db.select().from(messages).orderBy(asc(messages.id)),
		/** Hears what happened and sends what is due. */
		work: async (now: Date) => {
			await hear(now);
			return (
				(await sendDue(() => world.system(now), roads, 'sms')) +
				(await sendDue(() => world.system(now), roads, 'email'))
			);
		},
		forget: () => db.delete(messages)
	};
}
