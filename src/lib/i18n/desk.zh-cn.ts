export const desk = {
	title: '接待台',
	file: { title: '代填、代录', hint: '照着说的写，不改意思。写完读给本人听。' },
	channel: { label: '怎么来的', reception: '到场', phone: '电话', forwarded: '转来（上级、12345 等）' },
	type: '想做什么',
	text: '说了什么',
	want: '希望怎么解决',
	place: '在哪里',
	area: '区域',
	category: '类别',
	none: '说不清',
	identity: '联系方式',
	name: '怎么称呼',
	phone: '手机或座机',
	call: '请打电话告诉结果',
	publish: '问过本人：办完后可以公开简要情况（没问过、没同意，不勾）',
	danger: '有人身安全危险',
	readBack: '读给本人听',
	readBackTick: '已读给本人听，本人同意',
	told: ['收到后给编号和查询码', '最迟哪天答复', '可以随时补充、撤回、评价'],
	submit: '提交',
	filed: {
		title: '收到了',
		due: '最迟 {due} 前答复',
		slip: '打印收件回执',
		slipHint: '查询码只印在纸上，屏幕上不显示，只能印一次。',
		readOut: '念给来电的人',
		readOutHint: '查询码只显示这一次。请对方抄下来，第一次查询时要换一个新的。',
		onTheSpot: '当场答复',
		open: '打开这件事',
		another: '再录一件'
	},
	slip: {
		number: '编号',
		code: '查询码',
		due: '最迟 {due} 前答复',
		scan: '扫码看进度',
		hidden: '查询码只印在纸上。请用浏览器打印本页（Ctrl+P），离开后不能再印。',
		print: '打印',
		readOutTitle: '请念给对方听，念两遍'
	},
	lost: {
		title: '查询码丢失',
		text: '只凭收件回执（纸的或保存的图片），或打留下的电话核对后，才能换新的。不能只凭姓名、电话或事项。',
		number: '编号',
		how: '凭什么',
		receipt: '看到了收件回执：印一张新的',
		callBack: '打了留下的电话：念新的（只有能看联系方式的人可以）',
		submit: '换一个查询码'
	},
	lookUp: {
		title: '按手机号找编号',
		text: '只用来帮忘了编号的人。每天 10 次，每次都有记录，反映人会看到。保密件不显示。',
		phone: '手机或座机',
		reason: '原因',
		submit: '查找',
		none: '没有找到'
	}
};
