import type { Wording } from './wording.ts';
import type { receipt as law } from './receipt.zh-cn.ts';

export const receipt = {} satisfies Wording<typeof law>;
