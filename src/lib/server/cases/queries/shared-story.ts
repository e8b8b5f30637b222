import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Context } from '../../context.ts';
import { attachments } from '../../db/schema/attachments.ts';
import { cases } from '../../db/schema/cases.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import type { Case } from '../take-case.ts';
import { type CaseEventKind, type Entry, entriesOf, storyColumns } from './timeline.ts';

/**
 * What the main case's resident and those of its parts may all read: what the office did and said. Nothing that a
 * resident wrote, asked, was asked, rated or agreed to is among it.
 */
const sharedKinds: CaseEventKind[] = [
	...(['case.accepted', 'case.classified', 'case.assigned', 'case.signed', 'case.signing-lapsed'] as const),
	...(['case.designated', 'case.reassigned', 'case.handed-over', 'case.transferred'] as const),
	...(['case.progress-reported', 'case.extended', 'case.listed-long-term', 'case.phase-finished'] as const),
	...(['case.taken-off-list', 'case.joint-arranged', 'case.apologised'] as const),
	...(['case.answered', 'case.answered-on-the-spot', 'case.rework-opened', 'case.closed'] as const)
];
const ownersUnit = alias(units, 'owners_unit');
type Part = Pick<Case, 'mainId' | 'mergedAt'>;

/**
 * 并案: the main case as the resident of a part reads it, from the merging on; null for a case that is nobody's part.
 * Who caused a step by rating is not told.
 */
export async function readSharedStory({ db, actor }: Context, { mainId, mergedAt }: Part) {
	if (mainId === null || mergedAt === null) return null;
	const [found] = await db
		.select({
			subject: cases,
			owner: staff.name,
			ownerUnit: ownersUnit.name,
			unit: units.name,
			unitPhone: units.phone,
			story: storyColumns(cases.id, sql.param(sharedKinds))
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.innerJoin(ownersUnit, eq(ownersUnit.id, staff.unitId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.where(eq(cases.id, mainId))
		.limit(1);
	if (!found) return null;
	const { subject, story, ...rest } = found;
	const entries = entriesOf(story, actor, subject).filter(({ at }) => at >= mergedAt);
	const photos = await listPhotos(
		db,
		mainId,
		entries.flatMap(({ textIds }) => textIds)
	);
	return { main: subject, ...rest, entries: entries.map(withoutResident), photos };
}

/** Photos that staff sent along; those of residents are theirs alone. */
async function listPhotos(db: Context['db'], caseId: number, textIds: readonly number[]) {
	if (textIds.length === 0) return [];
	return db
		.select({ id: attachments.id, textId: attachments.textId, seconds: attachments.seconds })
		.from(attachments)
		.where(
			and(
				eq(attachments.caseId, caseId),
				inArray(attachments.textId, [...textIds]),
				isNotNull(attachments.uploadedById),
				isNull(attachments.seconds)
			)
		)
		.orderBy(asc(attachments.createdAt))
		.limit(100);
}

function withoutResident(entry: Entry): Entry {
	const bySystem = entry.byKind === 'resident' ? { byKind: 'system' as const } : {};
	// a request for re-handling is in the resident's own words
	return entry.kind === 'case.rework-opened'
		? { ...entry, ...bySystem, words: {}, textIds: [] }
		: { ...entry, ...bySystem };
}

/** The streams a resident's page lives on: the own case's, and that of the main case it is handled with. */
export async function listResidentStreams({ db }: Context, caseId: number): Promise<string[]> {
	const [found] = await db.select({ mainId: cases.mainId }).from(cases).where(eq(cases.id, caseId)).limit(1);
	return [caseId, ...(found?.mainId ? [found.mainId] : [])].map((id) => `case:${id}`);
}
