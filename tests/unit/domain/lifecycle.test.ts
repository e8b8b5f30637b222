import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	acts,
	after,
	type Act,
	type CaseState,
	caseStates,
	fits,
	isOpen,
	publicStep
} from '../../../src/lib/domain/lifecycle.ts';
import { type Actor, may, seesOriginal } from '../../../src/lib/domain/permissions.ts';
import { consequenceOf, mayRequestRework } from '../../../src/lib/domain/rating.ts';
import { incompatiblePair, roles } from '../../../src/lib/domain/roles.ts';
import source from '../../support/states.json' with { type: 'json' };

const states = v.parse(v.array(v.object({ code: v.string(), next: v.array(v.string()) })), source);
const isAct = (name: string): name is Act => name in acts;
const allActs = Object.keys(acts).filter(isAct);

describe('the table of acts', () => {
	it('knows every state of the source document', () => {
		expect([...caseStates].sort()).toEqual(
			states
				.map(({ code }) => code)
				.filter((code) => code !== 'draft')
				.sort()
		);
	});

	it('takes no step that the source document does not have', () => {
		for (const act of allActs) {
			const { from, to } = acts[act];
			if (to === 'same' || to === 'back') continue;
			for (const state of from)
				expect(states.find(({ code }) => code === state)?.next, `${act} from ${state}`).toContain(to);
		}
	});

	it('acceptance 7: every state of the source document is reached by acts from the first', () => {
		const reached = new Set<CaseState>(['submitted']);
		// a set that grows while it is walked: each state with all that the acts make of it
		for (const state of reached)
			for (const act of allActs) if (fits(act, state)) reached.add(after(act, state, 'processing'));
		expect([...reached].sort()).toEqual([...caseStates].sort());
	});

	it('goes back only to where a case came from, and refuses every other state', () => {
		fc.assert(
			fc.property(fc.constantFrom(...allActs), fc.constantFrom(...caseStates), (act, state) => {
				if (!fits(act, state)) expect(() => after(act, state, 'processing')).toThrow('case.not-in-this-state');
				else expect(caseStates).toContain(after(act, state, 'processing'));
			})
		);
		expect(() => after('supply-info', 'need_info', null)).toThrow('case.not-in-this-state');
	});

	it('shows the resident one of five steps, or none for the side exits', () => {
		const steps = caseStates.filter(isOpen).map((state) => publicStep(state, 'processing'));
		expect(steps.every((step) => step !== null)).toBe(true);
		for (const state of ['rejected', 'redirected', 'withdrawn', 'merged'] as const)
			expect(publicStep(state)).toBeNull();
	});
});

const subject = {
	id: 7,
	state: 'processing' as CaseState,
	class: 'ordinary',
	categoryCode: '0302',
	ownerId: 2,
	unitId: 20,
	filedById: null,
	identity: 'contact',
	releasedToId: null
} as const;
const person = (id: number, held: readonly (typeof roles)[number][], unitId = 20): Actor => ({
	kind: 'staff',
	id,
	name: 'x',
	unitId,
	unitIds: [unitId],
	unitPath: [unitId],
	roles: held,
	standsInFor: [],
	onDuty: 'none',
	provedAt: new Date(0)
});

describe('permissions deny unless they permit', () => {
	it('gives a stranger nothing but filing', () => {
		for (const act of allActs) expect(may({ kind: 'stranger' }, act, subject)).toBe(act === 'submit');
	});

	it('gives a resident nothing on another case', () => {
		for (const act of allActs) expect(may({ kind: 'resident', caseId: 8, via: 'code' }, act, subject)).toBe(false);
	});

	it('never lets staff rate, withdraw or change a contact', () => {
		const everything = person(2, roles);
		for (const act of [
			'rate-well',
			'rate-badly',
			'withdraw',
			'change-contact',
			'make-confidential',
			'release-identity'
		] as const)
			expect(may(everything, act, subject)).toBe(false);
	});

	it('gives administrators and auditors no act on a case but handing over', () => {
		for (const act of allActs) {
			expect(may(person(9, ['administrator']), act, subject)).toBe(act === 'hand-over');
			expect(may(person(9, ['auditor']), act, subject)).toBe(false);
		}
	});

	it('shows the original of a confidential case to who directs it, never to the unit', () => {
		const secret = { ...subject, identity: 'confidential' as const };
		expect(seesOriginal(person(2, ['handler']), secret)).toBe(false);
		expect(seesOriginal(person(3, ['head']), secret)).toBe(false);
		expect(seesOriginal(person(4, ['dispatcher'], 1), secret)).toBe(true);
		expect(may(person(2, ['handler']), 'reveal-contact', secret)).toBe(false);
		expect(may(person(2, ['handler']), 'reveal-contact', { ...secret, releasedToId: 2 })).toBe(true);
		expect(seesOriginal(person(4, ['dispatcher'], 1), { ...secret, categoryCode: '1801' })).toBe(false);
	});

	it('keeps roles apart that one person may not hold', () => {
		expect(incompatiblePair(['administrator', 'dispatcher'])).not.toBeNull();
		expect(incompatiblePair(['auditor', 'clerk'])).not.toBeNull();
		expect(incompatiblePair(['handler', 'head'])).toBeNull();
	});
});

describe('a rating', () => {
	const closedAt = new Date('2026-11-01T00:00:00Z');
	const now = new Date('2026-11-10T00:00:00Z');
	it.each([
		['answered', 1, 5, null, 'rate-well'],
		['answered', 1, 3, null, 'rate-well'],
		['answered', 1, 2, null, 'rate-badly'],
		['answered', 2, 1, null, 'rate-badly-again'],
		['closed', 1, 1, null, 'rate-badly-late'],
		['closed', 1, 1, 4, 'rate-badly-late'],
		['closed', 1, 4, 5, 'rate-late'],
		['closed', 2, 1, null, 'rate-late'],
		['processing', 1, 1, null, null]
	] as const)('of %s, round %i, %i stars (before %s) does %s', (state, round, stars, previousStars, act) => {
		expect(consequenceOf({ state, round, stars, previousStars, closedAt, now })).toBe(act);
	});

	it('comes too late after thirty days', () => {
		const late = new Date('2026-12-03T00:00:00Z');
		expect(consequenceOf({ state: 'closed', round: 1, stars: 1, previousStars: null, closedAt, now: late })).toBeNull();
		expect(mayRequestRework({ state: 'closed', round: 1, closedAt, now: late })).toBe(false);
		expect(mayRequestRework({ state: 'answered', round: 2, closedAt: null, now })).toBe(false);
	});
});
