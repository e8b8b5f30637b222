import type { WatchDuty } from '../../domain/duty.ts';
import type { ExternalSource } from '../../domain/external.ts';
import type { FollowUpCause, FollowUpOutcome } from '../../domain/follow-up.ts';
import type { ReadingMeasure } from '../../domain/bulk-reading.ts';
import type { ProposalKind } from '../../domain/proposal.ts';
import type { AnswerResult } from '../../domain/answer.ts';
import type { RatingSolved } from '../../domain/rating-levels.ts';
import type { ExportFormat } from '../../domain/register.ts';
import type { LetterKind, MessageChannel } from '../../domain/messages.ts';
import type { ReportKind } from '../../domain/report-period.ts';
import type { Role } from '../../domain/roles.ts';
import type { CaseClass, CaseType, Channel, Identity } from '../../domain/submission.ts';

/** A text version and its digest (hex): what the verifier recomputes. */
export type TextRef = { textId: number; digest: string };
/** An instant, ISO 8601. */
type At = string;
type Owner = { ownerId: number };
type Due = { dueAt: At };
type Proposed = { proposalId: number; proposal: ProposalKind };
type FollowUp = { followUpId: number };
type Publication = { publicationId: number };
/** A change of the settings names what stood (null: it is new) and what stands now. */
type Versions = { before: TextRef | null; value: TextRef };

