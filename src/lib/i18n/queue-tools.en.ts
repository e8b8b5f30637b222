import type { queueTools as law } from './queue-tools.zh-cn.ts';
import type { Wording } from './wording.ts';

export const queueTools = {} satisfies Wording<typeof law>;
