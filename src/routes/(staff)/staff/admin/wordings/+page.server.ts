import * as v from 'valibot';
import { textField, ticked } from '#lib/domain/form-fields.ts';
import { letterKinds } from '#lib/domain/messages.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { listNames, mayRest, readWordingKey, wordingLists } from '#lib/domain/wordings.ts';
import { labels as en } from '#lib/i18n/labels.en.ts';
import { labels as zh } from '#lib/i18n/labels.zh-cn.ts';
import { formAction } from '#lib/server/http/form-action.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { usualLetter } from '#lib/server/notify/letters.ts';
import { changeWording } from '#lib/server/office/change-wording.ts';
import { forgetWords, officeWords } from '#lib/server/site/wordings.ts';
import type { Actions, PageServerLoad } from './$types';

/** What stands where the office has said nothing. */
function usualOf(key: string): { zh: string; en: string } {
	const read = readWordingKey(key);
	if (!read) throw new Refusal('wording.unknown');
	const { list, code } = read;
	if (list === 'letter') {
		const kind = letterKinds.find((one) => one === code);
		if (!kind) throw new Refusal('wording.unknown');
		return usualLetter(kind);
	}
	const [inChinese, inEnglish]: Record<string, string>[] = [zh[list], en[list]];
	return { zh: inChinese?.[code] ?? code, en: inEnglish?.[code] ?? code };
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const list = listNames.find((one) => one === url.searchParams.get('list')) ?? 'refusalReason';
	const own = await officeWords(locals.house.db);
	const rows = wordingLists[list].map((code) => {
		const key = `${list}.${code}`;
		const usual = usualOf(key);
		const words = own.get(key);
		return {
			...{ key, usual, zh: words?.zh ?? usual.zh, en: words?.en ?? usual.en },
			isOffered: words?.isOffered ?? true,
			mayRest: mayRest({ list, code })
		};
	});
	return { list, rows };
};

export const actions: Actions = {
	default: formAction(
		v.object({
			key: v.pipe(v.string('field.missing'), v.maxLength(60, 'field.missing')),
			zh: textField('wording', [1, 300]),
			en: textField('wording', [1, 600]),
			offered: ticked
		}),
		async ({ key, zh, en, offered }, { locals }) => {
			const read = readWordingKey(key);
			const isOffered = offered || (read !== null && !mayRest(read));
			await changeWording(staffContext(locals), { key, zh, en, isOffered }, usualOf(key));
			forgetWords(locals.house.db);
			return { saved: true as const };
		}
	)
};
