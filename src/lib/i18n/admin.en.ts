import type { Wording } from './wording.ts';
import type { admin as law } from './admin.zh-cn.ts';

export const admin = {} satisfies Wording<typeof law>;
