import type { Wording } from './wording.ts';
import type { desk as law } from './desk.zh-cn.ts';

export const desk = {} satisfies Wording<typeof law>;
