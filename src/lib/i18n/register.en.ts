import type { register as law } from './register.zh-cn.ts';
import type { Wording } from './wording.ts';

export const register = {} satisfies Wording<typeof law>;
