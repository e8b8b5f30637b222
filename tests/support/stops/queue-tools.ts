import type { SubjectStops } from './stop.ts';

export const queueTools: SubjectStops = {};
