export const accountBook = {};
