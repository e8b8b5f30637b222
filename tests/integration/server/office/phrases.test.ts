import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { filledPhrase } from '#lib/domain/phrase.ts';
import { mostPhrases } from '#lib/domain/shared-tools.ts';
import { phrases } from '#lib/server/db/schema/queue-tools.ts';
import { texts } from '#lib/server/db/schema/texts.ts';
import { addPhrase, changePhrase, deletePhrase, listPhrases } from '#lib/server/office/change-phrase.ts';
import { recorded } from '../../../support/ledger.ts';
import { openWorld, planning, refusalOf, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	await world.db.delete(phrases);
});

const add = async (username: string, body: string, isOfUnit = false) =>
	addPhrase(await world.as(username), { body, isOfUnit });
const bodies = async (username: string) => (await listPhrases(await world.as(username))).map(({ body }) => body);

it('one’s own phrases stand before the unit’s, and no other unit reads either', async () => {
	await add('shenhe', '本办的话', true);
	await add('chengban', '我自己的话');
	expect(await bodies('chengban')).toEqual(['我自己的话', '本办的话']);
	expect(await bodies('chengban2')).toEqual(['本办的话']);
	expect(await bodies('bianmin-cb')).toEqual([]);
});

it('a change of the unit’s names both versions in the ledger; of one’s own there is no event', async () => {
	const head = await world.as('shenhe');
	const unitId = world.unitId(planning);
	const events = await recorded(world, 'settings', async () => {
		await add('shenhe', '第一版', true);
		const [phrase] = await listPhrases(head);
		await changePhrase(head, phrase?.id ?? 0, '第二版');
		await changePhrase(head, phrase?.id ?? 0, '第二版');
		await deletePhrase(head, phrase?.id ?? 0);
		await add('chengban', '自己的');
		const [own] = await listPhrases(await world.as('chengban'));
		await changePhrase(await world.as('chengban'), own?.id ?? 0, '自己改的');
	});
	const bodyOf = async (ref: unknown) => {
		if (ref === null) return null;
		const id = (ref as { textId: number }).textId;
		const [row] = (await world.db.select().from(texts)).filter((text) => text.id === id);
		return JSON.parse(row?.body ?? '{}').body;
	};
	const told = await Promise.all(events.map(async ({ data }) => [await bodyOf(data.was), await bodyOf(data.value)]));
	expect(told).toEqual([
		[null, '第一版'],
		['第一版', '第二版'],
		['第二版', null]
	]);
	for (const { kind, data } of events) {
		expect(kind).toBe('settings.phrase-changed');
		expect(data.unitId).toBe(unitId);
	}
});

it('the unit’s are its head’s, dispatcher’s or supervisor’s to change, one’s own one’s own', async () => {
	await add('shenhe', '本办的话', true);
	await add('chengban', '我自己的话');
	expect(await refusalOf(Promise.resolve().then(() => add('chengban', '大家的', true)))).toBe('case.not-yours');
	const [own, ofUnit] = await listPhrases(await world.as('chengban'));
	expect([own?.mayChange, ofUnit?.mayChange]).toEqual([true, false]);
	for (const [username, id] of [
		['chengban', ofUnit?.id],
		['shenhe', own?.id],
		['bianmin-fz', ofUnit?.id]
	] as const) {
		expect(await refusalOf(changePhrase(await world.as(username), id ?? 0, '改了')), username).toBe('case.not-found');
		expect(await refusalOf(deletePhrase(await world.as(username), id ?? 0)), username).toBe('case.not-found');
	}
	expect(await bodies('chengban')).toEqual(['我自己的话', '本办的话']);
});

it('there are never too many', async () => {
	for (let nth = 0; nth < mostPhrases.own; nth++) await add('chengban', `第 ${nth} 句`);
	expect(await refusalOf(add('chengban', '再一句'))).toBe('phrase.too-many');
});

it('what a phrase names of the case is put in, and what is not known stays to be noticed', () => {
	const ofCase = { 编号: 'MQ261103-0000001', 单位: planning, 电话: '' };
	expect(filledPhrase('{编号}由{单位}办理，电话 {电话}，{日期}前答复。', ofCase)).toBe(
		`MQ261103-0000001由${planning}办理，电话 {电话}，{日期}前答复。`
	);
});
