/** What a round of a timed task did or found, for the log: counts and ids, never words. */
export type TaskReport = Record<string, number | readonly number[]>;
