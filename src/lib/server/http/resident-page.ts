import { redirect, type RequestEvent } from '@sveltejs/kit';
import { type CaseState, fits, publicStep } from '../../domain/lifecycle.ts';
import { mayChangeRating, mayRequestRework } from '../../domain/rating.ts';
import { lateRatingUntil } from '../../domain/deadline.ts';
import { dayOf } from '../../domain/clock.ts';
import { phasesIn } from '../../domain/phase-plan.ts';
import { Refusal } from '../../domain/refusal.ts';
import { findResidentCase, readResidentCase } from '../cases/queries/resident-case.ts';
import type { Entry } from '../cases/queries/timeline.ts';
import { maskContact, openContact } from '../vault/contacts.ts';

/** What ends or moves the promise of 会办, so that an old day no longer stands at the top of the page. */
const endsPromise = ['case.extended', 'case.listed-long-term', 'case.answered', 'case.rework-opened'];
type Listed = { state: CaseState; resumesTo: CaseState | null; noticeDueAt: Date | null };

/** Everything the resident's case page shows. A session whose case is gone finds nothing. */
export async function residentPage(event: RequestEvent) {
	const { context, preferences } = event.locals;
	const found = await readResidentCase(context);
	const { subject, owner, ownerUnit, unit, unitPhone, entries, attached, rating, devices } = found;
	const contact = subject.identity === 'anonymous' ? null : await openContact(context, subject.id);
	const { shared } = found;
	const { state, number } = subject;
	// 并案: how the matter stands, who has it and by when is the main case's; what is on the page besides is their own
	const standing = shared ? shared.main : subject;
	const { round, closedAt } = standing;
	const now = context.now;
	const told = shared ? inOrder(entries, shared.entries) : entries;
	const answer = told.findLast(({ kind }) => isAnswer(kind));
	const ratedNow = rating?.round === round && answer && rating.ratedAt >= answer.at ? rating : undefined;
	const mayRate =
		standing.state === 'answered' ||
		(standing.state === 'closed' &&
			closedAt !== null &&
			(ratedNow
				? mayChangeRating({ ratedAt: ratedNow.ratedAt, now })
				: (shared !== null || subject.closedAs === 'unrated') && now <= lateRatingUntil(closedAt)));
	const asked = entries.findLast(({ kind }) => kind === 'case.info-requested');
	const promise = entries.findLast(({ kind }) => kind === 'case.joint-arranged' || endsPromise.includes(kind));
	return {
		number,
		state,
		main: shared?.main.number ?? null,
		standing: shared && standing.state === 'need_info' ? (standing.resumesTo ?? 'submitted') : standing.state,
		// a dossier of what was never handled to the end has no bar, as before it was archived
		step:
			standing.state === 'archived' && !endedByAnswer(subject.closedAs)
				? null
				: publicStep(standing.state, standing.resumesTo),
		title: subject.title,
		isSpoken: !subject.hasText,
		type: subject.type,
		class: subject.class,
		identity: subject.identity,
		category: preferences.locale === 'en' ? found.categoryEn : found.category,
		submittedAt: subject.submittedAt,
		dueAt: standing.dueAt,
		firstDueAt: subject.firstDueAt,
		supplyBy: subject.supplyBy,
		/** 会办: the day that was promised. */
		promisedOn: subject.dueAt ? (promise?.words.promise?.promisedOn ?? null) : null,
		plan: planOf(subject, entries),
		round,
		mustRenewCode: subject.mustRenewCode,
		owner: shared?.owner ?? owner,
		unit: shared ? (shared.unit ?? shared.ownerUnit) : (unit ?? ownerUnit),
		unitPhone: (shared ? shared.unitPhone : unitPhone) ?? '',
		asked: state === 'need_info' ? (asked?.words.ask?.text ?? '') : '',
		asksIdentity: state === 'need_info' && asked?.data.asksIdentity === true,
		answer: answer ? { ...publicEntry(answer), result: String(answer.data.result) } : null,
		timeline: told
			.filter(({ audience, kind }) => audience === 'public' && !(shared && isAnswer(kind)))
			.map(publicEntry),
		looks: entries
			.filter(({ kind }) => kind === 'case.contact-revealed')
			.map(({ at, by, byUnit, data, words }) => ({
				at,
				by,
				byUnit,
				reason: String(data.reason),
				words: words.words?.text ?? ''
			})),
		notices: entries
			.filter(
				({ kind }) =>
					kind === 'case.code-renewed' || kind === 'case.looked-up-by-phone' || kind === 'case.code-handed-over'
			)
			.map(publicEntry),
		photos: [...attached.filter(({ seconds }) => seconds === null), ...(shared?.photos ?? [])],
		recordings: attached.flatMap(({ id, textId, seconds }) => (seconds === null ? [] : [{ id, textId, seconds }])),
		contact: contact && maskContact(contact),
		devices,
		issue: found.issue,
		letter: { isFirst: subject.splitFromId === null, others: found.letter },
		rating: ratedNow ? { stars: ratedNow.stars, solved: ratedNow.solved, tags: ratedNow.tags } : null,
		can: {
			rate: mayRate,
			supplement: fits('supplement', state),
			remind: fits('remind', state) && !(subject.remindedAt && dayOf(subject.remindedAt) === dayOf(now)),
			withdraw: fits('withdraw', state),
			code: subject.splitFromId === null,
			rework: mayRequestRework({ state, round: subject.round, closedAt: subject.closedAt, now }),
			consent:
				fits('consent-to-publish', state) &&
				!subject.consentsToPublish &&
				subject.identity !== 'confidential' &&
				!isSideExit(subject),
			withdrawConsent: subject.consentsToPublish,
			declineFollowUp: contact !== null && !subject.declinesFollowUp,
			recheck: state === 'rejected' && !subject.recheckedAt,
			confidential: fits('make-confidential', state) && subject.identity !== 'confidential',
			release:
				fits('release-identity', state) &&
				subject.identity === 'confidential' &&
				subject.releasedToId === null &&
				asked?.data.asksIdentity === true
		}
	};
}

