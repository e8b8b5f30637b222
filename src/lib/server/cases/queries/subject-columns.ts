import type { Subject } from '../../../domain/permissions.ts';
import { cases } from '../../db/schema/cases.ts';

/** What a list selects of a case so that the rules of `permissions.ts` can say what of it this person reads. */
export const subjectColumns = {
	id: cases.id,
	state: cases.state,
	class: cases.class,
	categoryCode: cases.categoryCode,
	ownerId: cases.ownerId,
	unitId: cases.unitId,
	filedById: cases.filedById,
	identity: cases.identity,
	releasedToId: cases.releasedToId,
	title: cases.title,
	checkedTitle: cases.checkedTitle
} satisfies Record<keyof Subject | 'title' | 'checkedTitle', unknown>;
