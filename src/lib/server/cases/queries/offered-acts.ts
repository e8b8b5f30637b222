import { mostExtensions } from '../../../domain/extension.ts';
import { type DutyKind, isWatchDuty, watchedAs } from '../../../domain/duty.ts';
import { type Act, fits } from '../../../domain/lifecycle.ts';
import { may, type StaffActor } from '../../../domain/permissions.ts';
import { mayBeProposed, type ProposalKind } from '../../../domain/proposal.ts';
import type { Context } from '../../context.ts';
import type { Case } from '../take-case.ts';

/** Forms that are named by what is asked for, while the act is 提出申请, and the one page of a decision. */
type ProposalForm = 'propose-transfer' | 'propose-redirect' | 'propose-long-term' | 'decide-proposal';

/** Acts a member of staff may be offered, in the order the page shows them; some forms stand for acts of another name. */
export const offered = [
	'answer-alarm',
	'decide-proposal',
	'accept',
	'check-clues',
	'assign',
	'sign',
	'draft-answer',
	'publish',
	'finish-phase',
	'report-progress',
	'log-contact',
	'request-info',
	'request-extension',
	'propose-long-term',
	'propose-transfer',
	'propose-redirect',
	'withdraw-proposal',
	'take-off-list',
	'answer-on-the-spot',
	'reject',
	'redirect',
	'return-assignment',
	'designate',
	'reassign',
	'arrange-joint',
	'answer-task',
	'end-task',
	'note-external',
	'classify',
	'exclude',
	'lift-exclusion',
	'draft-summary',
	'publish-summary',
	'unpublish-summary',
	'follow-up',
	'merge',
	'un-merge',
	'split',
	'urge',
	'supervise',
	'add-note',
	'hold',
	'lift-hold'
] as const satisfies readonly (Act | ProposalForm)[];
export type OfferedAct = (typeof offered)[number];

/** What hangs on more than the case's row. */
type Facts = {
	isReviewer: boolean;
	isDrafter: boolean;
	/** 待补充: days of the clock's standing still that are left. */
	pauseLeft: number;
	onTheSpot: boolean;
	ringing: number;
	handledFirst: readonly number[];
	excluded: readonly unknown[];
	open: readonly { kind: DutyKind; owedBy: string }[];
	tasks: readonly { isOwn: boolean; answeredAt: Date | null }[];
	task: unknown;
	plan: readonly { doneAt: Date | null }[];
	proposal: { mayDecide: boolean; mayWithdraw: boolean } | null;
	publication: { state: string; isOwn: boolean } | null;
	whyUnpublishable: unknown;
	group: { letter: readonly unknown[] };
};

/** The acts whose forms a member of staff is offered now, in the order the page shows them. */
export function listOffered(context: Context<StaffActor>, subject: Case, facts: Facts): OfferedAct[] {
	return offered.filter((act) => isOffered(context, subject, facts, act));
}

function isOffered({ actor, now }: Context<StaffActor>, subject: Case, facts: Facts, act: OfferedAct): boolean {
	const { proposal, publication, tasks, plan } = facts;
	if (act === 'decide-proposal') return proposal?.mayDecide ?? false;
	if (act === 'withdraw-proposal') return proposal?.mayWithdraw ?? false;
	if (isProposing(act))
		return !proposal && mayBeProposed(proposedBy[act], subject.state) && may(actor, 'propose', subject);
	if (!fits(act, subject.state)) return false;
	switch (act) {
		case 'publish':
			return !facts.isDrafter && (facts.isReviewer || may(actor, act, subject));
		case 'follow-up':
			return facts.task !== undefined && facts.task !== null;
	}
	const isFitting: Partial<Record<OfferedAct, boolean>> = {
		// an overdue case does not ask for an extension
		'request-extension': !proposal && subject.extensions < mostExtensions && !(subject.dueAt && now >= subject.dueAt),
		redirect: subject.state !== 'processing',
		'request-info': facts.pauseLeft > 0,
		merge: !proposal,
		'finish-phase': plan.some(({ doneAt }) => !doneAt),
		'answer-alarm': facts.ringing > 0,
		'answer-on-the-spot': facts.onTheSpot,
		'check-clues': subject.identity === 'confidential',
		'return-assignment': !subject.isDesignated,
		'answer-task': tasks.some(({ isOwn, answeredAt }) => isOwn && !answeredAt),
		'end-task': tasks.length > 0,
		'draft-summary': facts.whyUnpublishable === null && publication?.state !== 'published',
		'publish-summary': publication?.state === 'drafted' && !publication.isOwn,
		'unpublish-summary': publication?.state === 'published',
		hold: !subject.isHeld,
		'lift-hold': subject.isHeld,
		split: subject.splitFromId === null && facts.group.letter.length === 0 && subject.hasText,
		'lift-exclusion': facts.excluded.length > 0,
		supervise: facts.open.some(({ kind, owedBy }) => isWatchDuty(kind) && owedTo(actor).includes(owedBy)),
		'draft-answer': !facts.handledFirst.includes(actor.id)
	};
	return (isFitting[act] ?? true) && may(actor, act, subject);
}

function owedTo(actor: StaffActor): readonly string[] {
	return watchedAs(actor);
}

const proposedBy = {
	'propose-transfer': 'transfer',
	'propose-redirect': 'redirect',
	'propose-long-term': 'long-term'
} as const satisfies Record<Exclude<ProposalForm, 'decide-proposal'>, ProposalKind>;

function isProposing(act: OfferedAct): act is keyof typeof proposedBy {
	return act in proposedBy;
}
