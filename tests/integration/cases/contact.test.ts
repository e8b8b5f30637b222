import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseNumber } from '#lib/domain/case-number.ts';
import { changeContact, makeConfidential, releaseIdentity } from '#lib/server/cases/change-contact.ts';
import { readTimeline } from '#lib/server/cases/queries/timeline.ts';
import { findStaffCase } from '#lib/server/cases/queries/staff-case.ts';
import { requestInfo } from '#lib/server/cases/request-info.ts';
import { revealContact } from '#lib/server/cases/reveal-contact.ts';
import { caseKeys, contacts } from '#lib/server/db/schema/contacts.ts';
import { duties } from '#lib/server/db/schema/handling.ts';
import { caseStream } from '#lib/server/events/record.ts';
import { openContact } from '#lib/server/vault/contacts.ts';
import { carrier } from '../../support/carry.ts';
import { recorded } from '../../support/ledger.ts';
import { hours, noon, openWorld, refusalOf, type World } from '../../support/world.ts';

let world: World;
let carry: ReturnType<typeof carrier>;
beforeAll(async () => {
	world = await openWorld();
	carry = carrier(world);
});
afterAll(() => world.close());

const contact = { name: '林晓燕女士', phone: '13812345678', email: 'lin.xiaoyan@mail.example' };
const named = { identity: 'contact', contact } as const;
const secret = { identity: 'confidential', contact } as const;
const why = { reason: 'ask-details', words: '到现场前确认位置' } as const;
const reveal = async (username: string, number: CaseNumber, now = hours(5)) =>
	revealContact(await world.as(username, now), number, why);

describe('acceptance 11: revealing a contact', () => {
	it('N times is N events, each before the data leaves, each for the resident to read', async () => {
		const { caseId, number } = await carry.processing(named);
		const handler = await world.staffId('chengban');
		const events = await recorded(world, caseStream(caseId), async () => {
			for (let count = 0; count < 4; count++)
				expect(await reveal('chengban', number, hours(5 + count))).toEqual(contact);
		});
		const words = { textId: expect.any(Number), digest: expect.any(String) };
		const event = { kind: 'case.contact-revealed', by: handler, data: { reason: 'ask-details', words } };
		expect(events).toEqual([event, event, event, event]);
		const timeline = await readTimeline(world.resident(caseId), await world.look(number));
		expect(timeline.filter(({ kind }) => kind === 'case.contact-revealed')).toHaveLength(4);
		expect(timeline.at(-1)).toMatchObject({ by: '周敏', words: { words: { text: '到现场前确认位置' } } });
	});

	it('is refused when the event cannot be written', async () => {
		const { caseId, number } = await carry.processing(named);
		const { sql } = world.database;
		await sql.unsafe(`
			create function no_reveal() returns trigger language plpgsql as $$
				begin raise exception 'the ledger is full'; end $$;
			create trigger no_reveal before insert on events for each row
				when (new.kind = 'case.contact-revealed') execute function no_reveal()`);
		const events = await recorded(world, caseStream(caseId), async () => {
			await expect(reveal('chengban', number)).rejects.toThrow();
		});
		await sql.unsafe('drop trigger no_reveal on events; drop function no_reveal()');
		expect(events).toEqual([]);
		expect(await reveal('chengban', number)).toEqual(contact);
	});

	it('asks for a factor proved within five minutes', async () => {
		const { caseId, number } = await carry.processing(named);
		const handler = await world.as('chengban', hours(5));
		const proved = (minutes: number) => ({
			...handler,
			actor: { ...handler.actor, provedAt: hours(5 - minutes / 60) }
		});
		const events = await recorded(world, caseStream(caseId), async () => {
			expect(await refusalOf(revealContact(proved(5.1), number, why))).toBe('factor.stale');
			await revealContact(proved(5), number, why);
		});
		expect(events).toHaveLength(1);
	});

	it('asks for a sentence that the resident will read', async () => {
		const { caseId, number } = await carry.processing(named);
		const handler = await world.as('chengban', hours(5));
		const events = await recorded(world, caseStream(caseId), async () => {
			for (const words of ['', '  ']) {
				const refused = revealContact(handler, number, { reason: 'other', words });
				expect(await refusalOf(refused)).toBe('contact.reason-missing');
			}
		});
		expect(events).toEqual([]);
	});

	it('is for the person in charge, before assignment for the dispatcher, and for nobody else', async () => {
		const early = await world.aCase(named);
		expect(await reveal('fenpai2', early.number)).toEqual(contact);
		const { caseId, number } = await carry.processing(named);
		const events = await recorded(world, caseStream(caseId), async () => {
			for (const username of ['fenpai', 'chengban2', 'shenhe', 'duban'])
				expect(await refusalOf(reveal(username, number)), username).toBe('case.not-yours');
			for (const username of ['guanli', 'shenji', 'jiedai', 'nongye-cb', 'nongye-fz'])
				expect(await refusalOf(reveal(username, number)), username).toBe('case.not-found');
			for (const other of [world.stranger(hours(5)), world.resident(caseId, hours(5))])
				expect(await refusalOf(revealContact(other, number, why))).toBe('factor.stale');
		});
		expect(events).toEqual([]);
	});

	it('of a confidential case is the dispatcher’s, or the one handler’s the resident agreed to', async () => {
		const { caseId, number } = await carry.processing(secret);
		expect(await refusalOf(reveal('chengban', number))).toBe('case.not-yours');
		expect(await reveal('fenpai', number)).toEqual(contact);
		const ask = { version: await carry.version(number), ask: '请告诉我们可以找谁指认。', asksIdentity: true };
		await requestInfo(await world.as('chengban', hours(6)), number, ask);
		const handler = await world.staffId('chengban');
		const events = await recorded(world, caseStream(caseId), () => releaseIdentity(world.resident(caseId), number));
		expect(events).toEqual([{ kind: 'case.identity-released', by: null, data: { staffId: handler } }]);
		expect(await reveal('chengban', number, hours(7))).toEqual(contact);
		for (const username of ['chengban2', 'shenhe', 'duban'])
			expect(await refusalOf(reveal(username, number, hours(7)))).toBe('case.not-yours');
	});

	it('finds none where none was left, and says so before it writes anything', async () => {
		const { caseId, number } = await carry.processing();
		const events = await recorded(world, caseStream(caseId), async () => {
			expect(await refusalOf(reveal('chengban', number))).toBe('case.no-contact');
		});
		expect(events).toEqual([]);
	});
});

