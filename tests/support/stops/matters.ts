import type { SubjectStops } from './stop.ts';

export const matters: SubjectStops = {};
