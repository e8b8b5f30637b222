import { redirect } from '@sveltejs/kit';
import QRCode from 'qrcode';
import * as v from 'valibot';
import { readStoredNumber } from '#lib/domain/case-number.ts';
import { showCode } from '#lib/domain/access-code.ts';
import { workdayAfter } from '#lib/domain/deadline.ts';
import { dueInWords, dueMoment, momentInWords } from '#lib/i18n/dates.ts';
import { messages } from '#lib/i18n/messages.ts';
import { loadCalendar } from '#lib/server/calendar/load-calendar.ts';
import { openCaseSession, rememberDevice } from '#lib/server/cases/access.ts';
import { setCookie } from '#lib/server/http/cookies.ts';
import { dropDraftCookies, readDraft } from '#lib/server/http/draft.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { forgetDraft, saveDraft } from '#lib/server/intake/drafts.ts';
import { deriveCode, deriveLinkToken } from '#lib/server/vault/access-secrets.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const open = await readDraft(event);
	const filed = open?.draft.filed;
	if (!open || !filed) redirect(303, '/track');
	const { context, house, preferences } = event.locals;
	const { locale } = preferences;
	const isShown = context.now < new Date(filed.shownUntil);
	const { submissionKey, isPublicComputer, identity } = open.draft;
	const token = deriveLinkToken(context.secrets, submissionKey);
	const dueAt = new Date(filed.dueAt);
	const submittedAt = new Date(filed.submittedAt);
	// a shared computer shows the code once; the draft ends with it (ruling 16)
	if (isShown && isPublicComputer) {
		await forgetDraft(context, open.secret);
		dropDraftCookies(event);
	}
	const calendar = await loadCalendar(house.db);
	return {
		t: messages('receipt', locale),
		number: filed.number,
		hash: `${filed.hash.slice(0, 4)}-${filed.hash.slice(4, 8)}`.toUpperCase(),
		due: dueMoment(dueAt, locale),
		dueDay: dueInWords(dueAt, locale),
		acceptDay: dueInWords(workdayAfter(submittedAt, calendar), locale),
		submitted: momentInWords(submittedAt, locale),
		hasDanger: filed.hasDanger,
		identity,
		isPublicComputer,
		until: momentInWords(new Date(filed.shownUntil), locale),
		code: isShown ? showCode(deriveCode(context.secrets, submissionKey)) : null,
		qr: isShown ? await QRCode.toString(`${event.url.origin}/track#${token}`, { type: 'svg', margin: 1 }).then(svgAddress) : null
	};
};

/** An SVG as an image address, so that no markup is put into the page. */
function svgAddress(svg: string): string {
	return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

const notedForm = v.object({ remember: v.optional(v.literal('on')) });

export const actions: Actions = {
	/** 我记好了: the code is never shown again, and the case opens. */
	noted: formAction(notedForm, async ({ remember }, event) => {
		const open = await readDraft(event);
		const filed = open?.draft.filed;
		if (!open || !filed) redirect(303, '/track');
		const { context, house } = event.locals;
		const resident = house.contextFor({ kind: 'resident', caseId: filed.caseId, via: 'filed' } as const, context.now);
		if (remember) {
			const label = event.request.headers.get('user-agent')?.match(/Android|iPhone|iPad|Windows|Macintosh|Linux/)?.[0] ?? '';
			const token = await rememberDevice(resident, readStoredNumber(filed.number), label);
			setCookie(event, 'device', token, { maxAge: 400 * 86_400 });
		}
		setCookie(event, 'case', await openCaseSession(context, filed.caseId, 'filed'));
		const done = { ...open.draft, text: '', want: '', avoidWords: '', filed: { ...filed, shownUntil: new Date(0).toISOString() } };
		await saveDraft(context, open.secret, done);
		redirect(303, '/track');
	})
};
