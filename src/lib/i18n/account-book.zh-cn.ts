export const accountBook = {
	title: '办理账本',
	of: '{year} 年 {month} 月办理账本',
	asOf: '算到 {day} 24:00',
	running: '这个月还没有过完，数字每天算一次，还会变。',
	settling: '这个月已经过完，还在等最后几件的答复和评价，{day}算最后一次，以后不再改。',
	final: '这个月已经算完，不会再改。',
	earlier: '上个月',
	later: '下个月',
	download: { csv: '下载 CSV', json: '下载 JSON' },
	months: '各个月',
	isRunning: '还在算',
	none: '还没有算好的账本，明天再来看看。',
	hidden: '少于 5',
	few: '少于 5 件，不显示',
	fewPeople: '少于 5 人，不显示',
	cases: '件',
	people: '人',
	days: '天',
	of1: '{whole} 件中 {part} 件',
	ofPeople: '{whole} 人中 {part} 人',
	kiosk: '其中自助意见机 {count} 件',
	mean: '平均 {mean} 天，{of} 件',
	headline: {
		received: '收到',
		contactedInTime: '两个工作日内联系',
		answeredInTime: '按期答复',
		daysToAnswer: '答复用时（中位数）',
		solved: '说已解决的',
		satisfied: '满意的'
	},
	ratings: {
		title: '大家怎么评',
		lead: '{whole} 件该评价的，{part} 件有评价（{percent}%）。没评的不算满意。',
		leadFew: '评价的人少于 5 个，不显示是怎么评的。没评的不算满意。',
		level: '评价'
	},
	categories: {
		title: '都反映了什么',
		lead: '少于 5 件的合在“其他”里，免得认出人。',
		category: '类别',
		rest: '其他',
		restOf: '其他 {kinds} 类',
		few: '一共少于 5 件，不分类别。'
	},
	channels: {
		title: '从哪里来',
		channel: '渠道'
	},
	late: {
		title: '超期的 {count} 件',
		none: '这个月到期的，都按期答复了。',
		lead: '逐件写明为什么、到什么时候。不写编号和地点，免得认出人。',
		unlisted: '另有 {count} 件不便逐件列出（保密的、反映作风的、要求回避的，和这个月少于 5 件的类别）。',
		over: '超 {days} 天',
		answered: '已补答复',
		lateBy: '晚了 {days} 天，{day}答复。',
		causes: {
			answered: '已经补上答复，向反映人说明了情况。',
			listed: '一时办不完，已列入长期事项，按计划推进。',
			joint: '要几个单位一起办，正在办。',
			supervised: '已经由督办员盯着办。',
			led: '已经报分管负责人。',
			open: '还在办，没有办完。'
		},
		until: '承诺 {day}前答复',
		notice: '{day}前再通报一次',
		apologised: '已向反映人道歉'
	},
	longTerm: { title: '一时办不完的', link: '看长期事项的计划和日期' },
	together: {
		title: '一起看',
		lead: '这些数放在一起，免得单看一个数好看。',
		figure: '指标',
		value: '结果',
		share: '分子 / 分母'
	},
	digest: {
		title: '没法悄悄改',
		lead: '这是这个月数据文件的校验值（SHA-256）。下载 JSON 文件，自己算一遍，应该一样。',
		leadFinal: '算完时，这个值写进了只能往后加、不能改的记录。',
		day: '{day} 24:00'
	},
	links: { published: '看公开答复', openData: '开放数据', book: '看办理账本' },
	openData: {
		title: '开放数据',
		lead: '办理账本每个月的数字，做成 CSV 和 JSON，可以自由使用。',
		files: '文件',
		month: '月份',
		state: '状态',
		stateFinal: '已算完',
		stateRunning: '还在算',
		licence: '使用',
		licenceText: '可以自由使用、转载和改编，写明来源“{name}”就行。',
		what: '有什么，没有什么',
		whatText:
			'只有合计的数，没有一件一件的事，没有人、地点和编号。分母或一格少于 5 的不给；能从别的数减出来的，和它合在一起或一起不给。作风与服务一类不单列。',
		change: '什么时候变',
		changeText:
			'每天夜里按记录重新数一次。过完的月份到下个月 15 日 24:00 算最后一次，好让月底的事也有答复和评价，以后不再改；JSON 文件的 SHA-256 就是账本上的校验值，也是 ETag。',
		address: '地址',
		addressText:
			'把月份换成想看的，例如 2026-10。可以从别的网站直接读（CORS，只读）。CSV 是 UTF-8 带 BOM，可以用表格软件打开。',
		schema: 'JSON 的格式',
		version: '格式版本 {version}。加字段不换版本，改意思或去掉字段才换。',
		fields: {
			schema: '格式和版本',
			month: '月份，YYYY-MM',
			asOf: '数到哪一刻（ISO 8601，UTC）',
			isFinal: '这个月算完了没有',
			source: '来源和使用方式',
			figures: '指标：key、part、whole、count、median、mean、of；不给的是 null，hidden 是 true',
			levels: '五级评价各有多少人，5 是非常满意；不给的是 null',
			categories: '一级类别收到多少件；code 是 null 的是合在一起的其他',
			channels: '渠道收到多少件；code 是 null 的是合在一起的其他'
		},
		indicators: '指标是怎么算的',
		indicator: '指标',
		key: '字段',
		means: '怎么算'
	},
	csv: {
		section: '部分',
		key: '字段',
		name: '名称',
		part: '分子',
		whole: '分母',
		value: '数值',
		note: '说明',
		hidden: '少于 5，不给',
		sections: { about: '说明', figures: '指标', levels: '评价', categories: '类别', channels: '渠道' }
	}
};
