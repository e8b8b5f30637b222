import { eq } from 'drizzle-orm';
import { takesSms } from '../../domain/messages.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { readPhone } from '../../domain/phone.ts';
import { type Context, inTransaction } from '../context.ts';
import { open, seal } from '../crypto/seal.ts';
import { staff } from '../db/schema/staff.ts';
import { record, staffStream } from '../events/record.ts';

const place = (staffId: number) => `staff.duty_phone:${staffId}`;

/**
 * 值班手机: where alarms ring while somebody is on duty; empty = none. False when it is no mobile. Sealed, shown to
 * nobody again, not even to its owner.
 */
export async function setDutyPhone(context: Context<StaffActor>, text: string): Promise<boolean> {
	const { actor, secrets } = context;
	const phone = text.trim() === '' ? '' : (readPhone(text) ?? 'none');
	if (phone && !takesSms(phone)) return false;
	const master = secrets.masterKeys.get(secrets.masterKeyId);
	if (!master) throw new Error('the current master key is missing');
	const dutyPhone = phone ? seal(master, secrets.masterKeyId, Buffer.from(phone), place(actor.id)) : null;
	await inTransaction(context, async (context) => {
		await context.db.update(staff).set({ dutyPhone }).where(eq(staff.id, actor.id));
		await record(context, staffStream(actor.id), 'staff.changed', { what: ['duty-phone'] });
	});
	return true;
}

/** Opened by the system to send an alarm, and for nothing else. */
export async function openDutyPhone({ db, secrets }: Context, staffId: number): Promise<string | null> {
	const [person] = await db.select({ sealed: staff.dutyPhone }).from(staff).where(eq(staff.id, staffId)).limit(1);
	if (!person?.sealed) return null;
	return open((id) => secrets.masterKeys.get(id), person.sealed, place(staffId)).toString('utf8');
}
