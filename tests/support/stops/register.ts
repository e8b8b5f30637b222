import type { SubjectStops } from './stop.ts';

export const register: SubjectStops = {};
