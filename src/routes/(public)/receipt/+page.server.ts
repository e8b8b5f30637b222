import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { readStoredNumber } from '#lib/domain/case-number.ts';
import { showCode } from '#lib/domain/access-code.ts';
import { workdayAfter } from '#lib/domain/deadline.ts';
import { dueInWords, dueMoment, momentInWords } from '#lib/i18n/dates.ts';
import { loadCalendar } from '#lib/server/calendar/load-calendar.ts';
import { isCodeOf, openCaseSession, rememberDevice } from '#lib/server/cases/access.ts';
import { setCookie } from '#lib/server/http/cookies.ts';
import { dropDraftCookies, endDraft, readDraft } from '#lib/server/http/draft.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { qrAddress } from '#lib/server/http/qr.ts';
import { deriveCode, deriveLinkToken } from '#lib/server/vault/access-secrets.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the browser that filed is shown; anybody else, and the same browser later, how to go on. */
export const load: PageServerLoad = async (event) => {
	const { context, house, preferences } = event.locals;
	const { locale } = preferences;
	const open = await readDraft(event);
	const filed = open?.draft.filed;
	if (!open || !filed) return { slip: null };
	const { submissionKey, isPublicComputer } = open.draft;
	const number = readStoredNumber(filed.number);
	const code = deriveCode(context.secrets, submissionKey);
	const [calendar, isCurrent] = await Promise.all([loadCalendar(house.db), isCodeOf(context, number, code)]);
	const isShown = isCurrent && context.now < new Date(filed.shownUntil);
	// a shared computer shows the code once: the key of the draft leaves the browser with this page (ruling 16)
	if (isPublicComputer) dropDraftCookies(event);
	const dueAt = new Date(filed.dueAt);
	const submittedAt = new Date(filed.submittedAt);
	const link = `${event.url.origin}/track#${deriveLinkToken(context.secrets, submissionKey)}`;
	return {
		slip: {
			number,
			hash: `${filed.hash.slice(0, 4)}-${filed.hash.slice(4, 8)}`.toUpperCase(),
			due: dueMoment(dueAt, locale),
			acceptDay: dueInWords(workdayAfter(submittedAt, calendar), locale),
			submitted: momentInWords(submittedAt, locale),
			hasDanger: filed.hasDanger,
			identity: filed.identity,
			isPublicComputer,
			until: momentInWords(new Date(filed.shownUntil), locale),
			code: isShown ? showCode(code) : null,
			qr: isShown ? await qrAddress(link) : null
		}
	};
};

const notedForm = v.object({ remember: v.optional(v.literal('on')) });

export const actions: Actions = {
	/** 我记好了: the code is never shown again, and the case opens. */
	noted: formAction(notedForm, async ({ remember }, event) => {
		const open = await readDraft(event);
		const filed = open?.draft.filed;
		if (!open || !filed) redirect(303, '/track');
		const { context, house } = event.locals;
		const { caseId } = filed;
		const number = readStoredNumber(filed.number);
		const code = deriveCode(context.secrets, open.draft.submissionKey);
		await endDraft(event);
		// a renewed code ended every way in, this one too
		if (!(await isCodeOf(context, number, code))) redirect(303, '/track');
		const resident = house.contextFor({ kind: 'resident', caseId, via: 'filed' } as const, context.now);
		if (remember) {
			const label =
				event.request.headers.get('user-agent')?.match(/Android|iPhone|iPad|Windows|Macintosh|Linux/)?.[0] ?? '';
			const token = await rememberDevice(resident, number, label);
			setCookie(event, 'device', token, { maxAge: 400 * 86_400 });
		}
		setCookie(event, 'case', await openCaseSession(context, caseId, 'filed'));
		redirect(303, '/track');
	})
};
