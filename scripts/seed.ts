import { seedDemo } from '../src/lib/server/seed/demo.ts';
import { withHouse } from './house.ts';

/** Demo life into the configured database, once. */
await withHouse({ MODE: 'demo', ...process.env }, async (house) => {
	const { isNew } = await seedDemo(house);
	console.log(isNew ? 'Demo life is in the database.' : 'There is life in this database already; nothing was added.');
});
