import type { rules as law } from './rules.zh-cn.ts';
import type { Wording } from './wording.ts';

export const rules = {} satisfies Wording<typeof law>;
