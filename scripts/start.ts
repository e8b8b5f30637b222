/** Serves the build. Everything is configured by the environment (.env.example lists it). */
await import('../src/server.ts');
