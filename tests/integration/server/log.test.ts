import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWithCode } from '#lib/server/cases/access.ts';
import { draftAnswer } from '#lib/server/cases/draft-answer.ts';
import { outline } from '#lib/server/log.ts';
import { carrier } from '../../support/carry.ts';
import { goodParts } from '../../support/good-answer.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

const contact = { name: '欧阳秋菊', phone: '13655557777', email: 'qiuju@mail.example' };
const text = '旋风井盖翘起来了，我家门牌是 88 号，请来看看。';

/** Runs an act while every write to a table fails, as on a full disk; returns the fault that the log would get. */
async function faultOf(table: string, act: () => Promise<unknown>): Promise<unknown> {
	const { sql } = world.database;
	await sql.unsafe(`
		create function no_write() returns trigger language plpgsql as $$
			begin raise exception 'row % is bad', new using errcode = '53100'; end $$;
		create trigger no_write before insert or update on ${table} for each row execute function no_write()`);
	const fault = await act().then(
		() => new Error('nothing failed'),
		(fault: unknown) => fault
	);
	await sql.unsafe(`drop trigger no_write on ${table}; drop function no_write()`);
	return fault;
}

/** All of a fault that somebody could print: messages, parameters, causes, whatever hangs on it. */
function everything(fault: unknown, depth = 0): string {
	if (!(fault instanceof Error) || depth > 5) return String(fault);
	const own = Object.getOwnPropertyNames(fault).map((name) => String(Reflect.get(fault, name)));
	return `${own.join('\n')}\n${everything(fault.cause, depth + 1)}`;
}

describe('acceptance 27: what is logged of a fault', () => {
	it('is never the text of a case, though the fault is full of it', async () => {
		const fault = await faultOf('texts', () => world.aCase({ text, identity: 'contact', contact }));
		expect(everything(fault)).toContain('旋风井盖');
		const logged = JSON.stringify(outline(fault));
		for (const words of ['旋风井盖', '88 号', contact.name, contact.phone, 'qiuju'])
			expect(logged, words).not.toContain(words);
		// what helps the operator is there
		expect(logged).toContain('53100');
		expect(logged).toContain('/src/lib/server/');
	});

	it('is never a number’s code or link token', async () => {
		const { number, code, linkToken } = await world.aCase();
		const fault = await faultOf('case_sessions', () => openWithCode(world.stranger(), number, code));
		expect(everything(fault)).toContain('case_sessions');
		const logged = JSON.stringify(outline(fault));
		for (const words of [code, linkToken, number]) expect(logged).not.toContain(words);
	});

	it('is never what staff wrote', async () => {
		const carry = carrier(world);
		const { number } = await carry.processing();
		const draft = { version: await carry.version(number), result: 'solved', parts: goodParts } as const;
		const chengban = await world.as('chengban');
		const fault = await faultOf('answer_drafts', () => draftAnswer(chengban, number, draft));
		expect(everything(fault)).toContain('线路接头受潮');
		expect(JSON.stringify(outline(fault))).not.toContain('线路接头受潮');
	});

	it('is no piece of a text that could not be read', () => {
		const fault = (() => {
			try {
				return JSON.parse(`{"text":"${text}`);
			} catch (fault) {
				return fault;
			}
		})();
		expect(JSON.stringify(outline(fault))).not.toContain('旋风井盖');
		expect(JSON.stringify(outline(text))).not.toContain('旋风井盖');
	});
});
