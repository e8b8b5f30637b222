export const published = {
	title: '公开答复',
	lead: '反映人同意公开的事项，和我们的答复。',
	category: '类别',
	area: '村、片区',
	month: '公开的月份',
	any: '全部',
	apply: '筛选',
	clear: '清除',
	answeredOn: '{day}答复',
	submitted: '提交',
	answered: '答复',
	unit: '答复单位',
	answer: '答复内容',
	none: '还没有公开的答复。',
	noneFiltered: '这个范围里没有公开的答复，换一个试试。',
	more: '再看一些',
	consent: '摘要由工作人员写，去掉了能认出反映人的内容，另一个人检查过。反映人随时可以取消公开。'
};
