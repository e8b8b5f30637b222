import type { reports as law } from './reports.zh-cn.ts';
import type { Wording } from './wording.ts';

export const reports = {} satisfies Wording<typeof law>;
