export const queueTools = {};
