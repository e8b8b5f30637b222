import { and, eq } from 'drizzle-orm';
import { seesAttachment } from '../../../domain/permissions.ts';
import { type Attachment, findAttachment } from '../../attachments/keep.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { readSharedStory } from './shared-story.ts';
import { visibleTo } from './visible-to.ts';

/** A photo or recording of a case the actor may find; of a confidential case a unit finds released photos alone. */
export async function findVisibleAttachment(context: Context, id: string): Promise<Attachment | null> {
	const attachment = await findAttachment(context, id);
	if (!attachment?.caseId) return null;
	if (await isSharedWith(context, attachment)) return attachment;
	const [subject] = await context.db
		.select()
		.from(cases)
		.where(and(eq(cases.id, attachment.caseId), visibleTo(context)))
		.limit(1);
	return subject && seesAttachment(context.actor, subject, attachment) ? attachment : null;
}

/** 并案: what staff sent with progress and answers of the main case is for the residents of its parts too, no more. */
async function isSharedWith(context: Context, { id, caseId }: Attachment): Promise<boolean> {
	const { actor, db } = context;
	if (actor.kind !== 'resident' || actor.caseId === caseId) return false;
	const [part] = await db
		.select({ mainId: cases.mainId, mergedAt: cases.mergedAt })
		.from(cases)
		.where(eq(cases.id, actor.caseId))
		.limit(1);
	if (!part || part.mainId !== caseId) return false;
	const shared = await readSharedStory(context, part);
	return shared?.photos.some((photo) => photo.id === id) ?? false;
}
