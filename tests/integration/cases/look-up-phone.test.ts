import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantRole } from '#lib/server/auth/administer.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { lookUpPhone } from '#lib/server/cases/look-up-phone.ts';
import { readTimeline } from '#lib/server/cases/queries/timeline.ts';
import { withdrawCase } from '#lib/server/cases/withdraw.ts';
import { texts } from '#lib/server/db/schema/texts.ts';
import { caseStream, staffStream } from '#lib/server/events/record.ts';
import { desk } from '../../support/desk.ts';
import { recorded } from '../../support/ledger.ts';
import { days, noon, openWorld, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

let phones = 13_900_000_000;
const someone = () => ({ name: '林女士', phone: String(++phones), email: '' });
const lookUp = async (phone: string, now = noon, username = 'jiedai') =>
	lookUpPhone(await world.as(username, now), { phone, reason: '来人忘了编号，带着身份证' });

describe('acceptance 13: the desk looks a phone up', () => {
	it('and gets number, state and date of what was filed with exactly this phone, and no more', async () => {
		const contact = someone();
		const one = await world.aCase({ identity: 'contact', contact });
		const other = await world.aCase({ identity: 'contact', contact });
		await world.aCase({ identity: 'contact', contact: someone() });
		await withdrawCase(world.resident(other.caseId), other.number, { reason: '' });
		expect(await lookUp(contact.phone)).toEqual([
			{ number: other.number, state: 'withdrawn', submittedAt: noon },
			{ number: one.number, state: 'submitted', submittedAt: noon }
		]);
		expect(await lookUp(contact.phone.slice(0, 10), days(1))).toEqual([]);
	});

	it('with a reason, which is kept; every case found says so to its resident', async () => {
		const contact = someone();
		const { caseId, number } = await world.aCase({ identity: 'contact', contact });
		const clerk = await world.staffId('jiedai');
		const now = days(2);
		const onTheCase = await recorded(world, caseStream(caseId), async () => {
			const [event, ...more] = await recorded(world, staffStream(clerk), () => lookUp(contact.phone, now));
			expect(more).toEqual([]);
			expect(event).toEqual({
				kind: 'staff.looked-up-phone',
				by: clerk,
				data: { found: 1, reason: { textId: expect.any(Number), digest: expect.any(String) } }
			});
			const [reason] = await world.db.select().from(texts).where(eq(texts.kind, 'reason')).orderBy(texts.id);
			expect(reason?.body).toContain('来人忘了编号');
			expect(JSON.stringify(event)).not.toContain(contact.phone);
		});
		expect(onTheCase).toEqual([{ kind: 'case.looked-up-by-phone', by: clerk, data: {} }]);
		const timeline = await readTimeline(world.resident(caseId), await world.look(number));
		expect(timeline.at(-1)).toMatchObject({ kind: 'case.looked-up-by-phone', by: '陈小梅', at: now });
	});

	it('but never finds confidential cases, those about conduct, nor those the clerk is excluded from', async () => {
		const contact = someone();
		const hidden = [
			await world.aCase({ identity: 'confidential', contact }),
			await world.aCase({ identity: 'contact', contact, type: 'complaint', categoryCode: '1801' }),
			await world.aCase({ identity: 'contact', contact, avoidUnitIds: [world.unitId(service)] }),
			await world.aCase({ identity: 'contact', contact, avoidWords: '不要让陈小梅知道' })
		];
		const byStaff = await world.aCase({ identity: 'contact', contact });
		const excluded = { unitId: null, staffId: await world.staffId('jiedai') };
		await excludeFromCase(await world.as('duban'), byStaff.number, { version: 1, excluded });
		expect(await lookUp(contact.phone, days(3))).toEqual([]);
		for (const { caseId } of hidden) expect(await world.kinds(caseId)).toEqual(['case.submitted']);
	});

	it('ten times a day, each clerk for themselves, found or not', async () => {
		const now = days(10);
		for (let count = 0; count < 10; count++) await lookUp('13700000000', now);
		expect(await refusalOf(lookUp('13700000000', now))).toBe('desk.lookups-used-up');
		expect(await lookUp('13700000000', days(11))).toEqual([]);
		await grantRole(await world.as('guanli'), await world.staffId('bianmin-cb'), 'clerk');
		expect(await lookUp('13700000000', now, 'bianmin-cb')).toEqual([]);
	});

	it('not eleven times when all are pressed at once', async () => {
		const now = days(20);
		const all = await Promise.allSettled(Array.from({ length: 13 }, () => lookUp('13700000000', now)));
		expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
	});

	it('and no search of anybody finds a case by the name, phone or mail that was left', async () => {
		const contact = { name: '欧阳秋菊', phone: '13655557777', email: 'qiuju.ouyang@mail.example' };
		const { number } = await world.aCase({ identity: 'contact', contact });
		const roles = ['fenpai', 'duban', 'fenguan', 'chengban', 'shenhe', 'jiedai', 'huifang', 'gongkai'];
		for (const username of [...roles, 'guanli', 'shenji'])
			for (const query of [contact.name, '秋菊', contact.phone, '5557777', contact.email, 'ouyang'])
				expect(await desk(world).finds(username, query), `${username}: ${query}`).toEqual([]);
		// the case itself is there to be found
		expect(await desk(world).finds('fenpai', number)).toEqual([number]);
	});

	it('and nobody else does', async () => {
		for (const username of ['fenpai', 'duban', 'guanli', 'shenji', 'chengban', 'shenhe'])
			expect(await refusalOf(lookUp('13700000000', noon, username))).toBe('case.not-yours');
	});
});
