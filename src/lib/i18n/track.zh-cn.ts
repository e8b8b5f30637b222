export const track = {
	title: '查进度',
	hint: '编号和查询码都在收件回执上',
	number: '编号',
	numberHint: '例：MQ261119-3058211',
	code: '查询码（10 位数字）',
	open: '查进度',
	lost: '查询码忘了？带上收件回执到接待台，或者留过电话的请打 {phone}。匿名又没有回执的，找不回来。',
	scanned: '正在打开您的事项……',
	noScript: '请在下面输入编号和查询码。',
	submittedOn: '{class} · {at} 提交',
	facts: { now: '现在', next: '下一步', latest: '最迟' },
	now: {
		submitted: '等待受理，由{unit}{owner}负责',
		need_info: '等您补充情况',
		accepted: '已受理，{unit}{owner}正在确定办理单位',
		assigned: '已交给{unit}，{owner}负责',
		return_requested: '正在核对办理单位，由{owner}负责',
		processing: '{unit}{owner}正在办',
		extension_pending: '{unit}{owner}正在办，申请延期',
		long_term: '需要较长时间，{unit}{owner}按计划推进',
		review: '{unit}写好了答复，正在审核',
		answered: '等您评价。{unit}已答复',
		rework: '{unit}换人重新办理，{owner}负责',
		closed: '已办结',
		archived: '已归档',
		rejected: '不属于受理范围',
		redirected: '已告诉您该找谁',
		withdrawn: '您已撤回'
	},
	next: {
		submitted: '告诉您是否受理',
		need_info: '您补充后接着办',
		accepted: '交给办理单位',
		assigned: '办理单位签收',
		return_requested: '重新交办',
		processing: '办理后给您答复',
		extension_pending: '答复您；延期同意后会先告诉您',
		long_term: '按下面的阶段计划办',
		review: '审核后发布答复',
		answered: '您看看答复，说说解决了吗',
		rework: '再次答复您',
		closed: '30 天内问题又出现，可以申请重新办理',
		archived: '问题又出现，可以再提交，写上这个编号',
		rejected: '可以申请复核一次；有新情况可以再提交',
		redirected: '有新情况可以再提交',
		withdrawn: '有新情况可以再提交'
	},
	latest: {
		answer: '{due}前答复您',
		phase: '{due}前完成这一阶段',
		supply: '请在 {due}前补充；这段时间不算在办理时间里',
		rate: '{due}前评价',
		rateHint: '过后按「未评价」办结，不算满意',
		none: '没有期限'
	},
	oldDue: '原定 {due}',
	extended: {
		moved: '原定 {old}前答复，现需要延长到 {new}。',
		reason: '原因：{text}',
		sofar: '目前进展：{text}',
		sorry: '给您添麻烦了，我们会继续跟进。'
	},
	longTerm: {
		title: '阶段计划',
		listed: '这件事需要较长时间。我们已列入长期事项，计划如下：',
		told: '每 {days} 天向您通报一次。',
		notice: '下次通报：{due}前',
		all: '看看全部长期事项'
	},
	promised: '我们承诺在 {date}前给您答复',
	promise: '这件事需要{units}一起办理。{lead}牵头，我们承诺在 {date}前给您答复。',
	answer: { title: '给您的答复', by: '{at} · {unit}' },
	timeline: '办理经过',
	you: '您',
	systemBy: '系统',
	nextStep: '下一步',
	nextOn: '预计',
	reason: '原因',
	route: '您可以',
	routes: '有新情况，欢迎再次提交。也可以打 12345，或依法申请信访、行政复议、诉讼。',
	sorry: {
		text: '这件事超过了我们承诺的时间，对不起。',
		by: '现在由{lead}督促。',
		latest: '最新进展：{text}',
		none: '一有进展就告诉您。'
	},
	/** Stands before the title of what was said and not written. */
	spoken: '（录音）',
	recording: '录音 1 段，{seconds} 秒',
	uploaded: '{who}上传的照片',
	responsible: '责任人{name}',
	looks: {
		title: '谁看过我的联系方式',
		none: '还没有人看过。',
		count: '一共 {count} 次。每次都要写原因，改不了，删不掉。',
		line: '{name}({unit})',
		reason: '原因：{reason}。{words}'
	},
	acts: {
		title: '还可以',
		rate: '评价这次办理',
		changeRating: '改评价',
		supplement: '补充情况',
		remind: '催一催',
		remindHint: '负责人马上看到。一天一次。',
		withdraw: '撤回',
		rework: '申请重新办理',
		recheck: '申请复核一次',
		contact: '更改或删除联系方式',
		addContact: '补留联系方式',
		confidential: '改成保密',
		record: '打印或导出我的记录',
		code: '换一个查询码',
		forget: '忘掉记住的手机（{count} 部）',
		leave: '离开（在这台设备上退出）',
		release: '同意让承办人知道我是谁',
		consent: '同意公开',
		consentHint: '公开这件事的简要情况和答复。公开前会去掉能认出您的信息，您随时可以取消。不同意也不影响办事。',
		withdrawConsent: '取消公开',
		withdrawConsentHint: '您同意过公开。取消后，已经公开的马上去掉，没公开的不再公开。',
		declineFollowUp: '不再回访',
		declineFollowUpHint: '办完后，有时会打电话问您办得怎么样。不想接，就选这个。'
	},
	mustRenew: '查询码是电话里念给您的。为了安全，请先换一个只有您知道的。',
	done: {
		supplement: '补充收到了。',
		remind: '已经催了，负责人能看到。',
		rate: '谢谢您的评价。',
		contact: '联系方式已更新。',
		confidential: '已改成保密。',
		recheck: '已申请复核，会由另一个人来看。',
		rework: '已申请重新办理，会换人来办。',
		withdraw: '已经撤回。',
		forget: '记住的手机都已忘掉。',
		release: '已告诉承办人。',
		consent: '记下了您同意公开。公开前会去掉能认出您的信息。',
		withdrawConsent: '已取消公开。',
		declineFollowUp: '以后不再打电话回访您。'
	},
	/** 并案, in the words of domain/4-wording C9. */
	mergedInto: '您反映的事项与编号 {main} 是同一件事，已一起办理。您仍可用自己的编号查看进展、评价。',
	issue: {
		title: '这是一个共性问题',
		hint: '和您一样的不止一件，我们当成一个问题来解决。您的这一件照样单独答复、单独评价。',
		settled: '已经了结'
	},
	letter: {
		title: '这封信里的其他事',
		hint: '您的信里有几件事，分开来办，每件单独答复。一个编号和查询码都能看。',
		open: '看「{title}」',
		openShort: '看这件'
	},
	askedInfo: '请您补充',
	toCase: '回到进度',
	supplement: {
		title: '补充情况',
		text: '补充什么',
		textHint: '新的情况、更准确的地点或时间。请不要写身份证号、银行卡号。',
		submit: '提交补充'
	},
	withdraw: {
		title: '撤回这件事',
		text: '撤回后不再办理，已经写的内容仍保留在记录里。有新情况可以再提交。',
		reason: '为什么撤回',
		submit: '撤回'
	},
	rework: {
		title: '申请重新办理',
		text: '会换人再办一次，15 个工作日内再次答复您。只能申请一次。',
		reason: '哪里还没解决',
		submit: '申请重新办理'
	},
	contact: {
		title: '联系方式',
		now: '现在留的',
		none: '没有留',
		text: '为了安全，这里只显示一部分。要改就重新填写。',
		remove: '删除我的联系方式',
		save: '保存'
	},
	confidential: {
		title: '改成保密',
		text: '改成保密以后：联系方式封存，承办单位看不到您是谁；照片、录音和原文也不再给他们，分派员会另写一份去掉线索的内容给他们。',
		submit: '改成保密'
	},
	newCode: {
		title: '换一个查询码',
		text: '换了以后，旧的查询码、二维码和记住的手机都不能再用。',
		submit: '换一个',
		fresh: '新的查询码（只显示这一次，请抄下来）'
	},
	release: {
		title: '让承办人知道我是谁',
		text: '只有现在负责的 {name} 能看到您的联系方式。换人之后，新的人看不到。',
		submit: '同意'
	},
	record: {
		title: '我的记录',
		text: '这件事的全部记录。可以打印，也可以下载。',
		json: '下载 JSON',
		unlock: '要在记录里看到完整的联系方式，请输入您留的电话或邮箱',
		unlockField: '电话或邮箱',
		unlockSubmit: '核对',
		print: '打印',
		nonce: '校验码'
	},
	rate: {
		title: '这件事办得怎么样？',
		solved: '您的问题解决了吗？',
		stars: '您满意吗？',
		tags: '说说原因',
		tagsHint: '选填，可多选',
		words: '想说的话',
		privacy:
			'评价是自愿的。办事的人看不到是谁打的分。选「泄露我的信息」「担心被刁难」的，直接交给督办员。7 天内可以改。',
		bad: '不满意的，我们会换人重新办理。',
		submit: '提交评价',
		later: '以后再说'
	}
};
