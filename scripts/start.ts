/** Serves the build. Everything is configured by the environment (.env.example lists it). */
import '../src/server.ts';
