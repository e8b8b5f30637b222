import { deliver } from '../../src/lib/server/events/deliver.ts';
import { keepFigures } from '../../src/lib/server/stats/keep-figures.ts';
import type { World } from './world.ts';

/** Lets the figures of a world hear all that has happened, as a house does within a second. */
export async function keepAllFigures({ database }: Pick<World, 'database'>): Promise<void> {
	while ((await deliver(database.db, 'stats', (heard, forgetting) => keepFigures(forgetting, heard))) > 0);
}
