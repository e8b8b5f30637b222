/** The fixed clock: Tuesday 3 November 2026, noon in Shanghai. */
export const noon = new Date('2026-11-03T04:00:00Z');
