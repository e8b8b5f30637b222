export const track = {};
