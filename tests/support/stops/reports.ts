import type { SubjectStops } from './stop.ts';

export const reports: SubjectStops = {};
