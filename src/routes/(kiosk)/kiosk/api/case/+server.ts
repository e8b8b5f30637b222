import * as v from 'valibot';
import { readCode } from '#lib/domain/access-code.ts';
import { readNumber } from '#lib/domain/case-number.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { assertNotThrottled, countFailure, deviceGuessLimits } from '#lib/server/auth/throttle.ts';
import { openWithCode, openWithLink } from '#lib/server/cases/access.ts';
import { kioskAnswer, kioskContext } from '#lib/server/http/kiosk-api.ts';
import { asResident, kioskCase } from '#lib/server/http/kiosk-case.ts';

const short = v.pipe(v.string(), v.maxLength(100));
const proof = v.union([v.object({ number: short, code: short }), v.object({ linkToken: short })]);

/** 查办到哪了: number and code, or what the receipt's QR holds. A kiosk has limits of its own, per machine. */
export const POST = kioskAnswer(proof, async (given, event) => {
	const context = kioskContext(event.locals);
	const limits = deviceGuessLimits(context.actor.deviceId);
	await assertNotThrottled(context, limits);
	const opened = 'linkToken' in given ? await openWithLink(context, given.linkToken) : await withCode(given);
	if (!opened) {
		await countFailure(context, limits);
		throw new Refusal('case.not-found');
	}
	await asResident(event, opened.secret);
	return { secret: opened.secret, case: await kioskCase(event) };

	async function withCode({ number, code }: { number: string; code: string }) {
		const [readAs, digits] = [readNumber(number, context.numberPrefix), readCode(code)];
		return readAs.ok && digits ? openWithCode(context, readAs.number, digits) : null;
	}
});
