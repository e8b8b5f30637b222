import type { DutyReach } from './duty-roster.ts';
import type { Act } from './lifecycle.ts';
import { type Role, rolesThatReveal } from './roles.ts';
import type { CaseState } from './lifecycle.ts';
import type { CaseClass, Identity } from './submission.ts';

/** Who acts. Roles are those in effect now; a changed role counts from the next request (ASVS 8.3.2). */
export type Actor =
	| { kind: 'stranger' }
	| { kind: 'resident'; caseId: number; via: 'filed' | 'code' | 'link' | 'device' }
	| {
			kind: 'staff';
			id: number;
			name: string;
			unitId: number;
			/** Own unit and every unit below it. */
			unitIds: readonly number[];
			/** Own unit and every unit above it: an excluded unit excludes all below. */
			unitPath: readonly number[];
			roles: readonly Role[];
			/** AB岗: whom this person stands in for today. */
			standsInFor: readonly number[];
			/** 值班: how far this person's turn of duty reaches now. */
			onDuty: DutyReach;
			/** When the second factor (or the password, for roles without one) was last proved. */
			provedAt: Date;
	  }
	/** A paired machine. Retired ones still deliver; what comes from lost ones waits for the dispatcher. */
	| { kind: 'kiosk'; id: number; deviceId: number; state: 'active' | 'retired' | 'lost' }
	| { kind: 'system'; job: string };
export type StaffActor = Extract<Actor, { kind: 'staff' }>;
export type KioskActor = Extract<Actor, { kind: 'kiosk' }>;

/** What of a case the rules below look at. */
export type Subject = {
	id: number;
	state: CaseState;
	class: CaseClass;
	categoryCode: string | null;
	ownerId: number;
	unitId: number | null;
	filedById: number | null;
	identity: Identity;
	/** The one handler a confidential resident agreed to be known to. */
	releasedToId: number | null;
};

/**
 * 作风与服务 (category 18): the supervisor sees, accepts, marks and assigns it; the 分管负责人 where it is in their charge.
 */
export function isConduct(subject: Pick<Subject, 'categoryCode'>): boolean {
	return subject.categoryCode?.startsWith('18') ?? false;
}

/** The person, or who stands in for that person today (AB岗). */
export const actsFor = (actor: StaffActor, staffId: number | null) =>
	staffId !== null && (actor.id === staffId || actor.standsInFor.includes(staffId));
/** In charge, or standing in for who is. */
export const isOwner = (actor: StaffActor, subject: Pick<Subject, 'ownerId'>) => actsFor(actor, subject.ownerId);
const inUnit = (actor: StaffActor, subject: Subject) =>
	subject.unitId !== null && actor.unitIds.includes(subject.unitId);
/** Directs the cases of this kind, whoever is in charge of one. */
export const directsAll = (actor: StaffActor, subject: Pick<Subject, 'categoryCode'>) =>
	actor.roles.includes(isConduct(subject) ? 'supervisor' : 'dispatcher');
/** Directs what is not yet assigned. Where everybody who would is excluded, who watches and is in charge directs. */
const directs = (actor: StaffActor, subject: Subject) =>
	directsAll(actor, subject) || (watches(actor) && isOwner(actor, subject));
/**
 * 值班: urgent cases, and on days off whatever nobody has taken up. Never a confidential case: its original is the
 * dispatcher's alone.
 */
const directsOnDuty = (actor: StaffActor, subject: Subject) =>
	actor.onDuty !== 'none' &&
	!isConduct(subject) &&
	subject.identity !== 'confidential' &&
	(subject.class === 'urgent' || (actor.onDuty === 'all' && ['submitted', 'accepted'].includes(subject.state)));
/** Takes up and gives out: who directs, and whoever is on duty. */
const givesOut = (actor: StaffActor, subject: Subject) => directs(actor, subject) || directsOnDuty(actor, subject);
const leads = (actor: StaffActor, subject: Subject) => actor.roles.includes('head') && inUnit(actor, subject);
const isOfUnit = (actor: StaffActor, subject: Subject) =>
	inUnit(actor, subject) && (actor.roles.includes('handler') || actor.roles.includes('head'));
