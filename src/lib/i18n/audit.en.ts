import type { audit as law } from './audit.zh-cn.ts';
import type { Wording } from './wording.ts';

export const audit = {} satisfies Wording<typeof law>;
