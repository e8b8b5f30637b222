import type { LetterKind } from '../../../domain/messages.ts';

/** What leaves the house: all that residents are told, and alarms. Other notices stay in the inbox. */
export type OutwardKind = LetterKind | 'alarm' | 'alarm-escalated';
export type Words = { subject: string; text: string };
/** The words of one language. */
export type Letters = {
	kinds: Record<OutwardKind, Words>;
	mail: readonly string[];
} & Record<'day' | 'moment' | 'sms' | 'where' | 'phone' | 'subject', string>;