/** Every kind of event and what it holds: ids, codes, dates and digests, never words or contact. */
export type EventData = {
	'case.submitted': Due &
		Owner & {
			/** By when it is to be accepted or not, and whoever left a contact spoken to. */
			acceptBy?: At;
			contactBy?: At;
			/** Where the clock began before we received it (kiosk, visit, box, a letter that is split). */
			submittedAt?: At;
			channel: Channel;
			type: CaseType;
			class: CaseClass;
			identity: Identity;
			categoryCode: string | null;
			areaId: number | null;
			photos: number;
			matter: TextRef | null;
			avoid?: TextRef;
			/** The channel's clock was wrong or its time before the lease of its number: the time was mended. */
			skewed?: boolean;
			recordings?: number;
			kioskId?: number;
			/** 代填 at a kiosk. */
			filledById?: number;
			/** 拆分: the letter this matter was taken from. */
			splitFromId?: number;
			/** 我也遇到了: the open case the resident takes for the same. */
			alikeId?: number;
			/** 同意公开 was ticked while filing. */
			consentsToPublish?: boolean;
		};
	'case.accepted': Due & { class: CaseClass; categoryCode: string | null };
	'case.info-requested': { supplyBy: At; ask: TextRef; asksIdentity: boolean };
	'case.info-supplied': Due & { text: TextRef; photos: number };
	'case.info-lapsed': Due;
	'case.rejected': { reason: string; words: TextRef | null };
	'case.recheck-requested': Due & Owner;
	'case.redirected': { words: TextRef };
	'case.answered-on-the-spot': Due & { result: AnswerResult; answer: TextRef };
	'case.classified': Due &
		Owner & {
			type: CaseType;
			class: CaseClass;
			categoryCode: string | null;
			areaId: number | null;
			reason: TextRef;
		};
	'case.excluded': Owner & { unitId: number | null; staffId: number | null };
	'case.exclusion-lifted': { unitId: number | null; staffId: number | null; reason: TextRef };
	'case.clues-checked': { checked: TextRef; released: number };
	'case.assigned': Owner & { unitId: number; instruction: TextRef | null };
	'case.signed': Owner;
	'case.return-requested': Owner & { unitId: number; reason: TextRef };
	'case.designated': Owner & { unitId: number; reason: TextRef };
	'case.reassigned': Owner & { fromId: number; reason: TextRef };
	'case.contact-logged': { outcome: 'reached' | 'no-answer' | 'wrong-number' | 'declined'; words: TextRef };
	'case.progress-reported': { progress: TextRef; photos: number };
	'case.note-added': { note: TextRef };
	/** 催办 by a person. */
	'case.urged': { note: TextRef };
	/** 撤销: the text of the note that pages show no more. */
	'case.note-withdrawn': { noteId: number };
	'case.draft-submitted': { draftId: number; reviewerId: number; answer: TextRef };
	'case.draft-returned': { draftId: number; reason: TextRef };
	'case.answered': Due & { draftId: number; drafterId: number; result: AnswerResult; answer: TextRef; photos: number };
	'case.rated': { round: number; stars: number; solved: RatingSolved; tags: readonly string[]; words: TextRef | null };
	'case.rating-changed': {
		round: number;
		stars: number;
		solved: RatingSolved;
		tags: readonly string[];
		words: TextRef | null;
	};
	'case.rework-opened': Due & Owner & { unitId?: number; cause: 'rating' | 'request'; reason: TextRef | null };
	'case.closed': { as: 'rated' | 'unrated' | 'answered-twice' };
	'case.withdrawn': { reason: TextRef | null };
	'case.reminded': Record<string, never>;
	'case.supplemented': { text: TextRef; photos: number };
	/** `contactBy`: added, so that somebody is to call. */
	'case.contact-changed': { what: 'added' | 'changed' | 'deleted'; contactBy?: At };
	'case.made-confidential': Owner;
	'case.contact-revealed': { reason: string; words: TextRef };
	'case.identity-released': { staffId: number };
	'case.code-renewed': { how: 'resident' | 'receipt' | 'call-back' };
	'case.code-handed-over': { how: 'slip' | 'read-out' };
	'case.device-remembered': Record<string, never>;
	'case.device-revoked': Record<string, never>;
	'case.looked-up-by-phone': Record<string, never>;
	'case.handed-over': Owner & { fromId: number };
	'case.duty-done': { duty: string };
	'case.supervised': { duties: readonly WatchDuty[]; note: TextRef };
	'case.signing-lapsed': Owner;
	'case.proposed': Proposed & { words: TextRef; unitId?: number; oldDueAt?: At; newDueAt?: At };
	'case.proposal-withdrawn': Proposed;
	'case.proposal-refused': Proposed & { reason: TextRef };
	'case.transferred': Owner & { fromUnitId: number; unitId: number; words: TextRef };
	/** `isLate`: the notice came after the old due, so the reports count it late. */
	'case.extended': Due & { oldDueAt: At; words: TextRef; isLate: boolean };
	'case.listed-long-term': Due & { oldDueAt: At; cycleDays: number; words: TextRef; isLate: boolean };
	'case.phase-finished': Due & { position: number; words: TextRef };
	'case.taken-off-list': Due & { reason: TextRef };
	'case.joint-arranged': { unitIds: readonly number[]; promisedOn: string; promise: TextRef };
	'case.task-given': { taskId: number; unitId: number; dueAt: At; task: TextRef };
	/** `reply`, not `answer`: that is what the resident gets. */
	'case.task-answered': { taskId: number; unitId: number; reply: TextRef };
	'case.task-ended': { taskId: number; unitId: number; reason: TextRef };
	'case.split': { partIds: readonly number[]; reason: TextRef };
	/** `reason` null: it moved together with the case it was merged into. */
	'case.merged': { mainId: number; reason: TextRef | null };
	'case.part-merged': { partId: number };
	'case.un-merged': Due & Owner & { mainId: number; reason: TextRef };
	'case.part-un-merged': { partId: number };
	/** `unitId`: the unit that had the matter in hand and goes on with it; none where nobody had. */
	'case.succeeded-main': Due & Owner & { formerMainId: number; unitId?: number };
	'case.answered-with-main': { mainId: number };
	'case.notice-owed': { since: At };
	'case.laddered': { step: 1 | 2 | 3 };
	/** 留言超过 25 天未答复: since when nothing was answered. */
	'case.unanswered-alarmed': { since: At; days: number };
	'case.apologised': { words: TextRef };
	'case.alarm-sounded': { alarmId: number; staffId: number | null };
	'case.alarm-escalated': { alarmId: number };
	'case.alarm-answered': { alarmId: number };
	'case.external-noted': { source: ExternalSource; number: string; dueAt: At | null };
	/** 原台账导入: what happened before is told here in dates; `answer` null while it is open. */
	'case.imported': {
		importId: number;
		row: number;
		submittedAt: At;
		dueAt: At | null;
		answeredAt: At | null;
		closedAt: At | null;
		unitId: number | null;
		number: string | null;
		result: AnswerResult | null;
		answer: TextRef | null;
	};
	'case.follow-up-planned': FollowUp & { cause: FollowUpCause };
	'case.follow-up-tried': FollowUp & { outcome: Extract<FollowUpOutcome, 'no-answer' | 'wrong-number'> };
	'case.followed-up': FollowUp & { solved: RatingSolved; words: TextRef | null };
	'case.follow-up-declined': Record<string, never>;
	'case.consented-to-publish': Record<string, never>;
	'case.consent-withdrawn': Record<string, never>;
	'case.summary-drafted': Publication & { summary: TextRef };
	'case.summary-returned': Publication & { reason: TextRef };
	'case.published': Publication & { summary: TextRef };
	'case.unpublished': Publication & { cause: 'consent' | 'office'; reason: TextRef | null };
	'case.archived': Record<string, never>;
	'case.held': { reason: TextRef };
	'case.hold-lifted': { reason: TextRef };
	/** A message to the resident was given up; `owesCall`: it was of an answer, so somebody calls (ruling 2). */
	'case.message-failed': { messageId: number; channel: MessageChannel; letter: LetterKind; owesCall: boolean };
	'case.message-resent': { messageId: number };
	'case.exported': { withContact: boolean };
	'case.erased': { what: readonly ('contact' | 'photos')[] };
	/** 共性问题. */
	'case.linked-to-issue': { issueId: number };
	'case.unlinked-from-issue': { issueId: number };

	'staff.created': { unitId: number };
	'staff.changed': { what: readonly string[] };
	'staff.disabled': Record<string, never>;
	'staff.enabled': Record<string, never>;
	'staff.role-granted': { role: Role };
	'staff.role-confirmed': { role: Role };
	'staff.role-removed': { role: Role };
	'staff.signed-in': Record<string, never>;
	'staff.signed-out': Record<string, never>;
	'staff.sessions-ended': { why: string };
	'staff.password-set': Record<string, never>;
	'staff.factor-enrolled': Record<string, never>;
	'staff.factor-removed': Record<string, never>;
	'staff.recovery-code-used': Record<string, never>;
	'staff.link-made': { linkId: number; renews: string };
	'staff.link-confirmed': { linkId: number };
	'staff.link-used': { linkId: number; renews: string };
	'staff.assist-pin-set': Record<string, never>;
	'staff.stand-in-set': { standInId: number; rowId: number; fromOn: string; untilOn: string };
	'staff.stand-in-ended': { rowId: number };
	'staff.looked-up-phone': { reason: TextRef; found: number };
	/** 大量查看: of the person who read; counts, and never of what. */
	'staff.read-much': { alarmId: number; measure: ReadingMeasure; found: number; limit: number; spanAt: At };
	'staff.reading-seen': { alarmId: number };
	'staff.audit-exported': {
		format: 'csv' | 'json';
		count: number;
		fromOn: string;
		untilOn: string;
		kind: string | null;
	};
	/** 台账: who took how many cases out by which conditions (codes and days); no contents. */
	'staff.register-exported': { format: ExportFormat; rows: number; filter: Readonly<Record<string, string>> };
	/** 汇总成册. */
	'staff.volume-bound': { cases: number; filter: Readonly<Record<string, string>> };
	/** 导入原台账: the file (a digest of what is taken over of it) whose rows become cases from now on. */
	'staff.register-imported': { importId: number; digest: string; rows: number };

	'kiosk.created': { value: TextRef };
	'kiosk.changed': { value: TextRef };
	'kiosk.code-made': Record<string, never>;
	'kiosk.paired': { deviceId: number };
	'kiosk.device-ended': { deviceId: number; as: 'retired' | 'lost' };
	'kiosk.assist-opened': { deviceId: number; staffId: number };
	'kiosk.bell-rung': { bellId: number };
	'kiosk.bell-answered': { bellId: number };
	'kiosk.item-held': { itemId: number; number: string };
	'kiosk.item-decided': { itemId: number; number: string; decision: 'accepted' | 'refused' };

	/** `before`: the version that was published until then. */
	'knowledge.drafted': { entry: TextRef; before: TextRef | null };
	'knowledge.returned': { entry: TextRef; reason: TextRef };
	'knowledge.published': { entry: TextRef; before: TextRef | null };
	'knowledge.unpublished': { before: TextRef; reason: TextRef };

	'issue.drafted': { issue: TextRef; before: TextRef | null };
	'issue.published': { issue: TextRef; before: TextRef | null };
	'issue.noted': { note: TextRef };
	'issue.settled': { note: TextRef };
	'issue.reopened': { note: TextRef };

	'report.begun': { report: ReportKind; fromOn: string; toOn: string; correctsId?: number };
	/** `figures` and `words` are what was frozen; `sha256` is of the figures alone, as the page shows it. */
	'report.frozen': { asOf: At; figures: TextRef; sha256: string; words: TextRef; drafterId: number };
	/** 账本 of a month that is over; `sha256` is of the published file. */
	'account-book.closed': { month: string; asOf: At; document: TextRef; sha256: string };

	'settings.point-changed': Versions & { pointId: number };
	'settings.unit-changed': Versions & { unitId: number };
	'settings.area-changed': Versions & { areaId: number };
	'settings.category-changed': Versions & { code: string };
	'settings.tile-changed': Versions & { position: number };
	'settings.shift-set': { shiftId: number; staffId: number; fromAt: At; untilAt: At };
	'settings.shift-removed': { shiftId: number };
	/** `before`: how many days of the year were special already. */
	'settings.calendar-imported': { year: number; before: number; days: number };
	'settings.day-changed': { day: string; before: string; kind: string };
	'settings.text-changed': Versions & { key: string };
	'settings.limit-changed': Versions & { key: string; from: number; to: number };
	'settings.wording-changed': Versions & { key: string };
	/** 常用答复语 of a unit; null = there was none, there is none. */
	'settings.phrase-changed': { phraseId: number; unitId: number; was: TextRef | null; value: TextRef | null };
};
export type EventKind = keyof EventData;

