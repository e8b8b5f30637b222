import type { knowledge as law } from './knowledge.zh-cn.ts';
import type { Wording } from './wording.ts';

export const knowledge = {} satisfies Wording<typeof law>;
