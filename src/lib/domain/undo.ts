/** 撤销: offered for ten seconds; heard a little longer, for slow lines (decision 024). */
export const undoMs = { offered: 10_000, heard: 15_000 } as const;
