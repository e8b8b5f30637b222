import { describe, expect, it } from 'vitest';
import { type CaseState, caseStates } from '../../../src/lib/domain/lifecycle.ts';
import type { StaffActor, Subject } from '../../../src/lib/domain/permissions.ts';
import {
	holdsProposals,
	mayBeProposed,
	mayDecide,
	mayWithdraw,
	type ProposalKind,
	proposalKinds
} from '../../../src/lib/domain/proposal.ts';
import type { Role } from '../../../src/lib/domain/roles.ts';

const actor = (id: number, role: Role, unitId: number, standsInFor: number[] = []): StaffActor => ({
	kind: 'staff',
	id,
	name: '',
	unitId,
	unitIds: [unitId],
	unitPath: [unitId],
	roles: [role],
	standsInFor,
	onDuty: 'none',
	provedAt: new Date(0)
});
const subject: Subject = {
	id: 1,
	state: 'processing',
	class: 'ordinary',
	categoryCode: '0302',
	ownerId: 10,
	unitId: 1,
	filedById: null,
	identity: 'contact',
	releasedToId: null
};
const people = {
	proposer: actor(10, 'handler', 1),
	head: actor(11, 'head', 1),
	receivingHead: actor(20, 'head', 2),
	strangeHead: actor(30, 'head', 3),
	colleague: actor(12, 'handler', 1),
	dispatcher: actor(40, 'dispatcher', 4),
	supervisor: actor(50, 'supervisor', 5),
	lead: actor(60, 'lead-official', 4),
	auditor: actor(70, 'auditor', 5)
};
type Person = keyof typeof people;
const proposed = (kind: ProposalKind, deciderId = 99, proposedById = 10) => ({
	kind,
	proposedById,
	deciderId,
	unitId: 2
});

describe('who decides', () => {
	const deciders: Record<ProposalKind, Person[]> = {
		extension: ['head'],
		'long-term': ['lead'],
		redirect: ['dispatcher'],
		transfer: ['dispatcher', 'receivingHead']
	};
	it.each(proposalKinds.map((kind) => [kind, deciders[kind]] as const))('%s: %j', (kind, expected) => {
		const names: Person[] = Object.keys(people).filter((name): name is Person => name in people);
		expect(names.filter((name) => mayDecide(people[name], subject, proposed(kind))).sort()).toEqual(expected.sort());
	});

	it('is whom it was put before, or their stand-in, but never who proposed it', () => {
		expect(mayDecide(people.supervisor, subject, proposed('extension', 50))).toBe(true);
		expect(mayDecide(actor(51, 'handler', 5, [50]), subject, proposed('extension', 50))).toBe(true);
		for (const kind of proposalKinds) {
			expect(mayDecide(people.proposer, subject, proposed(kind, 10))).toBe(false);
			expect(mayDecide(people.head, subject, proposed(kind, 11, 11))).toBe(false);
		}
	});

	it('is the supervisor where a matter of 作风与服务 is redirected', () => {
		const conduct = { ...subject, categoryCode: '1801' };
		expect(mayDecide(people.dispatcher, conduct, proposed('redirect'))).toBe(false);
		expect(mayDecide(people.supervisor, conduct, proposed('redirect'))).toBe(true);
	});
});

describe('who takes it back', () => {
	it('is who proposed it or has the case now', () => {
		const reassigned = { ...subject, ownerId: 12 };
		const names = (['proposer', 'colleague', 'head', 'dispatcher'] as const).filter((name) =>
			mayWithdraw(people[name], reassigned, proposed('transfer'))
		);
		expect(names).toEqual(['proposer', 'colleague']);
	});
});

describe('where something can be proposed', () => {
	const where = (test: (state: CaseState) => boolean) => caseStates.filter(test);
	it.each([
		['extension', ['processing']],
		['long-term', ['processing']],
		['redirect', ['processing']],
		['transfer', ['processing', 'long_term', 'rework']]
	] as const)('%s: %j', (kind, states) => {
		expect(where((state) => mayBeProposed(kind, state))).toEqual(states);
	});

	it('is where a proposal is held, and while an extension is decided', () => {
		expect(where(holdsProposals)).toEqual(['processing', 'extension_pending', 'long_term', 'rework']);
	});
});
