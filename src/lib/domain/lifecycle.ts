import { Refusal } from './refusal.ts';

/** Every state of the source document's closed loop, as in domain/states.json; acts of later releases will use the rest. */
export const caseStates = [
	'submitted',
	'need_info',
	'accepted',
	'assigned',
	'return_requested',
	'processing',
	'extension_pending',
	'long_term',
	'review',
	'answered',
	'rework',
	'closed',
	'archived',
	'rejected',
	'redirected',
	'merged',
	'withdrawn'
] as const;
export type CaseState = (typeof caseStates)[number];

export const openStates = [
	'submitted',
	'need_info',
	'accepted',
	'assigned',
	'return_requested',
	'processing',
	'review',
	'answered',
	'rework'
] as const satisfies readonly CaseState[];

/** Open states in which the answer is still owed. */
export const owedStates = openStates.filter((state) => state !== 'answered');

export function isOpen(state: CaseState): boolean {
	return (openStates as readonly CaseState[]).includes(state);
}

/** `back` = the state the case came from (need_info, review); `same` = the act leaves the state alone. */
type Step = { from: readonly CaseState[]; to: CaseState | 'back' | 'same' };

const fromAssignedOn = ['assigned', 'return_requested', 'processing', 'review', 'rework'] as const;

/** The one table of acts. Which person may act is in permissions.ts; conditions of time and number are in the acts. */
export const acts = {
	submit: { from: [], to: 'submitted' },
	accept: { from: ['submitted'], to: 'accepted' },
	'request-info': { from: ['submitted', 'accepted', 'processing'], to: 'need_info' },
	'supply-info': { from: ['need_info'], to: 'back' },
	'lapse-info': { from: ['need_info'], to: 'back' },
	'lapse-unclear': { from: ['need_info'], to: 'rejected' },
	reject: { from: ['submitted'], to: 'rejected' },
	'request-recheck': { from: ['rejected'], to: 'submitted' },
	redirect: { from: ['submitted', 'accepted'], to: 'redirected' },
	'answer-on-the-spot': { from: ['submitted', 'accepted'], to: 'answered' },
	classify: { from: openStates, to: 'same' },
	exclude: { from: openStates, to: 'same' },
	'lift-exclusion': { from: openStates, to: 'same' },
	'check-clues': { from: owedStates, to: 'same' },
	assign: { from: ['accepted', 'return_requested'], to: 'assigned' },
	sign: { from: ['assigned'], to: 'processing' },
	'return-assignment': { from: ['assigned'], to: 'return_requested' },
	designate: { from: ['return_requested'], to: 'assigned' },
	reassign: { from: ['assigned', 'processing', 'rework'], to: 'same' },
	'log-contact': { from: [...fromAssignedOn, 'need_info', 'answered', 'closed'], to: 'same' },
	'report-progress': { from: [...fromAssignedOn, 'need_info', 'answered'], to: 'same' },
	'add-note': { from: openStates, to: 'same' },
	supervise: { from: [...openStates, 'closed', 'withdrawn'], to: 'same' },
	'draft-answer': { from: ['processing', 'rework'], to: 'same' },
	'submit-draft': { from: ['processing', 'rework'], to: 'review' },
	'return-draft': { from: ['review'], to: 'back' },
	publish: { from: ['review'], to: 'answered' },
	'rate-well': { from: ['answered'], to: 'closed' },
	'rate-badly': { from: ['answered'], to: 'rework' },
	'rate-badly-again': { from: ['answered'], to: 'closed' },
	'rate-late': { from: ['closed'], to: 'same' },
	'rate-badly-late': { from: ['closed'], to: 'rework' },
	'request-rework': { from: ['answered', 'closed'], to: 'rework' },
	withdraw: {
		from: ['submitted', 'need_info', 'accepted', 'assigned', 'return_requested', 'processing', 'review', 'rework'],
		to: 'withdrawn'
	},
	'close-unrated': { from: ['answered'], to: 'closed' },
	'erase-expired': { from: ['closed', 'rejected', 'redirected', 'withdrawn'], to: 'same' },
	'hand-over': { from: openStates, to: 'same' },
	supplement: { from: openStates, to: 'same' },
	remind: { from: owedStates, to: 'same' },
	'change-contact': { from: caseStates, to: 'same' },
	'make-confidential': { from: openStates, to: 'same' },
	'reveal-contact': { from: [...openStates, 'closed'], to: 'same' },
	'release-identity': { from: openStates, to: 'same' },
	'renew-code': { from: caseStates, to: 'same' },
	'remember-device': { from: caseStates, to: 'same' }
} as const satisfies Record<string, Step>;
export type Act = keyof typeof acts;

/** May this act be done in this state at all? */
export function fits(act: Act, state: CaseState): boolean {
	return (acts[act].from as readonly CaseState[]).includes(state);
}

/**
 * The state after an act. `resumesTo` is what need_info and review go back to.
 * Throws `case.not-in-this-state` when the table has no such step.
 */
export function after(act: Act, state: CaseState, resumesTo: CaseState | null = null): CaseState {
	if (!fits(act, state)) throw new Refusal('case.not-in-this-state', { state });
	const { to }: Step = acts[act];
	if (to === 'same') return state;
	if (to !== 'back') return to;
	if (!resumesTo) throw new Refusal('case.not-in-this-state', { state });
	return resumesTo;
}

/** Whose turn it is, shown apart from who is in charge. */
export function turnOf(state: CaseState): 'resident' | 'reviewer' | 'staff' | 'nobody' {
	if (state === 'need_info' || state === 'answered') return 'resident';
	if (state === 'review') return 'reviewer';
	return isOpen(state) ? 'staff' : 'nobody';
}

/** The resident's five-step bar: 已提交 1, 已受理 2, 办理中 3, 已答复 4, 已办结 5; null for the side exits. */
export function publicStep(state: CaseState, resumesTo: CaseState | null = null): 1 | 2 | 3 | 4 | 5 | null {
	switch (state) {
		case 'submitted':
			return 1;
		case 'accepted':
			return 2;
		case 'need_info':
			return resumesTo && resumesTo !== 'need_info' ? publicStep(resumesTo) : 1;
		case 'answered':
			return 4;
		case 'closed':
		case 'archived':
			return 5;
		case 'rejected':
		case 'redirected':
		case 'merged':
		case 'withdrawn':
			return null;
		default:
			return 3;
	}
}
