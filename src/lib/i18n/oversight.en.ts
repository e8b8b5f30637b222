import type { oversight as law } from './oversight.zh-cn.ts';
import type { Wording } from './wording.ts';

export const oversight = {} satisfies Wording<typeof law>;
