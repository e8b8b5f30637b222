export const oversight = {
	title: '督办台',
	lead: '哪里拖了、哪里没有回音、谁看了联系方式。点数字看名单。这里不给人排名。',
	lists: {
		overdue: '超期未答复',
		silent: '很久没有消息',
		unanswered: '超过 25 天未答复（报警）',
		rework: '重新办理中',
		second: '两次差评',
		dead: '没送到的通知',
		reveals: '近 30 天查看联系方式',
		readings: '大量查看（报警）'
	},
	hints: {
		overdue: '过了最迟答复时间还没有答复的，最早到期的在前。',
		silent: '到了该通报的日子还没有给反映人说一声的。',
		unanswered:
			'不管延期、待补充还是长期事项，反映人等了这么久还没有答复，就报警。登记督办后从这里消失，再等这么久又会出现。',
		rework: '第一次答复不满意，正在重新办理的。',
		second: '两次答复都不满意，等分管负责人过目的。',
		dead: '短信、邮件试了两天没有送到的。',
		reveals: '谁、什么时候、选的什么原因、哪个编号。联系方式本身不在这里。',
		readings:
			'一小时或一天打开的案件页面、查看的联系方式特别多时报警。只数次数，不记看了哪一件，保存 90 天；这不是考勤，也不用来考核。多少次报警在“规则与期限”里定。'
	},
	orphans: {
		title: '没人管的件',
		lead: '每一件都要有人负责、有期限、有下一步，办完的要有结果。应当是 0。',
		last: '{at} 夜里检查：{count} 件。',
		never: '夜里的检查还没有做过。',
		now: '现在检查没办完的件：{count} 件。',
		check: '现在检查没办完的件'
	},
	untitled: '（保密，线索还没检查）',
	due: '最迟 {due}',
	submitted: '{at} 提交',
	none: '没有。',
	deadHint: '名单由督办员和分派员在“短信和邮件”里看、重发。',
	more: '后面的',
	measures: {
		'pages-hour': '{at} 起一小时，打开案件页面 {count} 次',
		'pages-day': '{at} 起一天，打开案件页面 {count} 次',
		'contacts-day': '{at} 起一天，查看联系方式、按手机号查找 {count} 次'
	},
	mark: '核实过了',
	markOne: '核实过了：{name}',
	own: '由别人核实',
	seen: '{at} 核实',
	seenDone: '已记下。'
};
