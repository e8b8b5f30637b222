export const matters = {};
