import { and, eq } from 'drizzle-orm';
import { seesOriginal } from '../../../domain/permissions.ts';
import { findPhoto, type Photo } from '../../attachments/photos.ts';
import type { Context } from '../../context.ts';
import { cases } from '../../db/schema/cases.ts';
import { visibleTo } from './visible-to.ts';

/** A photo of a case the actor may find; of a confidential case a unit finds only released ones. */
export async function findVisiblePhoto(context: Context, id: string): Promise<Photo | null> {
	const photo = await findPhoto(context, id);
	if (!photo?.caseId) return null;
	const [subject] = await context.db
		.select()
		.from(cases)
		.where(and(eq(cases.id, photo.caseId), visibleTo(context)))
		.limit(1);
	if (!subject) return null;
	return photo.isReleased || photo.uploadedById !== null || seesOriginal(context.actor, subject) ? photo : null;
}
