export const ratingSolved = ['solved', 'partly', 'not', 'unsure'] as const;
/** 您的问题解决了吗: 已解决 / 部分解决 / 没有解决 / 不好说. */
export type RatingSolved = (typeof ratingSolved)[number];
