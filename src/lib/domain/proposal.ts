import { type Act, type CaseState, fits } from './lifecycle.ts';
import { may, type StaffActor, type Subject } from './permissions.ts';

/** What needs another's approval: 延期, 长期事项, 转渠道 from 办理中, 移交其他单位. */
export const proposalKinds = ['extension', 'long-term', 'redirect', 'transfer'] as const;
export type ProposalKind = (typeof proposalKinds)[number];

/** What is done when it is accepted. */
const acceptedAs = {
	extension: 'grant-extension',
	'long-term': 'list-long-term',
	redirect: 'redirect',
	transfer: 'transfer'
} as const satisfies Record<ProposalKind, Act>;

/** A case keeps state, owner and clock while one of these waits; 延期 alone has a state of its own. */
export function mayBeProposed(kind: ProposalKind, state: CaseState): boolean {
	return kind === 'extension'
		? fits('request-extension', state)
		: fits('propose', state) && fits(acceptedAs[kind], state);
}

/** Where a proposal can be open: it ends when the case leaves such a state by another road. */
export function holdsProposals(state: CaseState): boolean {
	return state === 'extension_pending' || fits('propose', state);
}

type Proposed = { kind: ProposalKind; proposedById: number; deciderId: number; unitId: number | null };

/**
 * Who decides: whom it was put before (or their AB岗), else the unit's head of an extension, the lead official of a
 * listing, the dispatcher of a redirection, the receiving unit's head or the dispatcher of a transfer. Never who
 * proposed it.
 */
export function mayDecide(actor: StaffActor, subject: Subject, proposal: Proposed): boolean {
	if (actor.id === proposal.proposedById) return false;
	if (actor.id === proposal.deciderId || actor.standsInFor.includes(proposal.deciderId)) return true;
	switch (proposal.kind) {
		case 'extension':
			return may(actor, 'grant-extension', subject);
		case 'long-term':
			return actor.roles.includes('lead-official');
		case 'redirect':
			return may(actor, 'redirect', subject);
		case 'transfer':
			return may(actor, 'redirect', subject) || receives(actor, proposal.unitId);
	}
}

function receives({ roles, unitIds }: StaffActor, unitId: number | null): boolean {
	return roles.includes('head') && unitId !== null && unitIds.includes(unitId);
}

/** Who proposed takes it back, or who has the case now. */
export function mayWithdraw(actor: StaffActor, subject: Subject, { proposedById }: Proposed): boolean {
	return [proposedById, subject.ownerId].some((id) => actor.id === id || actor.standsInFor.includes(id));
}
