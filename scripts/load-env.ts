import { existsSync } from 'node:fs';

/** What stands in `.env` counts where the environment says nothing. */
export function loadEnv(): void {
	if (existsSync('.env')) process.loadEnvFile('.env');
}
