import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffActor } from '#lib/domain/permissions.ts';
import { clockRules, limitKeys, officeLimits, readLimit } from '#lib/domain/office-limits.ts';
import { labels as en } from '#lib/i18n/labels.en.ts';
import { labels as zh } from '#lib/i18n/labels.zh-cn.ts';
import { rules as words } from '#lib/i18n/rules.zh-cn.ts';
import { withOwn } from '#lib/i18n/own-words.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { classifyCase } from '#lib/server/cases/classify.ts';
import { rejectCase } from '#lib/server/cases/reject.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import type { Context } from '#lib/server/context.ts';
import { texts } from '#lib/server/db/schema/texts.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { usualLetter, writeLetter } from '#lib/server/notify/letters.ts';
import { changeLimit } from '#lib/server/office/change-limit.ts';
import { changeCategory, changeDay, changeText, changeUnit } from '#lib/server/office/change-settings.ts';
import { changeWording } from '#lib/server/office/change-wording.ts';
import { listHistory } from '#lib/server/office/settings-history.ts';
import { readOfficeLimits } from '#lib/server/site/office-limits.ts';
import { siteDefaults } from '#lib/server/site/site-texts.ts';
import { forgetWords, labelsIn, officeWords } from '#lib/server/site/wordings.ts';
import { carrier } from '../../../support/carry.ts';
import { recorded } from '../../../support/ledger.ts';
import { days, hours, noon, openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
let administrator: Context<StaffActor>;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	administrator = await world.as('guanli');
	carry = carrier(world);
});
afterAll(() => world.close());

const at = (when: Date) => world.as('guanli', when);
const due = async (changes = {}, now = noon) => (await world.aCase(changes, now)).dueAt.toISOString();
const bodyOf = async (ref: unknown): Promise<string | null> => {
	const id = ref && typeof ref === 'object' && 'textId' in ref ? Number(ref.textId) : 0;
	const [text] = await world.db.select().from(texts).where(eq(texts.id, id));
	return text?.body ?? null;
};

describe('a changed rule', () => {
	it('counts for cases submitted from then on; a running clock keeps what was promised', async () => {
		const old = await world.aCase();
		expect(old.dueAt.toISOString()).toBe('2026-11-10T16:00:00.000Z');
		await changeLimit(await at(hours(2)), 'deadline.ordinaryDays', 5);
		expect(await due({}, hours(1))).toBe('2026-11-10T16:00:00.000Z');
		expect(await due({}, hours(2))).toBe('2026-11-08T16:00:00.000Z');
		// the old one is counted anew from its submission: by the rules of that moment
		const dispatcher = await world.as('fenpai', hours(4));
		await acceptCase(dispatcher, old.number, await carry.version(old.number));
		const change = { categoryCode: '0302', areaId: null, reason: '核对后改回一般诉求。' };
		const version = async () => ({ version: await carry.version(old.number) });
		await classifyCase(dispatcher, old.number, { ...change, ...(await version()), type: 'help', class: 'important' });
		await classifyCase(dispatcher, old.number, {
			...change,
			...(await version()),
			type: 'complaint',
			class: 'ordinary'
		});
		expect((await world.look(old.number)).dueAt?.toISOString()).toBe('2026-11-10T16:00:00.000Z');
		await changeLimit(await at(hours(5)), 'deadline.ordinaryDays', 7);
	});

	it('holds for what comes later in a case by when it was submitted: pauses, ratings, notices', async () => {
		const old = await carry.answered();
		await changeLimit(await at(hours(30)), 'deadline.ratingDays', 20);
		await changeLimit(await at(hours(30)), 'deadline.pauseDays', 4);
		await changeLimit(await at(hours(30)), 'notice.ordinaryDays', 3);
		const late = await world.aCase({}, hours(29));
		const fresh = await carry.answered({}, hours(31));
		expect((await world.look(old.number)).dueAt?.toISOString()).toBe('2026-11-19T16:00:00.000Z');
		expect((await world.look(fresh.number)).dueAt?.toISOString()).toBe('2026-11-25T16:00:00.000Z');
		const asked = await world.aCase({}, hours(31));
		expect((await world.look(asked.number)).noticeDueAt?.toISOString()).toBe('2026-11-07T16:00:00.000Z');
		for (const { number } of [late, asked])
			await requestInfo(await world.as('fenpai', hours(32)), number, {
				version: await carry.version(number),
				ask: '请补充具体位置',
				asksIdentity: false
			});
		expect((await world.look(late.number)).supplyBy?.toISOString()).toBe('2026-11-14T16:00:00.000Z');
		expect((await world.look(asked.number)).supplyBy?.toISOString()).toBe('2026-11-08T16:00:00.000Z');
	});

	it('of the holidays moves a due on a day off, but never beyond the slip of a kiosk', async () => {
		// Tuesday 10 November is made a day off
		await changeDay(administrator, { day: '2026-11-10', kind: 'holiday', name: '停电检修' });
		expect(await due()).toBe('2026-11-10T16:00:00.000Z');
		await changeLimit(administrator, 'deadline.rolls', 1);
		expect(await due()).toBe('2026-11-11T16:00:00.000Z');
		expect(await due({ channel: 'kiosk', submittedAt: noon }, hours(1))).toBe('2026-11-10T16:00:00.000Z');
		await changeDay(administrator, { day: '2026-11-10', kind: 'none', name: '' });
	});

	it('is an event naming both versions, once for each change', async () => {
		const events = await recorded(world, 'settings', async () => {
			await changeLimit(administrator, 'deadline.questionWorkdays', 2);
			await changeLimit(administrator, 'deadline.questionWorkdays', 2);
			await changeLimit(administrator, 'deadline.questionWorkdays', 3);
		});
		expect(events).toHaveLength(2);
		const [first, second] = events;
		expect(first).toMatchObject({ kind: 'settings.limit-changed', by: administrator.actor.id });
		expect(first?.data).toMatchObject({ key: 'deadline.questionWorkdays', from: 3, to: 2 });
		expect(await bodyOf(first?.data.before)).toBe('{"deadline.questionWorkdays":"3"}');
		expect(await bodyOf(first?.data.value)).toBe('{"deadline.questionWorkdays":"2"}');
		// the version that stood is the very one the last change left
		expect(second?.data.before).toEqual(first?.data.value);
		expect((await readOfficeLimits(world.db))['deadline.questionWorkdays']).toBe(3);
	});

	it('goes no further than the rulings, in any direction the resident would lose by', async () => {
		for (const [key, figure] of [
			['deadline.ordinaryDays', 8],
			['deadline.importantDays', 32],
			['deadline.questionWorkdays', 4],
			['deadline.urgentHours', 25],
			['deadline.pauseDays', 11],
			['deadline.ratingDays', 14],
			['deadline.reworkWorkdays', 16],
			['notice.longTermDays', 31],
			['alarm.unansweredDays', 26]
		] as const)
			expect(await refusalOf(changeLimit(administrator, key, figure))).toBe('limit.out-of-range');
		for (const key of limitKeys) {
			const { usual, least, most } = officeLimits[key];
			expect([
				readLimit(key, String(usual)),
				readLimit(key, String(least - 1)),
				readLimit(key, String(most + 1))
			]).toEqual([usual, null, null]);
			expect(words.limits.of[key]).toBeTruthy();
		}
		expect(Object.keys(clockRules).every((key) => limitKeys.some((one) => one === key))).toBe(true);
	});
});

