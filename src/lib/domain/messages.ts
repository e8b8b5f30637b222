import { dayOf, startOfDay } from './clock.ts';

/** By what road somebody is told. */
export const messageChannels = ['sms', 'email', 'inbox'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/** What residents are told, after C9; the words are in notify/letters. */
export const letterKinds = [
	...(['accepted', 'info-requested', 'rejected', 'redirected', 'joint', 'extended', 'long-term'] as const),
	...([
		'progress',
		'apology',
		'merged',
		'answered',
		'invited',
		'rework',
		'closed',
		'closed-final',
		'closed-twice'
	] as const)
] as const;
export type LetterKind = (typeof letterKinds)[number];

/** What staff are told; alarms also by SMS. */
export const noticeKinds = [
	...(['assigned', 'returned', 'transferred', 'rework', 'recheck', 'draft', 'draft-returned'] as const),
	...([
		'proposal',
		'proposal-refused',
		'task',
		'task-answered',
		'task-ended',
		'info-supplied',
		'reminded',
		'urged'
	] as const),
	...(['notice-owed', 'ladder', 'watch', 'lead-review', 'call', 'alarm', 'alarm-escalated'] as const),
	...(['follow-up', 'summary', 'unanswered', 'bulk-reading'] as const)
] as const;
/** What a notice of no case has in place of one. */
export const ofNoCase = 0;
export type NoticeKind = (typeof noticeKinds)[number];
export type MessageKind = LetterKind | NoticeKind;

/**
 * Why a message did not get through: `away` nobody there, `slow` no answer in time (it may have got through), `busy`
 * come again later, `refused` never.
 */
export const faultClasses = ['away', 'slow', 'busy', 'refused'] as const;
export type FaultClass = (typeof faultClasses)[number];

const secondMs = 1000;
const hourMs = 3_600_000;

/** Longer than a road is waited for: nobody else tries meanwhile, and after a crash it is tried again. */
export const leaseMs = 120 * secondMs;
/** So long a message is tried; then it is a dead letter. Older events are no news any more. */
export const triedForMs = 48 * hourMs;
/** 邀请评价, after the answer. */
export const invitedAfterMs = 7 * 24 * hourMs;
/** So long rows are kept, read and unread. They hold no words and no address. */
export const messagesKeptMs = 90 * 24 * hourMs;

const firstPauseMs = 30 * secondMs;
const longestPauseMs = 4 * hourMs;

/**
 * When a message is tried again after so many attempts: twice as long each time, up to four hours, a quarter more or
 * less by `chance` (0 up to 1), so that what failed together does not come back together.
 */
export function retryAt(attempts: number, at: Date, chance: number): Date {
	const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
	return new Date(at.getTime() + Math.round(pause * (0.75 + chance / 2)));
}

/** Minutes after midnight in Shanghai, from and until; equal = never. */
export type QuietHours = { from: number; until: number };

/** Does nobody get a message on the phone now? The first minute is quiet, the last is not. */
export function isQuiet(at: Date, { from, until }: QuietHours): boolean {
	const minute = Math.floor((at.getTime() - startOfDay(dayOf(at)).getTime()) / 60_000);
	return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** 编号 and step are told once; 进展 once a day. */
export function onceOf(kind: MessageKind, eventId: number, at: Date): string {
	return kind === 'progress' ? `progress:${dayOf(at)}` : `${kind}:${eventId}`;
}

/** A mobile: landlines get no SMS. */
export function takesSms(phone: string): boolean {
	return /^1[3-9]\d{9}$/.test(phone);
}
