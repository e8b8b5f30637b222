import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { acceptCase } from '#lib/server/cases/accept.ts';
import { acceptAndAssign } from '#lib/server/cases/assign.ts';
import { openOfLetter, openWithCode, findResident, rememberDevice } from '#lib/server/cases/access.ts';
import { excludeFromCase } from '#lib/server/cases/exclude.ts';
import { issueCode } from '#lib/server/cases/issue-code.ts';
import { readResidentCase } from '#lib/server/cases/queries/resident-case.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { renewCode } from '#lib/server/cases/renew-code.ts';
import { signCase } from '#lib/server/cases/sign.ts';
import { splitCase } from '#lib/server/cases/split.ts';
import { cases } from '#lib/server/db/schema/cases.ts';
import { caseKeys, contacts } from '#lib/server/db/schema/contacts.ts';
import { events } from '#lib/server/db/schema/events.ts';
import { verifyLedger } from '#lib/server/events/verify.ts';
import { openContact } from '#lib/server/vault/contacts.ts';
import { carrier } from '../../support/carry.ts';
import { hours, noon, openWorld, planning, refusalOf, service, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const contact = { name: '林女士', phone: '13800138000', email: '' };
const matters = [
	{ text: '村口的垃圾池半个月没人清。', categoryCode: '0101' },
	{ text: '低保申请交了两个月没有回音。', categoryCode: '1001' }
];
const reason = '信里说了三件事，分给三个单位办得更快。';

async function split(number: CaseNumber, now = hours(30), username = 'fenpai') {
	const version = await carry.version(number);
	return splitCase(await world.as(username, now), number, { version, matters, reason });
}
const submitted = async (caseId: number) => {
	const [first] = await world.db
		.select({ data: events.data, by: events.actorId })
		.from(events)
		.where(eq(events.stream, `case:${caseId}`))
		.orderBy(events.position)
		.limit(1);
	return first;
};

it('one letter becomes linked cases, each with its own number and a clock from the day of the letter', async () => {
	const letter = await world.aCase({ identity: 'contact', contact, callHours: 'evening', wantsCall: true });
	await acceptCase(await world.as('fenpai', hours(2)), letter.number, 1);
	const before = await world.look(letter.number);
	const parts = await split(letter.number);
	expect(await world.look(letter.number)).toEqual(before);
	expect((await world.kinds(letter.caseId)).at(-1)).toBe('case.split');
	expect(new Set([letter.number, ...parts.map(({ number }) => number)]).size).toBe(3);
	for (const [index, part] of parts.entries()) {
		expect(await world.look(part.number)).toMatchObject({
			...{ state: 'submitted', splitFromId: letter.caseId, categoryCode: matters[index]?.categoryCode },
			...{ submittedAt: noon, receivedAt: hours(30), dueAt: before.firstDueAt, firstDueAt: before.firstDueAt },
			...{ channel: 'web', identity: 'contact', wantsCall: true, filedById: null }
		});
		expect(await world.kinds(part.caseId)).toEqual(['case.submitted']);
		expect(await submitted(part.caseId)).toMatchObject({
			by: await world.staffId('fenpai'),
			data: { splitFromId: letter.caseId }
		});
	}
});

it('carries contact, hours and exclusions over, sealed under a key of each case', async () => {
	const avoiding = { identity: 'confidential', contact, avoidUnitIds: [world.unitId(service)] } as const;
	const letter = await world.aCase({ ...avoiding, callHours: 'morning' });
	const excluded = { unitId: null, staffId: await world.staffId('chengban2') };
	await excludeFromCase(await world.as('fenpai', hours(1)), letter.number, { version: 1, excluded });
	const [one, other] = await split(letter.number);
	if (!one || !other) throw new Error('two were split off');
	for (const { caseId, number } of [one, other]) {
		expect(await openContact(world.system(), caseId)).toEqual(contact);
		const [kept] = await world.db.select().from(contacts).where(eq(contacts.caseId, caseId));
		expect(kept?.hours).toBe('morning');
		const page = await findStaffCase(await world.as('fenpai', hours(31)), number);
		expect(page.exclusions.map(({ unit }) => unit)).toEqual([service, null]);
		expect(await refusalOf(findStaffCase(await world.as('bianmin-fz', hours(31)), number))).toBe('case.not-found');
		expect(await refusalOf(findStaffCase(await world.as('chengban2', hours(31)), number))).toBe('case.not-found');
	}
	const keys = await world.db.select().from(caseKeys);
	expect(new Set(keys.map(({ wrapped }) => wrapped.toString('hex'))).size).toBe(keys.length);
	expect((await world.look(one.number)).identity).toBe('confidential');
});

it('lets the resident open every matter with the one code, and nobody else’s', async () => {
	const letter = await world.aCase();
	const stranger = await world.aCase();
	const [one, other] = await split(letter.number);
	if (!one || !other) throw new Error('two were split off');
	const first = await readResidentCase(world.resident(letter.caseId, hours(31)));
	expect(first.letter.map(({ number }) => number)).toEqual([one.number, other.number]);
	const secret = await openOfLetter(world.resident(letter.caseId, hours(31)), one.number);
	expect(await findResident(world.stranger(hours(31)), secret, { isActivity: false })).toMatchObject({
		caseId: one.caseId,
		via: 'code'
	});
	// from one to its sister, and back to the first
	const atOne = world.resident(one.caseId, hours(31));
	expect((await readResidentCase(atOne)).letter.map(({ number }) => number)).toEqual([letter.number, other.number]);
	for (const number of [other.number, letter.number]) expect(await openOfLetter(atOne, number)).toHaveLength(22);
	expect(await refusalOf(openOfLetter(atOne, stranger.number))).toBe('case.not-found');
	expect(await refusalOf(openOfLetter(world.resident(stranger.caseId), one.number))).toBe('case.not-found');
	expect(await refusalOf(openOfLetter(world.stranger(), one.number))).toBe('case.not-found');
	// no code of the letter opens a part by its number, and no part gets a code of its own
	expect(await openWithCode(world.stranger(), one.number, letter.code)).toBeNull();
	expect(await refusalOf(renewCode(atOne, one.number))).toBe('case.code-of-letter');
	expect(await refusalOf(rememberDevice(atOne, one.number, 'Android'))).toBe('case.code-of-letter');
	expect(await refusalOf(issueCode(await world.as('jiedai'), one.number, 'receipt'))).toBe('case.code-of-letter');
	// a new code ends every look at any of them
	await renewCode(world.resident(letter.caseId, hours(32)), letter.number);
	expect(await findResident(world.stranger(hours(32)), secret, { isActivity: false })).toBeNull();
});

it('does not open the others while a code that was read out is to be changed', async () => {
	const letter = await world.aCase();
	const [one] = await split(letter.number);
	await world.db.update(cases).set({ mustRenewCode: true }).where(eq(cases.id, letter.caseId));
	expect(await refusalOf(openOfLetter(world.resident(letter.caseId), one?.number ?? letter.number))).toBe(
		'case.code-must-be-renewed'
	);
});

it('happens once to a letter, before it is assigned, by the dispatcher', async () => {
	const letter = await world.aCase();
	expect(await refusalOf(split(letter.number, hours(1), 'jiedai'))).toBe('case.not-found');
	const [one] = await split(letter.number);
	expect(await refusalOf(split(letter.number))).toBe('case.already-split');
	expect(await refusalOf(split(one?.number ?? letter.number))).toBe('case.already-split');
	const assigned = await carry.assigned();
	expect(await refusalOf(split(assigned.number))).toBe('case.not-in-this-state');
	const settled = await Promise.allSettled(
		await world.aCase().then(({ number }) => [split(number), split(number, hours(30), 'fenpai2')])
	);
	expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('each matter is answered by itself', async () => {
	const letter = await world.aCase();
	const [part] = await split(letter.number);
	if (!part) throw new Error('nothing was split off');
	const to = { unitId: world.unitId(planning), instruction: '' };
	await acceptAndAssign(await world.as('fenpai', hours(31)), part.number, { version: 1, ...to });
	await signCase(await world.as('chengban', hours(32)), part.number, await carry.version(part.number));
	await carry.answer(part.number, part.caseId, hours(40));
	expect((await world.look(part.number)).state).toBe('answered');
	expect((await world.look(letter.number)).state).toBe('submitted');
	expect(await verifyLedger(world.db)).toMatchObject({ isValid: true });
});
