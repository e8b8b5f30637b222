import type { figures as law } from './figures.zh-cn.ts';
import type { Wording } from './wording.ts';

export const figures = {} satisfies Wording<typeof law>;