const watches = (actor: StaffActor) => actor.roles.includes('supervisor') || actor.roles.includes('lead-official');
const beforeAssignment = (subject: Subject) => ['submitted', 'accepted', 'need_info'].includes(subject.state);

/** On duty one calls back only with a role that a second person confirmed for it. */
const mayCall = (actor: StaffActor, subject: Subject) =>
	directs(actor, subject) ||
	(directsOnDuty(actor, subject) && actor.roles.some((role) => rolesThatReveal.includes(role)));

/** 原台账导入: never 作风与服务, whose exclusions nobody would have set. */
const imports = (actor: StaffActor, subject: Subject) => actor.roles.includes('dispatcher') && !isConduct(subject);

type StaffRule = (actor: StaffActor, subject: Subject) => boolean;

/** What staff may do to a case they can find. Acts missing here are the resident's or the clock's. */
const staffRules: Partial<Record<Act, StaffRule>> = {
	submit: (actor) => actor.roles.includes('clerk') || actor.roles.includes('dispatcher'),
	accept: givesOut,
	'request-info': (actor, subject) =>
		subject.state === 'processing' ? isOwner(actor, subject) : givesOut(actor, subject),
	reject: directs,
	redirect: directs,
	'answer-on-the-spot': (actor, subject) =>
		givesOut(actor, subject) || (actor.roles.includes('clerk') && subject.filedById === actor.id),
	'import-open': imports,
	'import-answered': imports,
	'close-imported': imports,
	classify: givesOut,
	exclude: (actor, subject) => directs(actor, subject) || actor.roles.includes('supervisor'),
	'lift-exclusion': (actor) => actor.roles.includes('supervisor'),
	'check-clues': directs,
	assign: givesOut,
	sign: isOfUnit,
	'return-assignment': isOfUnit,
	designate: directs,
	// who decides or takes back hangs on what was proposed, and by whom: domain/proposal.ts
	propose: (actor, subject) => isOwner(actor, subject) || leads(actor, subject),
	'request-extension': isOwner,
	'grant-extension': leads,
	'finish-phase': isOwner,
	'take-off-list': (actor, subject) => isOwner(actor, subject) || leads(actor, subject),
	'arrange-joint': (actor, subject) =>
		isOwner(actor, subject) || leads(actor, subject) || (subject.state === 'assigned' && directs(actor, subject)),
	// of the unit that has the task, which is not the case's own (cases/answer-task)
	'answer-task': (actor) => actor.roles.includes('handler') || actor.roles.includes('head'),
	'end-task': (actor, subject) => isOwner(actor, subject) || leads(actor, subject),
	split: directs,
	merge: (actor, subject) => directs(actor, subject) || isOwner(actor, subject),
	'un-merge': directs,
	hold: (actor) => actor.roles.includes('supervisor'),
	'lift-hold': (actor) => actor.roles.includes('supervisor'),
	'answer-alarm': (actor, subject) => isOwner(actor, subject) || givesOut(actor, subject) || watches(actor),
	'note-external': (actor, subject) => directs(actor, subject) || actor.roles.includes('clerk'),
	'follow-up': (actor) => actor.roles.includes('follow-up-caller'),
	'plan-follow-up': (actor) => actor.roles.includes('supervisor'),
	'draft-summary': (actor, subject) => isOwner(actor, subject) || actor.roles.includes('publication-reviewer'),
	'publish-summary': (actor) => actor.roles.includes('publication-reviewer'),
	'unpublish-summary': (actor) => actor.roles.includes('publication-reviewer'),
	reassign: (actor, subject) => leads(actor, subject) || (subject.state === 'assigned' && givesOut(actor, subject)),
	'log-contact': (actor, subject) =>
		subject.identity === 'confidential' ? directs(actor, subject) : isOwner(actor, subject),
	'report-progress': isOwner,
	'add-note': (actor, subject) => isOwner(actor, subject) || givesOut(actor, subject) || leads(actor, subject),
	// one's own, and only just written: the act looks (cases/withdraw-note)
	'withdraw-note': (actor, subject) => isOwner(actor, subject) || givesOut(actor, subject) || leads(actor, subject),
	// nobody urges themselves
	urge: (actor, subject) => (watches(actor) || directs(actor, subject)) && !isOwner(actor, subject),
	supervise: watches,
	'draft-answer': isOwner,
	'submit-draft': isOwner,
	'return-draft': leads,
	publish: leads,
	'hand-over': (actor, subject) => leads(actor, subject) || actor.roles.includes('administrator'),
	'resend-message': (actor, subject) => directs(actor, subject) || watches(actor),
	'reveal-contact': (actor, subject) =>
		subject.identity === 'confidential'
			? directs(actor, subject) || actor.id === subject.releasedToId
			: isOwner(actor, subject) || (beforeAssignment(subject) && mayCall(actor, subject)),
	'renew-code': (actor, subject) => directs(actor, subject) || actor.roles.includes('clerk')
};

