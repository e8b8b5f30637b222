import { seedDemo } from '../src/lib/server/seed/demo.ts';
import { withHouse } from './house.ts';
import { loadEnv } from './load-env.ts';

/** Demo life into the configured database, once. Never where real people are served: its accounts are public. */
loadEnv();
await withHouse({ MODE: 'demo', ...process.env }, async (house) => {
	if (house.config.mode === 'production') {
		console.error('MODE is production: demo accounts have a public password and belong nowhere near real cases.');
		process.exitCode = 1;
		return;
	}
	const { isNew } = await seedDemo(house);
	console.log(isNew ? 'Demo life is in the database.' : 'There is life in this database already; nothing was added.');
});
