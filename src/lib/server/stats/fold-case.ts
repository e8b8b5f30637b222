import { daysBetween, dayOf } from '../../domain/clock.ts';
import { contactDue, noticeDue, pauseShift, workdayAfter } from '../../domain/deadline.ts';
import { movedAnswerDue } from '../../domain/extension.ts';
import { calendarOf } from '../../domain/working-days.ts';
import type { AnswerResult } from '../../domain/answer.ts';
import type { caseFigures } from '../db/schema/case-figures.ts';
import type { EventData, EventKind } from '../events/catalogue.ts';

export type CaseFigures = typeof caseFigures.$inferSelect;
export type CaseKind = Extract<EventKind, `case.${string}`>;
/** An event of a case as the ledger gives it back; `at` in a form that `new Date` reads. */
export type CaseEvent = {
	[Kind in CaseKind]: { kind: Kind; at: string; position: number; data: EventData[Kind] };
}[CaseKind];

/**
 * What the figures know of a case, from its events up to some moment and from nothing else: the same events give the
 * same row. Throws where the first is not the submission.
 */
export function foldCase(caseId: number, events: readonly CaseEvent[]): CaseFigures {
	const [first, ...rest] = events;
	if (first?.kind !== 'case.submitted') throw new Error(`the events of case ${caseId} begin without its submission`);
	const story = begin(caseId, first.data, first);
	for (const event of rest) if (tellsFigures(event.kind)) step(story, event);
	return figuresOf(story);
}

/** Does an event of this kind change any figure? */
export function tellsFigures(kind: string): boolean {
	return kind === 'case.submitted' || kind in folds;
}

/** A case as it is being told: its row, and what only the telling needs. */
type Story = CaseFigures & {
	stage: 'first-answer' | 'answered' | 'second-answer' | 'merged' | 'ended';
	dueAt: Date | null;
	pausedAt: Date | null;
	cycleDays: number | null;
	sampleId: number | null;
	ratings: Map<number, number>;
};

/** Cases of before the dates stood in the ledger are measured by Monday to Friday. */
const plainWeeks = calendarOf([]);

function begin(caseId: number, data: EventData['case.submitted'], { at, position }: CaseEvent): Story {
	const receivedAt = new Date(at);
	const submittedAt = new Date(data.submittedAt ?? at);
	const dueAt = new Date(data.dueAt);
	const { channel, type, categoryCode, areaId, identity } = data;
	const isLeft = identity !== 'anonymous';
	const contactBy = data.contactBy ? new Date(data.contactBy) : contactDue(receivedAt, plainWeeks);
	return {
		...{ caseId, position, submittedAt, channel, type, class: data.class, categoryCode, areaId, unitId: null },
		acceptBy: data.acceptBy ? new Date(data.acceptBy) : workdayAfter(receivedAt, plainWeeks),
		...{ decidedAt: null, decidedAs: null, acceptedAt: null },
		...{ contactBy: isLeft ? contactBy : null, contactedAt: null },
		...{ firstDueAt: dueAt, answerDueAt: dueAt, owedDueAt: dueAt, dueAt },
		...{ answeredAt: null, answerDays: null, result: null, isOnTheSpot: false },
		...{ extensions: 0, isNoticeLate: false, assignments: 0, returns: 0, raisedToImportant: false, pausedDays: 0 },
		...{ longTermSince: null, isListed: false, noticeDueAt: null, missedNotices: 0 },
		...{ stars: null, secondStars: null, solved: null },
		...{ reworkAt: null, reworkCause: null, secondDueAt: null, secondAnsweredAt: null },
		...{ closedAt: null, closedAs: null, sampledAt: null, sampleSolved: null },
		...{ consents: data.consentsToPublish ?? false, publishedAt: null, mergedIntoId: null },
		...{ stage: 'first-answer', pausedAt: null, cycleDays: null, sampleId: null, ratings: new Map() }
	};
}

function figuresOf({ stage, dueAt, pausedAt, cycleDays: _, sampleId: __, ratings, ...figures }: Story): CaseFigures {
	const isOwed = (stage === 'first-answer' || stage === 'second-answer') && pausedAt === null;
	const [first, second] = [ratings.get(1), ratings.get(2)];
	return {
		...figures,
		owedDueAt: isOwed ? dueAt : null,
		// a second answer may be the first that is rated
		stars: first ?? second ?? null,
		secondStars: first === undefined ? null : (second ?? null)
	};
}

function step<Kind extends CaseKind>(
	story: Story,
	event: { kind: Kind; at: string; position: number; data: EventData[Kind] }
) {
	story.position = event.position;
	folds[event.kind]?.(story, event.data, new Date(event.at));
}

