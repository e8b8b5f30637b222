import type { accountBook as law } from './account-book.zh-cn.ts';
import type { Wording } from './wording.ts';

export const accountBook = {} satisfies Wording<typeof law>;
