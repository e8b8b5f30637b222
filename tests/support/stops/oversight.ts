import type { SubjectStops } from './stop.ts';

export const oversight: SubjectStops = {};
