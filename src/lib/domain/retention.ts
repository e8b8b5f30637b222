/** Days from closing until something is erased (domain C9; the privacy notice repeats them). Recordings go with photos. */
export const keptDays = { contact: 180, photos: 365 } as const;
