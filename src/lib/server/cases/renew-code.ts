import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { caseStream, record } from '../events/record.ts';
import { codeMac, hashToken, randomCode, randomToken } from '../vault/access-secrets.ts';
import { endAccess, openCaseSession } from './access.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * A new 查询码: random, never derived. It ends every session, remembered device and token of the case (ruling 17).
 * By the resident it opens a new session; by the desk the next use must set another one (ruling 17a).
 */
export function renewCode(
	context: Context,
	number: CaseNumber,
	how: 'resident' | 'receipt' | 'call-back'
): Promise<{ code: string; linkToken: string; secret: string }> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		permit(context, 'renew-code', subject);
		await advance(context, subject, 'renew-code');
		const code = randomCode();
		const linkToken = randomToken();
		await context.db
			.update(cases)
			.set({
				codeMac: codeMac(context.secrets, number, code),
				linkTokenHash: hashToken(linkToken),
				mustRenewCode: how === 'call-back'
			})
			.where(eq(cases.id, subject.id));
		await endAccess(context, subject.id);
		await record(context, caseStream(subject.id), 'case.code-renewed', { how });
		return { code, linkToken, secret: how === 'resident' ? await openCaseSession(context, subject.id, 'code') : '' };
	});
}