function set(story: Story, changes: Partial<Story>): void {
	Object.assign(story, changes);
}

type Folds = { [Kind in CaseKind]?: (story: Story, data: EventData[Kind], at: Date) => void };

const folds: Folds = {
	'case.accepted': (story, _data, at) => {
		decide(story, 'accepted', at);
		story.acceptedAt ??= at;
	},
	'case.rejected': (story, _data, at) => {
		decide(story, 'rejected', at);
		end(story, 'rejected', at);
	},
	'case.redirected': (story, _data, at) => {
		decide(story, 'redirected', at);
		end(story, 'redirected', at);
	},
	'case.recheck-requested': (story, { dueAt }) => {
		reopen(story);
		move(story, new Date(dueAt));
	},
	'case.info-requested': (story, _data, at) => {
		story.pausedAt = at;
	},
	'case.info-supplied': (story, { dueAt }, at) => resume(story, new Date(dueAt), at),
	'case.info-lapsed': (story, { dueAt }, at) => resume(story, new Date(dueAt), at),
	'case.classified': (story, data, at) => {
		const isTimed = data.type !== story.type || data.class !== story.class;
		if (data.class === 'important' && story.class === 'ordinary') story.raisedToImportant = true;
		const { type, categoryCode, areaId } = data;
		set(story, { type, class: data.class, categoryCode, areaId });
		move(story, new Date(data.dueAt));
		if (isTimed) tell(story, at);
	},
	'case.assigned': (story, { unitId }) => {
		story.unitId = unitId;
		story.assignments++;
	},
	'case.designated': (story, { unitId }) => {
		story.unitId = unitId;
		story.assignments++;
	},
	'case.return-requested': (story) => {
		story.returns++;
	},
	'case.transferred': (story, { unitId }) => {
		story.unitId = unitId;
	},
	'case.contact-logged': (story, { outcome }, at) => {
		if (outcome === 'reached' || outcome === 'declined') story.contactedAt ??= at;
	},
	'case.contact-changed': (story, { what, contactBy }, at) => {
		if (what === 'deleted') story.contactBy = null;
		if (what === 'added') story.contactBy = contactBy ? new Date(contactBy) : contactDue(at, plainWeeks);
	},
	'case.extended': (story, { dueAt, isLate }, at) => {
		shift(story, new Date(dueAt), at);
		story.extensions++;
		story.isNoticeLate ||= isLate;
	},
	'case.listed-long-term': (story, { dueAt, isLate, cycleDays }, at) => {
		shift(story, new Date(dueAt), at);
		story.isNoticeLate ||= isLate;
		set(story, { longTermSince: at, isListed: true, cycleDays });
		tell(story, at);
	},
	'case.phase-finished': (story, { dueAt }, at) => {
		shift(story, new Date(dueAt), at);
		tell(story, at);
	},
	'case.taken-off-list': (story, { dueAt }, at) => {
		shift(story, new Date(dueAt), at);
		leaveList(story);
	},
	'case.progress-reported': (story, _data, at) => tell(story, at),
	'case.notice-owed': (story) => {
		story.missedNotices++;
	},
	'case.answered-on-the-spot': (story, { result, dueAt }, at) => {
		decide(story, 'answered', at);
		if (story.answeredAt === null) story.isOnTheSpot = true;
		// whoever was answered face to face was spoken to
		if (story.channel !== 'web') story.contactedAt ??= at;
		answer(story, result, new Date(dueAt), at);
	},
	'case.answered': (story, { result, dueAt }, at) => {
		decide(story, 'answered', at);
		answer(story, result, new Date(dueAt), at);
	},
	'case.answered-with-main': (story, _data, at) => firstAnswer(story, at),
	'case.rated': rate,
	'case.rating-changed': rate,
	'case.rework-opened': (story, { dueAt, cause, unitId }, at) => {
		reopen(story);
		const secondDueAt = new Date(dueAt);
		set(story, { reworkAt: at, reworkCause: cause, secondDueAt, dueAt: secondDueAt });
		set(story, { unitId: unitId ?? story.unitId, stage: 'second-answer' });
	},
	'case.closed': (story, data, at) => end(story, data.as, at),
	'case.withdrawn': (story, _data, at) => end(story, 'withdrawn', at),
	'case.merged': (story, { mainId }, at) => {
		decide(story, 'merged', at);
		set(story, { mergedIntoId: mainId, dueAt: null, stage: 'merged' });
	},
	'case.un-merged': (story, { dueAt }) => {
		// an answer it shared was not its own, nor what was thought of it
		set(story, { answeredAt: null, answerDays: null, result: null, solved: null });
		story.ratings.clear();
		goAlone(story, new Date(dueAt));
	},
	'case.succeeded-main': (story, { dueAt, unitId }, at) => {
		goAlone(story, new Date(dueAt));
		if (unitId === undefined) return;
		// taken over in the hands of a unit: accepted and given out by that
		story.unitId = unitId;
		story.acceptedAt ??= at;
		story.assignments++;
	},
	'case.follow-up-planned': (story, { followUpId, cause }, at) => {
		if (cause === 'sample') set(story, { sampledAt: at, sampleId: followUpId });
	},
	'case.followed-up': (story, { followUpId, solved }) => {
		if (followUpId === story.sampleId) story.sampleSolved = solved;
	},
	'case.made-confidential': (story) => {
		story.consents = false;
	},
	'case.consented-to-publish': (story) => {
		story.consents = true;
	},
	'case.consent-withdrawn': (story) => {
		story.consents = false;
	},
	'case.published': (story, _data, at) => {
		story.publishedAt = at;
	},
	'case.unpublished': (story) => {
		story.publishedAt = null;
	}
};

