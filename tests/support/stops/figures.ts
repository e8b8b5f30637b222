import type { SubjectStops } from './stop.ts';

export const figures: SubjectStops = {};
