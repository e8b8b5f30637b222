import type { Letters } from './words.ts';

/** C9, without what may not stand in a message: no matter, no title, no place, no code (decision 022). */
export const zhCn: Letters = {
	day: '{month} 月 {day} 日',
	moment: '{month} 月 {day} 日 {time}',
	sms: '【{name}】编号 {number}：{text}{where}{phone}',
	where: '打开 {address} ',
	phone: '电话 {phone}',
	subject: '{name}：编号 {number} {subject}',
	mail: [
		'您好：',
		'',
		'编号 {number}',
		'{text}',
		'',
		'{where}{phone}',
		'',
		'打开后输入编号和查询码。我们不会在信里、电话里问您的查询码、密码、银行卡号。',
		'这封邮件由系统发出，请不要直接回复。'
	],
	kinds: {
		accepted: { subject: '已受理', text: '您反映的事项已受理，最迟 {dueAt}前答复您。' },
		'info-requested': {
			subject: '请您补充',
			text: '为了办好这件事，还需要您补充情况。请在 {supplyBy}前补充；补充期间办理时限暂停。'
		},
		rejected: {
			subject: '不予受理',
			text: '很抱歉，这件事我们不能受理。原因和您可以怎么办，请查看。如有新情况，欢迎再次提交。'
		},
		redirected: { subject: '转其他渠道', text: '这件事由别的单位负责。找谁办、怎么联系，请查看。' },
		joint: { subject: '一起办理', text: '这件事需要几个单位一起办理，我们承诺在 {promisedOn}前给您答复。' },
		extended: {
			subject: '延期',
			text: '原定 {oldDueAt}前答复，现需要延长到 {dueAt}。原因和目前进展请查看。给您添麻烦了，我们会继续跟进。'
		},
		'long-term': {
			subject: '列入长期事项',
			text: '这件事需要较长时间。我们已列入长期事项，每 {cycleDays} 天向您通报一次。计划请查看。'
		},
		progress: { subject: '有进展', text: '这件事有新的进展，请查看。' },
		apology: { subject: '超期致歉', text: '这件事超过了我们承诺的时间，对不起。最新进展请查看。' },
		merged: {
			subject: '一起办理',
			text: '您反映的事项和另一件是同一件事，已一起办理。您仍可用自己的编号查看进展、评价。'
		},
		answered: { subject: '已有答复', text: '您反映的事项已有答复，请查看。是否满意，请您评价。' },
		invited: {
			subject: '请您评价',
			text: '您反映的事项一周前已有答复。是否满意，请您评价；不满意，我们会重新办理。'
		},
		rework: {
			subject: '重新办理',
			text: '收到您的意见。我们将换人重新办理，1 个工作日内与您联系，最迟 {dueAt}前再次答复。'
		},
		closed: { subject: '已办结', text: '这件事已办结。30 天内如问题又出现，可点“申请重新办理”。' },
		'closed-final': { subject: '已办结', text: '这件事已办结。' },
		'closed-twice': { subject: '已办结', text: '这件事已两次答复，现已办结。还可以走哪些渠道，请查看。' },
		alarm: { subject: '紧急件', text: '紧急件正在响铃，请马上打开后台处理。' },
		'alarm-escalated': { subject: '紧急件', text: '紧急件响铃后无人应，请马上打开后台处理。' }
	}
};
