import type { matters as law } from './matters.zh-cn.ts';
import type { Wording } from './wording.ts';

export const matters = {} satisfies Wording<typeof law>;
