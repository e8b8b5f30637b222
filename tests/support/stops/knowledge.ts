import type { SubjectStops } from './stop.ts';

export const knowledge: SubjectStops = {};