/** 受理告知 is the first decision; a re-check or an un-merging does not undo that somebody was told in time. */
function decide(story: Story, as: NonNullable<CaseFigures['decidedAs']>, at: Date): void {
	if (story.decidedAt === null) set(story, { decidedAt: at, decidedAs: as });
}

/** A new due; while the first answer is owed its own follows, unless it was missed before. As `cases/advance` has it. */
function move(story: Story, dueAt: Date): void {
	const isInStep = story.dueAt === null || story.dueAt.getTime() === story.answerDueAt.getTime();
	if (story.stage === 'first-answer' && isInStep) story.answerDueAt = dueAt;
	story.dueAt = dueAt;
}

/** A due that was granted: told before the old one had passed, or it counts as late. */
function shift(story: Story, newDueAt: Date, now: Date): void {
	const dueAt = story.dueAt ?? newDueAt;
	if (dueAt.getTime() !== newDueAt.getTime())
		story.answerDueAt = movedAnswerDue({ dueAt, answerDueAt: story.answerDueAt, newDueAt, now }).answerDueAt;
	story.dueAt = newDueAt;
}

/** The clock stood while the resident was asked, also the one of 受理. */
function resume(story: Story, dueAt: Date, at: Date): void {
	const pausedAt = story.pausedAt ?? at;
	const paused = pauseShift({ dueAt, pausedAt, resumedAt: at, usedDays: story.pausedDays });
	story.pausedDays = paused.pausedDays;
	if (story.decidedAt === null) story.acceptBy = new Date(story.acceptBy.getTime() + at.getTime() - pausedAt.getTime());
	story.pausedAt = null;
	move(story, dueAt);
}

/** 进展通报 on the list: the next word is owed a cycle from this one. */
function tell(story: Story, at: Date): void {
	if (story.isListed) story.noticeDueAt = noticeDue(at, story.class, story.cycleDays);
}

function leaveList(story: Story): void {
	set(story, { isListed: false, noticeDueAt: null });
}

function answer(story: Story, result: AnswerResult, dueAt: Date, at: Date): void {
	if (story.stage === 'second-answer') story.secondAnsweredAt ??= at;
	else firstAnswer(story, at);
	story.result ??= result;
	leaveList(story);
	set(story, { dueAt, stage: 'answered' });
}

function firstAnswer(story: Story, at: Date): void {
	if (story.answeredAt !== null) return;
	story.answeredAt = at;
	story.answerDays = daysBetween(dayOf(story.submittedAt), dayOf(at));
}

function rate(story: Story, { round, stars, solved }: EventData['case.rated']): void {
	story.ratings.set(round, stars);
	story.solved = solved;
	// late, or thought over: what was closed unrated is rated now
	if (story.closedAs !== null) story.closedAs = 'rated';
}

function end(story: Story, as: NonNullable<CaseFigures['closedAs']>, at: Date): void {
	leaveList(story);
	set(story, { closedAt: at, closedAs: as, dueAt: null, pausedAt: null, mergedIntoId: null, stage: 'ended' });
}

function reopen(story: Story): void {
	set(story, { closedAt: null, closedAs: null, stage: 'first-answer' });
}

function goAlone(story: Story, dueAt: Date): void {
	set(story, { mergedIntoId: null, stage: 'first-answer' });
	move(story, dueAt);
}
