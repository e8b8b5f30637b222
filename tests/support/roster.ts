import { shifts } from '../../src/lib/server/db/schema/duty-roster.ts';
import { setShifts } from '../../src/lib/server/office/change-roster.ts';
import { noon, type World } from './world.ts';

/** Puts somebody on the roster, as the supervisor does. */
export async function onRoster(world: World, username: string, fromAt: Date, untilAt: Date): Promise<void> {
	await setShifts(await world.as('duban', noon), [{ staffId: await world.staffId(username), fromAt, untilAt }]);
}

/** Nobody is on duty any more. */
export async function clearRoster(world: World): Promise<void> {
	await world.db.delete(shifts);
}
