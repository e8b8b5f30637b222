import type { Wording } from './wording.ts';
import type { track as law } from './track.zh-cn.ts';

export const track = {} satisfies Wording<typeof law>;
