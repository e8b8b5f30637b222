import type { Wording } from './wording.ts';
import type { staff as law } from './staff.zh-cn.ts';

export const staff = {} satisfies Wording<typeof law>;
