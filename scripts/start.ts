import { loadEnv } from './load-env.ts';

/** Serves the build. Everything is configured by the environment or `.env` (.env.example lists it). */
loadEnv();
await import('../src/server.ts');
