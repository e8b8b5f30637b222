import { and, asc, count, eq, or } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { keepsForUnit, mostPhrases } from '../../domain/shared-tools.ts';
import { type Context, inTransaction } from '../context.ts';
import { phrases } from '../db/schema/queue-tools.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';

type StaffContext = Context<StaffActor>;
export type Phrase = { id: number; body: string; isOfUnit: boolean; mayChange: boolean };

/** 常用答复语 of a person: their own, then their unit's, in the order they were made. */
export async function listPhrases({ db, actor }: StaffContext): Promise<Phrase[]> {
	const rows = await db
		.select({ id: phrases.id, body: phrases.body, unitId: phrases.unitId })
		.from(phrases)
		.where(or(eq(phrases.staffId, actor.id), eq(phrases.unitId, actor.unitId)))
		.orderBy(asc(phrases.unitId), asc(phrases.id))
		.limit(mostPhrases.own + mostPhrases.unit);
	return rows
		.map(({ id, body, unitId }) => {
			const isOfUnit = unitId !== null;
			return { id, body, isOfUnit, mayChange: !isOfUnit || keepsForUnit(actor) };
		})
		.sort((one, other) => Number(one.isOfUnit) - Number(other.isOfUnit));
}

/** Adds a phrase, one's own or the unit's. Throws `phrase.too-many`, `case.not-yours`. */
export function addPhrase(
	context: StaffContext,
	{ body, isOfUnit }: { body: string; isOfUnit: boolean }
): Promise<void> {
	if (isOfUnit && !keepsForUnit(context.actor)) throw new Refusal('case.not-yours');
	return inTransaction(context, async (context) => {
		const { db, actor } = context;
		// two who add at once wait for each other, so that there is never one too many
		if (isOfUnit) await db.select().from(units).where(eq(units.id, actor.unitId)).for('no key update');
		else await db.select().from(staff).where(eq(staff.id, actor.id)).for('no key update');
		const owner = isOfUnit ? { unitId: actor.unitId } : { staffId: actor.id };
		const same = isOfUnit ? eq(phrases.unitId, actor.unitId) : eq(phrases.staffId, actor.id);
		const [kept] = await db.select({ count: count() }).from(phrases).where(same);
		if ((kept?.count ?? 0) >= mostPhrases[isOfUnit ? 'unit' : 'own']) throw new Refusal('phrase.too-many');
		const [added] = await db
			.insert(phrases)
			.values({ ...owner, body })
			.returning();
		if (added) await noteChange(context, added, null, body);
	});
}

/** Throws `case.not-found` for a phrase that is not theirs to change. */
export function changePhrase(context: StaffContext, id: number, body: string): Promise<void> {
	return inTransaction(context, async (context) => {
		const before = await takePhrase(context, id);
		if (before.body === body) return;
		await context.db.update(phrases).set({ body }).where(eq(phrases.id, id));
		await noteChange(context, before, before.body, body);
	});
}

/** Throws `case.not-found` for a phrase that is not theirs to delete. */
export function deletePhrase(context: StaffContext, id: number): Promise<void> {
	return inTransaction(context, async (context) => {
		const before = await takePhrase(context, id);
		await context.db.delete(phrases).where(eq(phrases.id, id));
		await noteChange(context, before, before.body, null);
	});
}

async function takePhrase({ db, actor }: StaffContext, id: number) {
	const isOfUnit = keepsForUnit(actor) ? eq(phrases.unitId, actor.unitId) : undefined;
	const [phrase] = await db
		.select()
		.from(phrases)
		.where(and(eq(phrases.id, id), or(eq(phrases.staffId, actor.id), isOfUnit)))
		.for('update');
	if (!phrase) throw new Refusal('case.not-found');
	return phrase;
}

/** What a whole unit is given to write to residents stands in the ledger; what one keeps for oneself does not. */
async function noteChange(
	context: StaffContext,
	{ id, unitId }: { id: number; unitId: number | null },
	before: string | null,
	after: string | null
): Promise<void> {
	if (unitId === null) return;
	const version = (body: string | null) => (body === null ? null : writeText(context, null, 'setting', { body }));
	const [was, value] = [await version(before), await version(after)];
	await record(context, 'settings', 'settings.phrase-changed', { phraseId: id, unitId, was, value });
}
