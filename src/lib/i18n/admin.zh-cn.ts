export const admin = {
	title: '系统设置',
	sections: {
		staff: '人员与角色',
		units: '单位与区域',
		categories: '类别与入口',
		calendar: '工作日历',
		texts: '网站文字与电话'
	},
	missingYear: '{year} 年的节假日还没有导入，现在按周一至周五算工作日。',
	saved: '已保存。',
	save: '保存',
	add: '新增',
	active: '启用',
	none: '无',
	staff: {
		username: '账号',
		name: '姓名',
		unit: '单位',
		add: '建立账号',
		disable: '停用',
		enable: '启用',
		disabled: '已停用',
		grant: '给角色',
		role: '角色',
		remove: '取消{role}',
		confirm: '确认{role}',
		waiting: '待另一人确认',
		link: '开一次性链接',
		renews: { first: '首次登录', password: '重设密码', factor: '换动态码', both: '两样都丢了（本人当面）' },
		linkMade:
			'链接只显示这一次，30 分钟内有效。请另一位管理员或督办员确认后，当面或打电话交给本人。两样都丢了的，本人要当面到两位面前。',
		links: '等待确认的链接',
		confirmLink: '确认这个链接',
		confirmed: '已确认',
		noLinks: '没有',
		hasFactor: '有动态码',
		noFactor: '没有动态码',
		noPassword: '还没设密码'
	},
	units: { title: '单位', name: '名称', phone: '公开电话', parent: '上级单位', areas: '区域', dispatcher: '分派员' },
	categories: {
		title: '类别',
		name: '名称',
		unit: '默认承办单位',
		tiles: '入口（首页和一体机的八块）',
		label: '名字',
		hint: '说明',
		codes: '一级类别代码，用空格分开'
	},
	calendar: {
		import: '导入一年',
		year: '年份',
		imported: '导入了 {count} 天。',
		unknown: '还没有这一年的安排，等国务院办公厅公布后再导入。',
		day: '日期',
		kind: '当天',
		kinds: { holiday: '放假', workday: '上班', none: '按平常' },
		name: '说明',
		list: '特别的日子'
	},
	texts: {
		name: '网站名称',
		nameEn: '网站名称（英文）',
		place: '提交给谁（按钮上）',
		host: '主办单位',
		phone: '咨询电话',
		email: '邮箱',
		icp: '备案号',
		supervisorPhone: '督办电话',
		officeNumbers: '答复里可以写的办公电话（空格分开）'
	}
};
