import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import { record, staffStream } from '../events/record.ts';
import { hashPassword } from './passwords.ts';

/** Two people confirm each other's links and roles, so an office begins with two of them. */
const founders = 2;
export type FounderRole = 'administrator' | 'supervisor';

/**
 * Makes one of the first two accounts, with the unit if it is not there: the first an administrator, the second an
 * administrator or a supervisor. Every later one is made by an administrator (`staff.second-person`). Throws
 * `staff.weak-password`, `staff.username-taken`.
 */
export async function createFirstAccount(
	context: Context,
	{
		username,
		name,
		unit,
		role,
		password
	}: { username: string; name: string; unit: string; role: FounderRole; password: string }
): Promise<void> {
	const passwordHash = await hashPassword(password, username);
	await inTransaction(context, async (context) => {
		const { db, now } = context;
		const others = await db
			.selectDistinct({ id: staff.id, isAdministrator: eq(staffRoles.role, 'administrator').mapWith(Boolean) })
			.from(staff)
			.innerJoin(staffRoles, eq(staffRoles.staffId, staff.id))
			.where(
				and(
					inArray(staffRoles.role, ['administrator', 'supervisor']),
					isNotNull(staffRoles.confirmedAt),
					isNotNull(staff.passwordHash),
					eq(staff.isActive, true)
				)
			)
			.limit(founders);
		const needsAdministrator = !others.some(({ isAdministrator }) => isAdministrator);
		if (others.length >= founders || (needsAdministrator && role !== 'administrator'))
			throw new Refusal('staff.second-person');
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
		await db.insert(staffRoles).values({ staffId: made.id, role, confirmedAt: now });
		await record(context, staffStream(made.id), 'staff.created', { unitId: values.unitId });
		await record(context, staffStream(made.id), 'staff.role-granted', { role });
	});
}
