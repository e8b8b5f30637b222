import type { SubjectStops } from './stop.ts';

export const rules: SubjectStops = {};
