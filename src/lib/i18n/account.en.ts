import type { Wording } from './wording.ts';
import type { account as law } from './account.zh-cn.ts';

export const account = {} satisfies Wording<typeof law>;
