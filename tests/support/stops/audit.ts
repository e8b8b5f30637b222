import type { SubjectStops } from './stop.ts';

export const audit: SubjectStops = {};