describe('the resident', () => {
	const change = (caseId: number, number: CaseNumber, changed: typeof contact | null, wantsCall = false) =>
		changeContact(world.resident(caseId, hours(6)), number, { contact: changed, hours: 'evening', wantsCall });

	it('adds, changes and deletes the contact; the ledger says which and never what', async () => {
		const { caseId, number } = await world.aCase();
		const events = await recorded(world, caseStream(caseId), async () => {
			await change(caseId, number, contact);
			expect(await world.look(number)).toMatchObject({ identity: 'contact', version: 1 });
			await change(caseId, number, { ...contact, phone: '13800000001' });
			expect((await reveal('fenpai', number)).phone).toBe('13800000001');
			await change(caseId, number, null);
		});
		expect(events.map(({ kind, data }) => [kind, data.what])).toEqual([
			['case.contact-changed', 'added'],
			['case.contact-changed', 'changed'],
			['case.contact-revealed', undefined],
			['case.contact-changed', 'deleted']
		]);
		expect(JSON.stringify(events)).not.toMatch(/138|林/);
		expect(await world.look(number)).toMatchObject({ identity: 'anonymous', wantsCall: false });
		expect(await openContact(world.system(), caseId)).toBeNull();
	});

	it('who deletes the contact is not owed the call any more', async () => {
		const { caseId, number } = await carry.answered({ ...named, wantsCall: true });
		const open = async () => {
			const [duty] = await world.db
				.select()
				.from(duties)
				.where(and(eq(duties.caseId, caseId), eq(duties.kind, 'call')));
			return duty?.doneAt;
		};
		expect(await open()).toBeNull();
		await change(caseId, number, null);
		expect(await open()).toEqual(hours(6));
	});

	it('who asks for confidence is known to the handler no more, from the same moment', async () => {
		const { caseId, number } = await carry.processing(named);
		expect(await reveal('chengban', number)).toEqual(contact);
		const { ownerId } = await world.look(number);
		const events = await recorded(world, caseStream(caseId), () => makeConfidential(world.resident(caseId), number));
		expect(events).toEqual([{ kind: 'case.made-confidential', by: null, data: { ownerId } }]);
		expect(await refusalOf(reveal('chengban', number))).toBe('case.not-yours');
		const page = await findStaffCase(await world.as('chengban'), number);
		expect(page).toMatchObject({ isOriginal: false, title: '', matter: null, mayReveal: false });
	});
});

