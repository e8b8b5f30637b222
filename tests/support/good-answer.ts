import type { AnswerParts } from '../../src/lib/domain/answer.ts';

/** An answer the checker has nothing against. */
export const goodParts: AnswerParts = {
	raised: '路灯不亮',
	found: '11 月 4 日现场查看，线路接头受潮，两盏灯头损坏。',
	done: '11 月 5 日已更换灯头并重做防水接头，当晚亮灯正常。',
	basis: '当晚复查亮灯。',
	contact: '规建环保办，工作电话 0000-860 0133',
	unhappy: '评价时选不满意，我们换人再办一次。'
};
