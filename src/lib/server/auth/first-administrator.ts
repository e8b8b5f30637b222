import { and, eq, isNotNull } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { record, staffStream } from '../events/record.ts';
import { hashPassword } from './passwords.ts';

/**
 * Makes the first administrator, with the unit if it is not there. Only while there is none: every later one is made
 * by an administrator (`staff.second-person`). Throws `staff.weak-password`, `staff.username-taken`.
 */
export async function createFirstAdministrator(
	context: Context,
	{ username, name, unit, password }: { username: string; name: string; unit: string; password: string }
): Promise<void> {
	const passwordHash = await hashPassword(password, username);
	await inTransaction(context, async (context) => {
		const { db, now } = context;
		const [other] = await db
			.select({ id: staff.id })
			.from(staff)
			.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
			.where(and(eq(staffRoles.role, 'administrator'), isNotNull(staffRoles.confirmedAt), eq(staff.isActive, true)))
			.limit(1);
		if (other) throw new Refusal('staff.second-person');
		await db.insert(units).values({ name: unit }).onConflictDoNothing();
		const [home] = await db.select({ id: units.id }).from(units).where(eq(units.name, unit)).limit(1);
		const values = {
			username: username.trim().toLowerCase(),
			name,
			unitId: home?.id ?? 0,
			passwordHash,
			createdAt: now
		};
		const [made] = await db.insert(staff).values(values).onConflictDoNothing().returning({ id: staff.id });
		if (!made) throw new Refusal('staff.username-taken');
		await db.insert(staffRoles).values({ staffId: made.id, role: 'administrator', confirmedAt: now });
		await record(context, staffStream(made.id), 'staff.created', { unitId: values.unitId });
	});
}
