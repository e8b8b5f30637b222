import type { Wording } from './wording.ts';
import type { submit as law } from './submit.zh-cn.ts';

export const submit = {} satisfies Wording<typeof law>;
