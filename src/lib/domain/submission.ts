export const caseTypes = ['question', 'help', 'complaint', 'suggestion', 'thanks'] as const;
/** 类型: 咨询 / 求助 / 投诉 / 建议 / 感谢. */
export type CaseType = (typeof caseTypes)[number];

export const caseClasses = ['ordinary', 'important', 'urgent'] as const;
/** 一般诉求 / 重要诉求 / 紧急. */
export type CaseClass = (typeof caseClasses)[number];

export const channels = ['web', 'kiosk', 'reception', 'phone', 'visit', 'email', 'box', 'forwarded'] as const;
/** 渠道. */
export type Channel = (typeof channels)[number];
/** Channels whose clock may start before we received it (kiosk time, visit, opening of a slip). */
export const channelsWithOwnTime: readonly Channel[] = ['kiosk', 'visit', 'box'];

export const identities = ['anonymous', 'contact', 'confidential'] as const;
/** 匿名 / 留联系方式 / 保密. */
export type Identity = (typeof identities)[number];

export const callHours = ['any', 'morning', 'afternoon', 'evening'] as const;
export type CallHours = (typeof callHours)[number];

export const textLimits = { text: [5, 2000], want: [0, 200], place: [0, 100], name: [0, 30], title: [0, 22] } as const;

/** Length as a person counts it: grapheme clusters, so an emoji is one (ui/rules P6). */
export function graphemes(text: string): number {
	let count = 0;
	for (const _ of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)) count++;
	return count;
}

/** NUL bytes and lone surrogates: PostgreSQL refuses one and would change the other. */
export function isStorable(text: string): boolean {
	return !text.includes('\0') && text.isWellFormed();
}

export type Contact = { name: string; phone: string; email: string };

/** What every channel hands to `cases/submit`: one shape, one road. */
export type Submission = {
	/** 128 random bits made by the form (hex); a retry carries the same. */
	submissionKey: string;
	channel: Channel;
	type: CaseType;
	text: string;
	want: string;
	title: string;
	place: string;
	categoryCode: string | null;
	tilePosition: number | null;
	areaId: number | null;
	hasDanger: boolean;
	identity: Identity;
	contact: Contact | null;
	callHours: CallHours;
	wantsCall: boolean;
	/** Units the resident says should not see it, and words naming a person. */
	avoidUnitIds: readonly number[];
	avoidWords: string;
	/** 同意公开处理结果, asked apart and not unless said so. */
	consentsToPublish?: boolean;
	/** Attachment ids accepted into the draft. */
	attachmentIds: readonly string[];
	/** Only for channels with their own time; never later than now. */
	submittedAt: Date | null;
	locale: 'zh-CN' | 'en';
};
