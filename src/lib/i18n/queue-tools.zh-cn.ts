export const queueTools = {
	presence: {
		look: '{name}正在看',
		'draft-answer': '{name}正在写答复',
		'report-progress': '{name}正在写进展',
		publish: '{name}正在审核答复',
		'accept-assign': '{name}正在受理交办',
		assign: '{name}正在交办',
		classify: '{name}正在更正类别和时限',
		'request-info': '{name}正在请反映人补充',
		reject: '{name}正在写不予受理',
		redirect: '{name}正在转其他渠道',
		'answer-on-the-spot': '{name}正在写当场答复',
		'return-assignment': '{name}正在写退单',
		reassign: '{name}正在改派',
		'request-extension': '{name}正在写延期申请',
		'arrange-joint': '{name}正在安排会办',
		merge: '{name}正在并案',
		split: '{name}正在拆分',
		'add-note': '{name}正在写备注'
	},
	conflict: {
		title: '这件事刚刚变了',
		what: '{at}，{name}：{what}',
		now: '现在',
		due: '{due}前答复',
		again: '您写的内容还在下面。看过最新情况，合适的话再提交一次。',
		notAnyMore: '现在不能再“{act}”了。您写的内容还在下面，可以复制走。',
		look: '看最新情况（新窗口）'
	}
};