describe('the history of the settings', () => {
	it('says when, who, from what and to what, the latest first', async () => {
		await changeLimit(await at(days(1)), 'retention.contactDays', 200);
		await changeLimit(await at(days(2)), 'retention.contactDays', 90);
		const { changes } = await listHistory(administrator, 'limits', null);
		expect(changes[0]).toMatchObject({ at: days(2), which: 'retention.contactDays' });
		expect(changes[0]?.parts).toEqual([{ part: 'retention.contactDays', from: '200', to: '90' }]);
		expect(changes[1]?.parts).toEqual([{ part: 'retention.contactDays', from: '180', to: '200' }]);
		const older = await listHistory(administrator, 'limits', changes[0]?.position ?? 0);
		expect(older.changes[0]).toEqual(changes[1]);
	});

	it('names both versions of a unit, a category, a text and a day', async () => {
		const unitId = world.unitId(planning);
		const unit = { id: unitId, name: planning, parentId: null, isActive: true };
		await changeUnit(administrator, { ...unit, phone: '0000-860 0133' });
		await changeUnit(administrator, { ...unit, phone: '0000-860 0134' });
		const [second] = (await listHistory(administrator, 'units', null)).changes;
		expect(second?.parts).toEqual([{ part: 'phone', from: '0000-860 0133', to: '0000-860 0134' }]);
		await changeText(administrator, 'host', '禾望乡人民政府');
		await changeText(administrator, 'host', '禾望乡党政办');
		const [text] = (await listHistory(administrator, 'texts', null)).changes;
		expect(text?.parts).toEqual([{ part: 'host', from: '禾望乡人民政府', to: '禾望乡党政办' }]);
		await changeDay(administrator, { day: '2027-03-01', kind: 'holiday', name: '庙会' });
		const [day] = (await listHistory(administrator, 'calendar', null)).changes;
		expect(day).toMatchObject({ which: '2027-03-01', parts: [{ from: 'none', to: 'holiday' }] });
	});

	it('is the administrator’s to read', async () => {
		for (const username of ['duban', 'fenpai', 'shenji'])
			expect(await refusalOf(listHistory(await world.as(username), 'limits', null))).toBe('case.not-found');
	});
});

