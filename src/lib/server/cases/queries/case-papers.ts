import { and, asc, eq, inArray } from 'drizzle-orm';
import type { AnswerResult } from '../../../domain/answer.ts';
import { answerResults } from '../../../domain/answer.ts';
import { dayOf } from '../../../domain/clock.ts';
import { seesAttachment, seesOriginal, type StaffActor, titleFor } from '../../../domain/permissions.ts';
import type { Parts } from '../../../domain/texts.ts';
import { listAttachments } from '../../attachments/photos.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { staff } from '../../db/schema/staff.ts';
import { units } from '../../db/schema/units.ts';
import { readMatter } from './staff-case.ts';
import { type CaseEventKind, readTimeline } from './timeline.ts';
import { together } from './together.ts';
import { unitNames } from './unit-names.ts';
import { visibleTo } from './visible-to.ts';

type StaffContext = Context<StaffActor>;

/** Who was called and what was said, what a resident thinks of it, whom they fear: never on paper. */
const notOnPaper: readonly CaseEventKind[] = [
	...(['case.contact-logged', 'case.contact-changed', 'case.contact-revealed', 'case.looked-up-by-phone'] as const),
	...(['case.code-renewed', 'case.code-handed-over', 'case.device-remembered', 'case.device-revoked'] as const),
	...(['case.rated', 'case.rating-changed', 'case.excluded', 'case.exclusion-lifted', 'case.exported'] as const)
];
const wordsNotOnPaper: readonly CaseEventKind[] = ['case.submitted', 'case.followed-up', 'case.supervised'];

/**
 * Cases as they are printed and bound (一事一档), in the order in which they were submitted: as much as the reader finds
 * and reads on their pages, less what must not lie on a desk.
 */
export async function listCasePapers(context: StaffContext, numbers: readonly string[]) {
	const { db } = context;
	if (numbers.length === 0) return [];
	const found = await db
		.select({
			subject: cases,
			owner: staff.name,
			unit: units.name,
			category: categories.name,
			categoryEn: categories.nameEn,
			area: areas.name
		})
		.from(cases)
		.innerJoin(staff, eq(staff.id, cases.ownerId))
		.leftJoin(units, eq(units.id, cases.unitId))
		.leftJoin(categories, eq(categories.code, cases.categoryCode))
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.where(and(inArray(cases.number, [...numbers]), visibleTo(context)))
		.orderBy(asc(cases.submittedAt), asc(cases.id))
		.limit(numbers.length);
	const papers: CasePaper[] = [];
	// one after another: a volume is bound beside the day's work, not instead of it
	for (const one of found) papers.push(await paperOf(context, one));
	return papers;
}

type Found = {
	subject: typeof cases.$inferSelect;
	owner: string;
	unit: string | null;
	category: string | null;
	categoryEn: string | null;
	area: string | null;
};

async function paperOf(context: StaffContext, { subject, ...named }: Found) {
	const { actor } = context;
	const isOriginal = seesOriginal(actor, subject);
	const { matter, timeline, attached } = await together({
		matter: readMatter(context, subject, isOriginal),
		timeline: readTimeline(context, subject),
		attached: listAttachments(context, subject.id)
	});
	const toUnit = await unitNames(context, timeline);
	const shown = attached.filter((attachment) => seesAttachment(actor, subject, attachment));
	const told = timeline.filter(({ kind }) => !notOnPaper.includes(kind));
	return {
		...named,
		number: subject.number,
		state: subject.state,
		type: subject.type,
		class: subject.class,
		channel: subject.channel,
		identity: subject.identity,
		title: titleFor(actor, subject),
		isSpoken: isOriginal && !subject.hasText,
		matter,
		receivedOn: dayOf(subject.submittedAt),
		closedOn: subject.closedAt && dayOf(subject.closedAt),
		dueAt: subject.answerDueAt,
		external: subject.externalNumber
			? { source: subject.externalSource ?? ('other' as const), number: subject.externalNumber }
			: null,
		photos: shown.filter(({ seconds }) => seconds === null).length,
		recordings: shown.filter(({ seconds }) => seconds !== null).length,
		answers: told.flatMap(({ id, audience, words, at, byUnit }) =>
			audience === 'public' && words.answer
				? [{ id, at, unit: byUnit, result: resultOf(words.answer), parts: words.answer }]
				: []
		),
		story: told.map(({ id, kind, at, by, byKind, byUnit, words }) => ({
			id,
			kind,
			at,
			by: byKind === 'staff' ? by : '',
			byKind,
			byUnit,
			toUnit: toUnit.get(id) ?? '',
			words: wordsNotOnPaper.includes(kind)
				? []
				: Object.entries(words).flatMap(([name, parts]) => (name === 'answer' ? [] : [parts]))
		}))
	};
}
export type CasePaper = Awaited<ReturnType<typeof paperOf>>;

const resultOf = ({ result }: Parts): AnswerResult | null => answerResults.find((known) => known === result) ?? null;