/**
 * Who reads a case event on a timeline: `public` the resident and staff, `internal` staff alone, `system` what
 * happened without words (staff see it; the resident does where it is about them).
 */
export const audienceOf: { [Kind in EventKind & `case.${string}`]: 'public' | 'internal' | 'system' } = {
	'case.submitted': 'public',
	'case.accepted': 'public',
	'case.info-requested': 'public',
	'case.info-supplied': 'public',
	'case.info-lapsed': 'public',
	'case.rejected': 'public',
	'case.recheck-requested': 'public',
	'case.redirected': 'public',
	'case.answered-on-the-spot': 'public',
	'case.classified': 'public',
	'case.excluded': 'public',
	'case.exclusion-lifted': 'public',
	'case.clues-checked': 'internal',
	'case.assigned': 'public',
	'case.signed': 'public',
	'case.return-requested': 'internal',
	'case.designated': 'public',
	'case.reassigned': 'public',
	'case.contact-logged': 'internal',
	'case.progress-reported': 'public',
	'case.note-added': 'internal',
	'case.urged': 'internal',
	'case.note-withdrawn': 'internal',
	'case.draft-submitted': 'internal',
	'case.draft-returned': 'internal',
	'case.answered': 'public',
	'case.rated': 'public',
	'case.rating-changed': 'public',
	'case.rework-opened': 'public',
	'case.closed': 'public',
	'case.withdrawn': 'public',
	'case.reminded': 'public',
	'case.supplemented': 'public',
	'case.contact-changed': 'system',
	'case.made-confidential': 'public',
	'case.contact-revealed': 'system',
	'case.identity-released': 'public',
	'case.code-renewed': 'system',
	'case.code-handed-over': 'system',
	'case.device-remembered': 'system',
	'case.device-revoked': 'system',
	'case.looked-up-by-phone': 'system',
	'case.handed-over': 'public',
	'case.duty-done': 'system',
	'case.supervised': 'internal',
	'case.signing-lapsed': 'public',
	'case.proposed': 'internal',
	'case.proposal-withdrawn': 'internal',
	'case.proposal-refused': 'internal',
	'case.transferred': 'public',
	'case.extended': 'public',
	'case.listed-long-term': 'public',
	'case.phase-finished': 'public',
	'case.taken-off-list': 'public',
	'case.joint-arranged': 'public',
	'case.task-given': 'internal',
	'case.task-answered': 'internal',
	'case.task-ended': 'internal',
	'case.split': 'public',
	'case.merged': 'public',
	'case.part-merged': 'internal',
	'case.un-merged': 'public',
	'case.part-un-merged': 'internal',
	'case.succeeded-main': 'public',
	'case.answered-with-main': 'public',
	'case.notice-owed': 'internal',
	'case.laddered': 'internal',
	'case.unanswered-alarmed': 'internal',
	'case.apologised': 'public',
	'case.alarm-sounded': 'internal',
	'case.alarm-escalated': 'internal',
	'case.alarm-answered': 'internal',
	'case.external-noted': 'internal',
	'case.imported': 'public',
	'case.follow-up-planned': 'internal',
	'case.follow-up-tried': 'internal',
	'case.followed-up': 'internal',
	'case.follow-up-declined': 'public',
	'case.consented-to-publish': 'public',
	'case.consent-withdrawn': 'public',
	'case.summary-drafted': 'internal',
	'case.summary-returned': 'internal',
	'case.published': 'public',
	'case.unpublished': 'public',
	'case.archived': 'public',
	'case.held': 'internal',
	'case.hold-lifted': 'internal',
	'case.message-failed': 'internal',
	'case.message-resent': 'internal',
	'case.exported': 'system',
	'case.erased': 'public',
	'case.linked-to-issue': 'internal',
	'case.unlinked-from-issue': 'internal'
};