const residentActs: readonly Act[] = [
	'supply-info',
	'supplement',
	'remind',
	'withdraw',
	'rate-well',
	'rate-badly',
	'rate-badly-again',
	'rate-late',
	'rate-badly-late',
	'rate-merged',
	'request-rework',
	'decline-follow-up',
	'consent-to-publish',
	'withdraw-consent',
	'request-recheck',
	'change-contact',
	'make-confidential',
	'release-identity',
	'renew-code',
	'remember-device'
];
const timedActs: readonly Act[] = [
	...(['lapse-info', 'lapse-unclear', 'lapse-signing', 'close-unrated', 'climb-ladder', 'sound-alarm'] as const),
	...([
		'owe-notice',
		'alarm-unanswered',
		'plan-follow-up',
		'succeed-main',
		'archive',
		'erase-expired',
		'unpublish-summary'
	] as const),
	'note-failed-message'
];

/** May this actor do this act to a case they can find? Deny unless permitted. */
export function may(actor: Actor, act: Act, subject: Subject): boolean {
	switch (actor.kind) {
		case 'staff':
			return staffRules[act]?.(actor, subject) ?? false;
		case 'resident':
			return actor.caseId === subject.id && residentActs.includes(act);
		case 'system':
			return timedActs.includes(act);
		case 'stranger':
		case 'kiosk':
			return act === 'submit';
	}
}

/** May this member of staff answer the task of an assisting unit (会办)? Its own people, and the heads above them. */
export function mayAnswerFor(actor: StaffActor, unitId: number): boolean {
	return actor.roles.includes('head')
		? actor.unitIds.includes(unitId)
		: actor.roles.includes('handler') && actor.unitId === unitId;
}

/**
 * Handles the case, leads or filed it, directs it or watches over it: not one who finds it only because something of it
 * is asked of them (会办, a transfer, a summary). Contact, ratings and notes of the others are not theirs to read.
 */
export function standsNear(actor: StaffActor, subject: Subject): boolean {
	const hasFiled = actor.roles.includes('clerk') && subject.filedById === actor.id;
	return isOwner(actor, subject) || isOfUnit(actor, subject) || directs(actor, subject) || watches(actor) || hasFiled;
}

/** Of a confidential case the handling unit gets the checked text and released photos, never the original (ruling 8). */
export function seesOriginal(actor: Actor, subject: Subject): boolean {
	if (actor.kind === 'resident') return actor.caseId === subject.id;
	if (actor.kind !== 'staff') return false;
	return subject.identity !== 'confidential' || directs(actor, subject) || actor.roles.includes('supervisor');
}

/** The title that this person reads: of a confidential case a unit gets the checked one, or none yet. */
export function titleFor(actor: Actor, subject: Subject & { title: string; checkedTitle: string | null }): string {
	return seesOriginal(actor, subject) ? subject.title : (subject.checkedTitle ?? '');
}

/** A voice is found out more easily than a text: no release ever opens a recording to those who get the checked text. */
export function seesAttachment(
	actor: Actor,
	subject: Subject,
	{ seconds, isReleased, uploadedById }: { seconds: number | null; isReleased: boolean; uploadedById: number | null }
): boolean {
	if (seesOriginal(actor, subject)) return true;
	return seconds === null && (isReleased || uploadedById !== null);
}
