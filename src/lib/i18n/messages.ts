import type { Locale } from '../domain/preferences.ts';
import { account as accountEn } from './account.en.ts';
import { account } from './account.zh-cn.ts';
import { admin as adminEn } from './admin.en.ts';
import { admin } from './admin.zh-cn.ts';
import { desk as deskEn } from './desk.en.ts';
import { desk } from './desk.zh-cn.ts';
import { home as homeEn } from './home.en.ts';
import { home } from './home.zh-cn.ts';
import { labels as labelsEn } from './labels.en.ts';
import { labels } from './labels.zh-cn.ts';
import { pages as pagesEn } from './pages.en.ts';
import { pages } from './pages.zh-cn.ts';
import { problems as problemsEn } from './problems.en.ts';
import { problems } from './problems.zh-cn.ts';
import { receipt as receiptEn } from './receipt.en.ts';
import { receipt } from './receipt.zh-cn.ts';
import { shared as sharedEn } from './shared.en.ts';
import { shared } from './shared.zh-cn.ts';
import { staff as staffEn } from './staff.en.ts';
import { staff } from './staff.zh-cn.ts';
import { submit as submitEn } from './submit.en.ts';
import { submit } from './submit.zh-cn.ts';
import { track as trackEn } from './track.en.ts';
import { track } from './track.zh-cn.ts';
import type { Wording } from './wording.ts';

const law = { shared, labels, problems, home, pages, submit, receipt, track, staff, desk, account, admin };
type Areas = { [Area in keyof typeof law]: Wording<(typeof law)[Area]> };

const catalogue: Record<Locale, Areas> = {
	'zh-CN': law,
	en: {
		shared: sharedEn,
		labels: labelsEn,
		problems: problemsEn,
		home: homeEn,
		pages: pagesEn,
		submit: submitEn,
		receipt: receiptEn,
		track: trackEn,
		staff: staffEn,
		desk: deskEn,
		account: accountEn,
		admin: adminEn
	}
};

export type SharedMessages = Areas['shared'];
export type Labels = Areas['labels'];
export type Problems = Areas['problems'];
export type Messages<Area extends keyof Areas> = Areas[Area];

/** The words of one area in one language: only the active one is sent to the browser. */
export function messages<Area extends keyof Areas>(area: Area, locale: Locale): Areas[Area] {
	return catalogue[locale][area];
}
