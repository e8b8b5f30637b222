import { and, eq, inArray, like, ne, notLike, or, sql, type SQL } from 'drizzle-orm';
import { directsAll, isConduct, titleFor, type StaffActor } from '../../../domain/permissions.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import { cases, kindOf, takesOthers } from '../../db/schema/cases.ts';
import { categories } from '../../db/schema/categories.ts';
import { exclusions } from '../../db/schema/exclusions.ts';
import { searchTerms } from '../../db/search-vector.ts';
import type { Case } from '../take-case.ts';
import { notConduct, visibleTo } from './visible-to.ts';

/** How far back, how many are looked at (the latest), how many are shown. */
const sinceDays = 60;
const lookedAt = 60;
const mostShown = 5;
/** Of the words of a matter so many are compared; so many in common make it similar. */
const mostTerms = 40;
const fewestShared = { staff: 3, resident: 4 } as const;

/**
 * Open cases about the same matter that this one could be merged into: same kind or area and words in common, or named
 * by the resident (我也遇到了), which comes first. Only what the actor finds anyway; for who does not read confidential
 * cases, none of those.
 */
export async function listSimilar(context: Context<StaffActor>, subject: Case, text: string, alikeId: number | null) {
	const { actor, now } = context;
	const readsAll = actor.roles.includes('dispatcher') || actor.roles.includes('supervisor');
	const within = and(
		ne(cases.id, subject.id),
		visibleTo(context),
		isConduct(subject) ? like(cases.categoryCode, '18%') : notConduct(),
		readsAll ? undefined : ne(cases.identity, 'confidential'),
		// who directs nothing cannot hand work over to another unit
		directsAll(actor, subject)
			? undefined
			: or(inArray(cases.ownerId, [actor.id, ...actor.standsInFor]), eq(cases.unitId, subject.unitId ?? 0))
	);
	const terms = comparedTerms(`${subject.title}\n${subject.place}\n${text}`);
	const near = [
		...(subject.categoryCode ? [eq(kindOf(cases.categoryCode), subject.categoryCode.slice(0, 2))] : []),
		...(subject.areaId === null ? [] : [eq(cases.areaId, subject.areaId)])
	];
	const least = fewestShared.staff;
	const found = await Promise.all(
		near.map((where) => alike(context, { terms, now, where: and(within, where), least }))
	);
	const byWords = found.flat().sort((one, other) => other.shared - one.shared);
	const wished = alikeId === null ? [] : await wishedFor(context, alikeId, within);
	// what is near in both ways comes twice, the wish perhaps once more
	const rows = new Map([...wished, ...byWords].map((row) => [row.subject.id, row]));
	return [...rows.values()].slice(0, mostShown).map(({ subject: other, area, category, categoryEn }) => ({
		number: other.number,
		title: titleFor(actor, other),
		state: other.state,
		submittedAt: other.submittedAt,
		...{ area, category, categoryEn },
		isWish: other.id === wished[0]?.subject.id
	}));
}

/** What is being filed, as far as it is compared. `kinds`: level-1 codes of its category, or of the tile it came by. */
type Filed = { text: string; place: string; kinds: readonly string[] };

/**
 * The same for a resident before submitting, of whom nobody knows who they are: never a confidential case, one of conduct
 * or of a kind that is not published, nor one that somebody is recused from. The caller shows kind, area, week and how
 * far it is, nothing else.
 */
export async function listAlike(context: Context, { text, place, kinds }: Filed) {
	if (kinds.length === 0) return [];
	const { db, now } = context;
	const parts = sql`select part.id from cases as part where part.main_id = ${cases.id}`;
	const excluded = db
		.select({ one: sql`1` })
		.from(exclusions)
		.where(
			and(
				or(eq(exclusions.caseId, cases.id), sql`${exclusions.caseId} in (${parts})`),
				sql`${exclusions.liftedAt} is null`
			)
		);
	const where = and(
		inArray(kindOf(cases.categoryCode), [...kinds]),
		ne(cases.identity, 'confidential'),
		notLike(cases.categoryCode, '18%'),
		sql`${cases.categoryCode} in (select own.code from categories as own
			left join categories as above on above.code = own.parent_code
			where own.publishable and coalesce(above.publishable, true))`,
		sql`not exists ${excluded}`
	);
	const found = await alike(context, {
		terms: comparedTerms(`${place}\n${text}`),
		now,
		where,
		least: fewestShared.resident
	});
	return found.map(({ subject, area, category, categoryEn }) => ({
		id: subject.id,
		state: subject.state,
		resumesTo: subject.resumesTo,
		submittedAt: subject.submittedAt,
		...{ area, category, categoryEn }
	}));
}

const shown = { subject: cases, area: areas.name, category: categories.name, categoryEn: categories.nameEn };
type Wanted = { terms: string[]; now: Date; where: SQL | undefined; least: number };

/** The latest open cases that share words, most in common first. The inner question is bounded by time and number. */
async function alike({ db }: Context, { terms, now, where, least }: Wanted) {
	if (terms.length < least) return [];
	const since = new Date(now.getTime() - sinceDays * 86_400_000);
	const near = db
		.select({
			id: cases.id,
			shared: sql<number>`(select count(*)::int from unnest(tsvector_to_array(${cases.search})) as term
				where term = any(${sql.param(terms)}::text[]))`.as('shared')
		})
		.from(cases)
		.where(and(sql`${cases.submittedAt} >= ${since.toISOString()}::timestamptz`, takesOthers(cases.state), where))
		.orderBy(sql`${cases.submittedAt} desc`)
		.limit(lookedAt)
		.as('near');
	return db
		.select({ ...shown, shared: near.shared })
		.from(near)
		.innerJoin(cases, eq(cases.id, near.id))
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.leftJoin(categories, eq(categories.code, sql`left(${cases.categoryCode}, 2)`))
		.where(sql`${near.shared} >= ${least}`)
		.orderBy(sql`${near.shared} desc`, sql`${cases.submittedAt} desc`)
		.limit(mostShown);
}

/** The one the resident named, or the main case it went into since. */
async function wishedFor({ db }: Context, alikeId: number, within: SQL | undefined) {
	const main = sql`(select coalesce(wished.main_id, wished.id) from cases as wished where wished.id = ${alikeId})`;
	return db
		.select(shown)
		.from(cases)
		.leftJoin(areas, eq(areas.id, cases.areaId))
		.leftJoin(categories, eq(categories.code, sql`left(${cases.categoryCode}, 2)`))
		.where(and(sql`${cases.id} = ${main}`, takesOthers(cases.state), within))
		.limit(1);
}

/** Pairs of characters and words, not single characters, of which every text has some. */
function comparedTerms(text: string): string[] {
	return searchTerms(text)
		.filter((term) => [...term].length > 1)
		.slice(0, mostTerms);
}