describe('what may be published', () => {
	const category = { name: '路灯', nameEn: 'Street lamps', unitId: null, isActive: true };
	it('is set for a category, but never for the kinds that the rules exclude', async () => {
		const events = await recorded(world, 'settings', () =>
			changeCategory(administrator, { ...category, code: '0302', publishable: false })
		);
		expect(await bodyOf(events[0]?.data.before)).toContain('"publishable":"true"');
		expect(await bodyOf(events[0]?.data.value)).toContain('"publishable":"false"');
		for (const code of ['10', '1001', '11', '13', '14', '1402', '18'])
			expect(await refusalOf(changeCategory(administrator, { ...category, code, publishable: true }))).toBe(
				'publication.excluded-kind'
			);
	});
});

describe('wordings', () => {
	const usual = { zh: zh.refusalReason['not-local'], en: en.refusalReason['not-local'] };
	const mine = { zh: '不归本乡管', en: 'Not ours' };
	const change = (
		key: string,
		change: { zh: string; en: string },
		before = usual,
		isOffered = true,
		by = administrator
	) => changeWording(by, { key, ...change, isOffered }, before);
	const own = async () => {
		forgetWords(world.database.db);
		return officeWords(world.database.db);
	};

	it('of a reason stand in place of ours on every page, while the code stays', async () => {
		const events = await recorded(world, 'settings', () => change('refusalReason.not-local', mine));
		expect(events).toMatchObject([{ kind: 'settings.wording-changed', data: { key: 'refusalReason.not-local' } }]);
		expect(await bodyOf(events[0]?.data.before)).toContain(usual.zh);
		expect(await bodyOf(events[0]?.data.value)).toContain(mine.zh);
		const { labels, resting } = labelsIn(await own(), 'zh-CN');
		expect(withOwn(zh, labels).refusalReason).toMatchObject({
			'not-local': mine.zh,
			unlawful: zh.refusalReason.unlawful
		});
		expect(labelsIn(await own(), 'en').labels.refusalReason).toEqual({ 'not-local': mine.en });
		expect(resting).toEqual([]);
	});

	it('that rest are not offered and refused, and one of a list always stays', async () => {
		await change('refusalReason.not-local', mine, usual, false);
		expect(labelsIn(await own(), 'zh-CN').resting).toEqual(['refusalReason.not-local']);
		const { number } = await world.aCase();
		const refuse = async (reason: 'not-local' | 'in-procedure') =>
			rejectCase(await world.as('fenpai'), number, {
				version: await carry.version(number),
				...{ reason, words: '这件事由县里的单位负责。', route: '请到县政务大厅 3 号窗口。' }
			});
		expect(await refusalOf(refuse('not-local'))).toBe('reason.not-offered');
		await refuse('in-procedure');
		for (const tag of ['tag.fear', 'tag.leaked', 'hotline.12345', 'letter.answered']) {
			const before = tag === 'letter.answered' ? usualLetter('answered') : { zh: '甲', en: 'A' };
			expect(await refusalOf(change(tag, before, before, false))).toBe('wording.must-stay');
		}
		const reasons = ['find-place', 'ask-details', 'tell-result', 'check-identity', 'lost-code'];
		for (const code of reasons) await change(`revealReason.${code}`, mine, mine, false);
		expect(await refusalOf(change('revealReason.other', mine, mine, false))).toBe('wording.must-stay');
	});

	it('of a message keep its dates, and go out in place of ours', async () => {
		const accepted = usualLetter('accepted');
		const wrong = { zh: '已经受理。', en: accepted.en };
		expect(await refusalOf(change('letter.accepted', wrong, accepted))).toBe('wording.placeholders');
		const made = { zh: '已受理，{dueAt}前、{code} 答复。', en: accepted.en };
		expect(await refusalOf(change('letter.accepted', made, accepted))).toBe('wording.placeholders');
		await change('letter.accepted', { zh: '收到并受理，{dueAt}前给您回音。', en: accepted.en }, accepted);
		const letter = {
			kind: 'accepted',
			number: 'MQ-1',
			channel: 'sms',
			values: { dueAt: '2026-11-10T16:00:00.000Z' }
		} as const;
		const house = { texts: siteDefaults, site: '', own: await own() };
		expect(writeLetter({ ...letter, locale: 'zh-CN' }, house).text).toContain('收到并受理，11 月 10 日前给您回音。');
		expect(writeLetter({ ...letter, locale: 'en' }, house).text).toBe(
			writeLetter({ ...letter, locale: 'en' }, { texts: siteDefaults, site: '' }).text
		);
	});

	it('are the administrator’s, and none can be made up', async () => {
		for (const username of ['duban', 'fenpai', 'shenji'])
			expect(await refusalOf(change('refusalReason.unclear', mine, usual, true, await world.as(username)))).toBe(
				'case.not-found'
			);
		expect(await refusalOf(change('refusalReason.invented', mine))).toBe('wording.unknown');
		expect(await refusalOf(changeLimit(await world.as('duban'), 'deadline.ordinaryDays', 3))).toBe('case.not-found');
	});
});

it('the ledger is valid with both versions of every change', async () => {
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
