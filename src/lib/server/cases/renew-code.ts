import { eq } from 'drizzle-orm';
import type { CaseNumber } from '../../domain/case-number.ts';
import { type Context, inTransaction } from '../context.ts';
import { cases } from '../db/schema/cases.ts';
import { caseStream, record } from '../events/record.ts';
import { codeMac, hashToken, randomCode, randomToken } from '../vault/access-secrets.ts';
import { assertOwnCode, endAccess, openCaseSession, residentOf } from './access.ts';
import { advance } from './advance.ts';
import { permit, takeCase } from './take-case.ts';

/**
 * A new 查询码 by the resident: random, never derived. It ends every session, remembered device and token of the case
 * (ruling 17) and opens a new session, whose secret is returned for the cookie. The desk's road is `issueCode`.
 */
export function renewCode(context: Context, number: CaseNumber): Promise<{ code: string; secret: string }> {
	return inTransaction(context, async (context) => {
		const subject = await takeCase(context, number, null);
		residentOf(context);
		permit(context, 'renew-code', subject);
		assertOwnCode(subject);
		await advance(context, subject, 'renew-code');
		const code = randomCode();
		await context.db
			.update(cases)
			.set({
				codeMac: codeMac(context.secrets, number, code),
				linkTokenHash: hashToken(randomToken()),
				mustRenewCode: false
			})
			.where(eq(cases.id, subject.id));
		await endAccess(context, subject.id);
		await record(context, caseStream(subject.id), 'case.code-renewed', { how: 'resident' });
		return { code, secret: await openCaseSession(context, subject.id, 'code') };
	});
}