/** What was never answered, and never will be, is not published. */
function isSideExit({ state, closedAs }: Awaited<ReturnType<typeof readResidentCase>>['subject']): boolean {
	if (state === 'archived') return !endedByAnswer(closedAs);
	return state === 'rejected' || state === 'redirected' || state === 'withdrawn';
}

function endedByAnswer(closedAs: Awaited<ReturnType<typeof readResidentCase>>['subject']['closedAs']): boolean {
	return closedAs === 'rated' || closedAs === 'unrated' || closedAs === 'answered-twice';
}

/** 阶段计划 while the case is on the list of long-running matters, with what is done of it and the next notice. */
function planOf({ state, resumesTo, noticeDueAt }: Listed, entries: readonly Entry[]) {
	if (state !== 'long_term' && resumesTo !== 'long_term') return null;
	const at = entries.findLastIndex(({ kind }) => kind === 'case.listed-long-term');
	const done = new Map(
		entries.slice(at).flatMap(({ kind, data, at }) => (kind === 'case.phase-finished' ? [[data.position, at]] : []))
	);
	const phases = phasesIn(entries[at]?.words.words ?? {});
	return { noticeDueAt, phases: phases.map((phase) => ({ ...phase, doneAt: done.get(phase.position) ?? null })) };
}

const isAnswer = (kind: Entry['kind']) => kind === 'case.answered' || kind === 'case.answered-on-the-spot';

function inOrder(own: readonly Entry[], shared: readonly Entry[]): Entry[] {
	return [...own, ...shared].sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** The case of a resident's subpage; without a session (or after its 30 minutes) the way leads to the front door. */
export async function ownCase(event: RequestEvent) {
	try {
		return await findResidentCase(event.locals.context);
	} catch (fault) {
		if (fault instanceof Refusal) redirect(303, '/track');
		throw fault;
	}
}

function publicEntry({ id, kind, at, byKind, by, byUnit, data, words, textIds }: Entry) {
	// what was only said has a title and no words: nothing to quote
	const said = Object.entries(words).filter(([, parts]) =>
		Object.entries(parts).some(([part, text]) => part !== 'title' && text)
	);
	const reason = String(data.reason ?? '');
	// an extension and a listing tell the old due beside the new one
	const moved = typeof data.oldDueAt === 'string' && typeof data.dueAt === 'string';
	const dues = moved ? { old: new Date(String(data.oldDueAt)), now: new Date(String(data.dueAt)) } : null;
	const cycleDays = typeof data.cycleDays === 'number' ? data.cycleDays : null;
	return { id, kind, at, byKind, by, byUnit, reason, words: Object.fromEntries(said), textIds, dues, cycleDays };
}
