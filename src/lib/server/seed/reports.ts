import { dayOf } from '../../domain/clock.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { periodBefore, periodOf } from '../../domain/report-period.ts';
import type { Context } from '../context.ts';
import { deliver } from '../events/deliver.ts';
import { forgetSiteTexts } from '../site/site-texts.ts';
import { countAccountBooks } from '../stats/count-account-books.ts';
import { freezeReport } from '../stats/freeze-report.ts';
import { keepFigures } from '../stats/keep-figures.ts';
import { beginReport, writeReport } from '../stats/write-report.ts';
import type { House } from '../start.ts';
import { openTeller } from './tell.ts';

const words = {
	done: '路灯、积水、垃圾清运的事，多数在三天内办完。夜间异味连续巡查三晚，查到源头，已责令整改。',
	undone: '有几件等配件、等供水单位抢修，晚了一两天，都已向反映人说明并道歉。',
	next: '把常用的灯头、井盖备在站里；和供水单位约定抢修当天回话。'
};

/** 阶段性总结 and 账本 of the demo: last month's report is frozen, last week's is being written, all months are counted. */
export async function tellReports(house: House, now: Date): Promise<void> {
	// the figures of all that was told, before anybody counts
	while ((await deliver(house.db, 'stats', (heard, forgetting) => keepFigures(forgetting, heard))) > 0);
	const teller = await openTeller(house);
	const dispatcher = ofStaff(await teller.as('fenpai', now));
	const lead = ofStaff(await teller.as('fenguan', now));
	const today = dayOf(now);
	const month = periodBefore('month', periodOf('month', today).from);
	const week = periodBefore('week', periodOf('week', today).from);
	const monthly = await beginReport(dispatcher, { kind: 'month', from: month.from });
	await writeReport(dispatcher, monthly, { version: 1, words, officeNumbers: [] });
	await freezeReport(lead, monthly, { version: 2, words, officeNumbers: [] });
	const weekly = await beginReport(dispatcher, { kind: 'week', from: week.from });
	await writeReport(dispatcher, weekly, { version: 1, words: { ...words, next: '' }, officeNumbers: [] });
	// whose figures they are is a text the office has just been given
	forgetSiteTexts(house.db);
	await countAccountBooks(house.contextFor({ kind: 'system', job: 'seed' }, now));
}

function ofStaff({ actor, ...context }: Context): Context<StaffActor> {
	if (actor.kind !== 'staff') throw new Error('reports are written by staff');
	return { ...context, actor };
}