describe('what the table of contacts holds', () => {
	it('is sealed: no column of any row shows a trace of what was left', async () => {
		await world.aCase(named);
		await world.aCase(secret);
		const { sql } = world.database;
		const columns = await sql<{ name: string }[]>`
			select column_name as name from information_schema.columns where table_name in ('contacts', 'case_keys')`;
		expect(columns.map(({ name }) => name).sort()).toEqual(
			['case_id', 'case_id', 'changed_at', 'hours', 'phone_index', 'sealed', 'wrapped'].sort()
		);
		const rows = await sql`select * from contacts left join case_keys using (case_id)`;
		expect(rows.length).toBeGreaterThan(1);
		const bytes = Buffer.concat(
			rows.flatMap((row) =>
				Object.values(row).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))))
			)
		);
		for (const marker of ['林晓燕', '女士', '13812345678', '1381234', 'lin.xiaoyan', 'mail.example', '"phone"'])
			expect(bytes.includes(marker), marker).toBe(false);
	});

	it('is on no other table either', async () => {
		const marked = { name: '记号某某', phone: '13987654321', email: 'marker@mail.example' };
		const { caseId, number } = await carry.processing({ identity: 'contact', contact: marked });
		await reveal('chengban', number);
		await changeContact(world.resident(caseId), number, { contact: marked, hours: 'any', wantsCall: false });
		const { sql } = world.database;
		const tables = await sql<{ name: string }[]>`
			select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
		expect(tables.length).toBeGreaterThan(20);
		const markers = Object.values(marked).flatMap((word) => [word, Buffer.from(word).toString('hex')]);
		for (const { name } of tables) {
			const [row] = await sql`select count(*)::int as found from ${sql(name)} t
				where t::text like any (${markers.map((word) => `%${word}%`)})`;
			expect(row?.found, name).toBe(0);
		}
	});

	it('opens in its own row only: swapped with another case’s, neither opens', async () => {
		const [one, other] = [await world.aCase(named), await world.aCase(named)];
		const sealedOf = async (caseId: number) => {
			const [row] = await world.db.select().from(contacts).where(eq(contacts.caseId, caseId));
			const [key] = await world.db.select().from(caseKeys).where(eq(caseKeys.caseId, caseId));
			return { sealed: row?.sealed ?? Buffer.of(), wrapped: key?.wrapped ?? Buffer.of() };
		};
		const [mine, theirs] = [await sealedOf(one.caseId), await sealedOf(other.caseId)];
		const put = async (caseId: number, { sealed, wrapped }: typeof mine) => {
			await world.db.update(contacts).set({ sealed }).where(eq(contacts.caseId, caseId));
			await world.db.update(caseKeys).set({ wrapped }).where(eq(caseKeys.caseId, caseId));
		};
		// the ciphertext alone, then with the key that sealed it, then with one bit turned
		const turned = Buffer.from(mine.sealed);
		turned[turned.length - 1] = (turned.at(-1) ?? 0) ^ 1;
		for (const planted of [{ ...mine, sealed: theirs.sealed }, theirs, { ...mine, sealed: turned }]) {
			await put(one.caseId, planted);
			await expect(openContact(world.system(), one.caseId)).rejects.toThrow();
		}
		await put(one.caseId, mine);
		expect(await openContact(world.system(noon), one.caseId)).toEqual(contact);
	});
});
