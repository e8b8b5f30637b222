import { ConfigError, readConfig } from '../src/lib/server/config.ts';
import { type House, startHouse } from '../src/lib/server/start.ts';

/** Starts a house for a script, runs the work, and stops it again. A configuration fault is a line, not a stack. */
export async function withHouse(
	env: Record<string, string | undefined>,
	work: (house: House) => Promise<void>
): Promise<void> {
	try {
		const house = await startHouse(readConfig({ LOG_LEVEL: 'error', ...env }), { jobs: false });
		try {
			await work(house);
		} finally {
			await house.stop();
		}
	} catch (fault) {
		if (!(fault instanceof ConfigError)) throw fault;
		console.error(fault.message);
		process.exitCode = 1;
	}
}
