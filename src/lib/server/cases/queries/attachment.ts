import { and, eq } from 'drizzle-orm';
import { seesAttachment } from '../../../domain/permissions.ts';
import { type Attachment, findAttachment } from '../../attachments/keep.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { visibleTo } from './visible-to.ts';

/** A photo or recording of a case the actor may find; of a confidential case a unit finds released photos alone. */
export async function findVisibleAttachment(context: Context, id: string): Promise<Attachment | null> {
	const attachment = await findAttachment(context, id);
	if (!attachment?.caseId) return null;
	const [subject] = await context.db
		.select()
		.from(cases)
		.where(and(eq(cases.id, attachment.caseId), visibleTo(context)))
		.limit(1);
	return subject && seesAttachment(context.actor, subject, attachment) ? attachment : null;
}
