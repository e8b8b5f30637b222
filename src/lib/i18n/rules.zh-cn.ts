export const rules = {
	sections: { limits: '规则与期限', wordings: '用语与清单', roles: '角色权限' },
	limits: {
		lead: '改了以后提交的件按新的算；正在办的件，答应了多少天还是多少天。只能往对群众更好的方向改，最宽不超过规定。',
		range: '{least} 至 {most}，没有改过时是 {usual}',
		rolls: { no: '不顺延（更严，平常这样）', yes: '顺延到下一个工作日' },
		groups: {
			deadline: '办理期限',
			notice: '进展通报',
			ladder: '超期以后',
			alarm: '提醒督办',
			retention: '保存多久',
			followUp: '回访'
		},
		hints: {
			deadline: '从提交的时候算起，到那一天的 24:00。一体机断网时打的回执不顺延。',
			notice: '这么多天没有消息，就提醒承办人给反映人说一声。',
			ladder: '到期当天催办、向反映人致歉；再过几个工作日督办、报分管负责人。',
			alarm: '到了就出现在督办台，并通知督办员。大量查看只数次数，不记看了哪一件，也不是考勤。',
			retention: '每天夜里按这里的天数删除，隐私告知里的天数跟着变。暂停删除的件不删。',
			followUp: '由没办过的人去问；反映人可以不接。'
		},
		of: {
			'deadline.ordinaryDays': '一般诉求几天内答复',
			'deadline.importantDays': '重要诉求最多几天（31 就是一个月）',
			'deadline.questionWorkdays': '咨询几个工作日（不超过一般诉求）',
			'deadline.urgentHours': '紧急几小时',
			'deadline.rolls': '最后一天是节假日',
			'deadline.pauseDays': '待补充一共最多停几天',
			'deadline.ratingDays': '答复后几天内可以评价',
			'deadline.reworkWorkdays': '差评后第二次答复，几个工作日',
			'notice.ordinaryDays': '一般诉求每几天',
			'notice.importantDays': '重要诉求每几天',
			'notice.longTermDays': '长期事项每几天',
			'ladder.superviseWorkdays': '到期后几个工作日督办',
			'ladder.leadWorkdays': '到期后几个工作日报分管负责人',
			'alarm.unansweredDays': '几天没有答复就报警',
			'alarm.pagesAnHour': '一小时打开多少个案件页面',
			'alarm.pagesADay': '一天打开多少个案件页面',
			'alarm.contactsADay': '一天查看联系方式、按手机号查找共几次',
			'retention.contactDays': '联系方式办结后保存几天',
			'retention.attachmentDays': '照片和录音办结后保存几天',
			'followUp.samplePercent': '办结的件每一百件随机回访几件'
		}
	},
	publishing: {
		may: '可以公开',
		never: '按规定不公开',
		hint: '民政救助、医保社保、医疗卫生、邻里与家庭纠纷、作风与服务，还有保密的、反映具体人的，按规定都不公开，这里改不了。'
	},
	wordings: {
		lists: '清单',
		listOf: {
			refusalReason: '不予受理的原因',
			revealReason: '查看联系方式的原因',
			tag: '评价标签',
			hotline: '其他渠道',
			letter: '发给反映人的通知'
		},
		hints: {
			refusalReason: '代码不变，统计照旧；停用的以后不能再选，以前用过的照样显示。',
			revealReason: '代码不变；反映人在自己的页面上看得到选的是哪一条。',
			tag: '代码不变。“泄露我的信息”“担心被刁难”直接交督办员，不能停用。',
			hotline: '12345 和报警、急救电话一直都在，只改说明。',
			letter: '花括号里的日期、天数由系统填，要原样保留。通知里不写是什么事。'
		},
		zh: '中文',
		en: '英文',
		offered: '在用',
		stays: '一直在用',
		usual: '原来是：{text}',
		saveOne: '保存：{text}'
	},
	roles: {
		title: '谁能做什么',
		lead: '这里只看。给角色、取消角色在“人员与角色”；能看联系方式的角色要另一个人确认。',
		role: '角色',
		may: '能做',
		never: '不能',
		contact: '看联系方式',
		factor: '动态码',
		withReason: '写原因后可以，反映人看得到',
		no: '不能',
		yes: '必须',
		optional: '可以开通',
		of: {
			clerk: { may: '接待、代填、补发查询码、管接待点', never: '查看别人登记的件；一天按手机号查找不超过 10 次' },
			dispatcher: { may: '受理、定类别、交办、拆分、并案、退单审核', never: '看作风与服务类；兼管理员' },
			handler: { may: '办自己手上的件：联系、进展、答复、申请延期', never: '发布自己起草的答复；看保密件的身份' },
			head: { may: '审核并发布、同意延期、改派、移交', never: '审核自己起草的' },
			supervisor: { may: '催办、督办、回避、暂停删除、作风与服务类、看审计', never: '改记录' },
			'lead-official': { may: '看全部、同意长期事项、处理两次差评', never: '代承办人答复' },
			'follow-up-caller': { may: '回访', never: '回访自己办过的件' },
			'publication-reviewer': { may: '审核公开摘要、取消公开', never: '审核自己拟的摘要' },
			administrator: { may: '账号、角色、设置', never: '办件、看件；改自己的角色；兼分派员、审计员' },
			auditor: { may: '看审计、核对、导出', never: '改任何东西；兼任何角色' }
		}
	},
	history: {
		title: '改过什么',
		lead: '每次改动都留下改之前和改之后两个版本，审计里查得到。',
		none: '还没有改过。',
		same: '没有变化',
		fresh: '（新的）',
		empty: '（空）',
		system: '系统',
		yes: '是',
		no: '否',
		colon: '：',
		more: '更早的改动',
		parts: {
			name: '名称',
			nameEn: '英文名',
			phone: '公开电话',
			parent: '上级单位',
			dispatcher: '分派员',
			unit: '默认承办单位',
			active: '启用',
			publishable: '可以公开',
			label: '名字',
			labelEn: '英文名字',
			hint: '说明',
			hintEn: '英文说明',
			codes: '一级类别',
			phrases: '常用语',
			phrasesEn: '英文常用语',
			day: '当天',
			zh: '中文',
			en: '英文',
			offered: '在用'
		} as Record<string, string>
	}
};
