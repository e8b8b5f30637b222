export const account = {
	signIn: {
		title: '工作人员登录',
		promises: ['每一件都有着落', '谁看过联系方式，反映人都知道', '离开 15 分钟自动退出，写的内容还在'],
		username: '账号',
		password: '密码',
		next: '下一步',
		factorTitle: '第二步：动态码',
		factor: '6 位动态码，或恢复码',
		factorHint: '打开手机上的验证器应用。手机丢了，可以用恢复码。',
		submit: '登录',
		other: '换一个账号',
		lost: '忘了密码或丢了手机：请找管理员开一个一次性链接，由另一个人确认后使用。',
		demo: '演示模式：所有账号都是公开的，不要填真实信息。',
		demoPassword: '密码都是 {password}',
		demoCode: '动态码'
	},
	title: '我的账号',
	name: '姓名',
	roles: '角色',
	mustEnrol: '您的角色需要第二重验证。请先开通，才能使用后台。',
	enrol: {
		title: '开通动态码',
		text: '用手机上的验证器应用扫下面的二维码，再输入显示的 6 位数字。',
		secret: '扫不了的，输入这串密钥：{secret}',
		code: '6 位动态码',
		submit: '开通',
		done: '已开通。下面的恢复码只显示这一次，请抄下来收好，每个只能用一次。',
		has: '已开通动态码。换手机请找管理员开一次性链接。',
		qrAlt: '验证器应用要扫的二维码'
	},
	password: {
		title: '改密码',
		old: '现在的密码',
		fresh: '新密码',
		hint: '至少 8 位，建议用 4 个不相关的词',
		submit: '改密码',
		done: '密码已改，其他地方的登录都已退出。'
	},
	pin: {
		title: '代填 PIN',
		text: '在一体机上帮人填写时，按您的名字，再输入这个 PIN。不要和密码、手机号、生日有关。',
		fresh: '新的 PIN',
		hint: '6 到 12 位数字，不能全一样，也不能是 123456 这样的顺序',
		old: '现在的密码',
		submit: '设 PIN',
		isSet: '已设过 PIN。忘了就设一个新的。',
		done: 'PIN 已设好，马上就能在一体机上用。'
	},
	dutyPhone: {
		title: '值班手机',
		text: '您值班时，紧急件会发短信到这个手机。号码封存，谁都看不到，您也只能换掉或删掉。',
		label: '手机号',
		hint: '留空就是不要',
		submit: '存值班手机',
		isSet: '已存了一个号码。',
		done: '值班手机已存好。'
	},
	sessions: {
		title: '在别处的登录',
		end: '全部退出（除了这里）',
		done: '别处的登录都已退出。',
		count: '另有 {count} 处登录'
	},
	history: { title: '账号记录', none: '没有记录' },
	events: {
		'staff.created': '建立账号',
		'staff.changed': '账号有改动',
		'staff.disabled': '停用',
		'staff.enabled': '启用',
		'staff.role-granted': '给了角色',
		'staff.role-confirmed': '角色已确认',
		'staff.role-removed': '取消角色',
		'staff.signed-in': '登录',
		'staff.signed-out': '退出',
		'staff.sessions-ended': '结束登录',
		'staff.password-set': '设了密码',
		'staff.factor-enrolled': '开通动态码',
		'staff.factor-removed': '取消动态码',
		'staff.recovery-code-used': '用了恢复码',
		'staff.link-made': '开了一次性链接',
		'staff.link-confirmed': '一次性链接已确认',
		'staff.link-used': '用了一次性链接',
		'staff.looked-up-phone': '按手机号找编号',
		'staff.assist-pin-set': '设了代填 PIN'
	} as Record<string, string>,
	renew: {
		title: '一次性链接',
		text: '管理员给您的链接 30 分钟内有效，只能用一次。',
		token: '链接里的口令',
		password: '新密码',
		code: '动态码或恢复码',
		codeHint: '换密码时要输入，证明是您本人',
		oldPassword: '现在的密码',
		oldPasswordHint: '换动态码时要输入，证明是您本人',
		submit: '继续',
		done: '好了，请登录。'
	}
};
