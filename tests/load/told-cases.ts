import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import { acceptCase } from '../../src/lib/server/cases/accept.ts';
import { submitCase } from '../../src/lib/server/cases/submit.ts';
import { actorOf } from '../../src/lib/server/auth/sessions.ts';
import { messages } from '../../src/lib/server/db/schema/messages.ts';
import { staff } from '../../src/lib/server/db/schema/staff.ts';
import type { House } from '../../src/lib/server/start.ts';

/** Cases of residents who left a mobile, each accepted, which an SMS is to say; waits until the messages stand there. */
export async function queueMessages(house: House, count: number): Promise<void> {
	const now = new Date();
	const [dispatcher] = await house.db.select().from(staff).where(eq(staff.username, 'fenpai'));
	const actor = await actorOf({ db: house.db, now }, dispatcher?.id ?? 0);
	for (let ordinal = 0; ordinal < count; ordinal++) {
		const phone = `138${String(ordinal).padStart(8, '0')}`;
		const { number } = await submitCase(house.contextFor({ kind: 'stranger' }, now), submissionOf(ordinal, phone));
		await acceptCase(house.contextFor(actor, now), number, 1);
	}
	const isSms = and(eq(messages.channel, 'sms'), eq(messages.state, 'waiting'));
	while ((await house.db.$count(messages, isSms)) < count) await pause(100);
}

function submissionOf(ordinal: number, phone: string) {
	return {
		submissionKey: randomBytes(16).toString('hex'),
		channel: 'web' as const,
		type: 'help' as const,
		text: `石桥路口第 ${ordinal} 盏路灯不亮，晚上走路看不清，请派人修一修。`,
		...{ want: '', title: '', place: '石桥路口', categoryCode: '0302', tilePosition: 1, areaId: null },
		...{ hasDanger: false, identity: 'contact' as const, contact: { name: '', phone, email: '' } },
		...{ callHours: 'any' as const, wantsCall: false, avoidUnitIds: [], avoidWords: '', attachmentIds: [] },
		...{ submittedAt: null, locale: 'zh-CN' as const }
	};
}
