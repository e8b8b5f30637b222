import * as v from 'valibot';
import { addDays, dayOf } from '../../domain/clock.ts';
import type { Entry } from '../../domain/knowledge.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { actorOf } from '../auth/sessions.ts';
import type { Context } from '../context.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { draftEntry } from '../office/draft-entry.ts';
import { publishEntry } from '../office/publish-entry.ts';
import { findEntry } from '../office/list-entries.ts';
import type { House } from '../start.ts';
import samples from './data/knowledge.json' with { type: 'json' };

const words = v.object({
	question: v.string(),
	answer: v.string(),
	questionEn: v.string(),
	answerEn: v.string(),
	source: v.string(),
	keywords: v.array(v.string()),
	codes: v.array(v.string()),
	unit: v.string(),
	by: v.string()
});
const day = 86_400_000;

/**
 * 知识库 of the demo: general answers, written by the heads and published by the dispatcher. One is due for
 * review, the newest still waits for its second person, so that both lists have something on them.
 */
export async function tellKnowledge(house: House, now: Date): Promise<void> {
	const entries = v.parse(v.array(words), samples);
	const [people, unitRows] = await Promise.all([
		house.db.select({ id: staff.id, username: staff.username }).from(staff),
		house.db.select({ id: units.id, name: units.name }).from(units)
	]);
	const as = async (username: string, at: Date): Promise<Context<StaffActor>> => {
		const id = people.find((one) => one.username === username)?.id ?? 0;
		return house.contextFor(await actorOf({ db: house.db, now: at }, id), at);
	};
	for (const [index, { codes, unit, by, ...rest }] of entries.entries()) {
		const at = new Date(now.getTime() - (90 - index) * day);
		const entry: Entry = {
			...rest,
			categoryCodes: codes,
			unitId: unitRows.find(({ name }) => name === unit)?.id ?? 0,
			validFrom: dayOf(at),
			reviewBy: addDays(dayOf(now), index === 0 ? 300 : index === 7 ? -3 : 180 + index)
		};
		const id = await draftEntry(await as(by, at), { id: null, baseTextId: null, entry, officeNumbers: [] });
		if (index === entries.length - 1) continue;
		const { draftTextId } = await findEntry(house.contextFor({ kind: 'system', job: 'seed' }, at), id);
		const publisher = await as('fenpai', new Date(at.getTime() + day / 24));
		await publishEntry(publisher, id, { textId: draftTextId ?? 0, officeNumbers: [] });
	}
}
