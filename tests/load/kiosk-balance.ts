import { and, eq } from 'drizzle-orm';
import * as v from 'valibot';
import { openWithCode, openWithLink } from '../../src/lib/server/cases/access.ts';
import { readStoredNumber } from '../../src/lib/domain/case-number.ts';
import { firstDue } from '../../src/lib/domain/deadline.ts';
import { dueMoment } from '../../src/lib/i18n/dates.ts';
import { slipWords } from '../../src/lib/kiosk/printing/slip.ts';
import { cases } from '../../src/lib/server/db/schema/cases.ts';
import { texts } from '../../src/lib/server/db/schema/texts.ts';
import { verifyLedger } from '../../src/lib/server/events/verify.ts';
import type { House } from '../../src/lib/server/start.ts';
import { openContact } from '../../src/lib/server/vault/contacts.ts';
import type { Printed } from './kiosk-resident.ts';

/** A receipt that somebody saw, what they had said, and when by the kiosk's clock (ms, before and after the last press). */
export type Confirmed = Printed & { text: string; phone: string; from: number; to: number };

/** What the database holds, beside what the receipts say. */
export type Balance = {
	/** Under a number that was printed. */
	stored: number;
	missing: Confirmed[];
	/** Handed in, and the browser killed before anybody saw the receipt. */
	unseen: number;
	/** Cases that have the words of another one. */
	duplicates: number;
	/** Text or phone are not what was typed. */
	changed: number;
	/** The date on the receipt is not the one that is stored. */
	wrongDates: number;
	/** The clock of the case does not run from the kiosk's time. */
	wrongClocks: number;
	/** Number and code, or the QR, do not open the case. */
	closed: number;
	ledger: Awaited<ReturnType<typeof verifyLedger>>;
};

const matter = v.object({ text: v.string() });

/** Compares what was printed with what is stored, and recomputes the ledger. */
export async function balanceOf(house: House, confirmed: readonly Confirmed[]): Promise<Balance> {
	const { db } = house;
	const rows = await db
		.select({
			...{ id: cases.id, number: cases.number, class: cases.class },
			...{ submittedAt: cases.submittedAt, dueAt: cases.firstDueAt, body: texts.body }
		})
		.from(cases)
		.innerJoin(texts, and(eq(texts.caseId, cases.id), eq(texts.kind, 'matter')));
	const byNumber = new Map(rows.map((row) => [row.number, row]));
	const context = house.contextFor({ kind: 'stranger' });
	const balance: Balance = {
		stored: 0,
		missing: [],
		unseen: rows.length,
		duplicates: rows.length - new Set(rows.map(({ body }) => body)).size,
		...{ changed: 0, wrongDates: 0, wrongClocks: 0, closed: 0 },
		ledger: await verifyLedger(db)
	};
	for (const printed of confirmed) {
		const row = byNumber.get(printed.number);
		if (!row) {
			balance.missing.push(printed);
			continue;
		}
		balance.stored++;
		balance.unseen--;
		const { id, submittedAt, dueAt, body } = row;
		const { text } = v.parse(matter, JSON.parse(body ?? '{}'));
		const phone = (await openContact(context, id))?.phone ?? '';
		if (text !== printed.text || phone !== printed.phone) balance.changed++;
		if (dueMoment(dueAt, 'zh-CN') !== printed.due.replace(slipWords('zh-CN').dueAfter, '')) balance.wrongDates++;
		const due = firstDue({ type: 'help', class: row.class, submittedAt, calendar: null });
		const isInTime = submittedAt.getTime() >= printed.from && submittedAt.getTime() <= printed.to;
		if (!isInTime || due.getTime() !== dueAt.getTime()) balance.wrongClocks++;
		const byCode = await openWithCode(context, readStoredNumber(printed.number), printed.code);
		const byLink = await openWithLink(context, printed.linkToken);
		if (byCode?.caseId !== id || byLink?.caseId !== id) balance.closed++;
	}
	return balance;
}
