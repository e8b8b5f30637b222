import { sql } from 'drizzle-orm';
import { bigint, date, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ProposalKind } from '../../../domain/proposal.ts';
import { cases } from './cases.ts';
import { instant } from './instant.ts';
import { staff } from './staff.ts';
import { units } from './units.ts';

const id = () => bigint({ mode: 'number' });
const caseId = () =>
	id()
		.notNull()
		.references(() => cases.id);

/** What one asks for and another decides: 延期, 长期事项, 转渠道, 移交其他单位. One open proposal a case. */
export const proposals = pgTable(
	'proposals',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: caseId(),
		kind: text().$type<ProposalKind>().notNull(),
		state: text().$type<'open' | 'accepted' | 'refused' | 'withdrawn'>().notNull(),
		proposedById: id()
			.notNull()
			.references(() => staff.id),
		proposedAt: instant().notNull(),
		/** The words the resident or the deciding person reads; `reason`, `progress`, phases, body and route. */
		textId: id().notNull(),
		/** Transfer: the unit it would go to. */
		unitId: id().references(() => units.id),
		/** Extension: the due it had and the due it would have. */
		oldDueAt: instant(),
		newDueAt: instant(),
		/** Long-term: how often the resident would be told, in days. */
		cycleDays: integer(),
		/** Before whom it was put; others with the right may decide too (domain/proposal.ts). */
		deciderId: id()
			.notNull()
			.references(() => staff.id),
		decidedById: id().references(() => staff.id),
		decidedAt: instant()
	},
	(table) => [
		index().on(table.caseId, table.id),
		uniqueIndex('one_open_proposal')
			.on(table.caseId)
			.where(sql`${table.state} = 'open'`),
		index()
			.on(table.deciderId)
			.where(sql`${table.state} = 'open'`),
		index()
			.on(table.kind, table.unitId)
			.where(sql`${table.state} = 'open'`)
	]
);

/** 阶段计划 of a 长期事项: at least two, each with a day. Its words are parts of the proposal's text. */
export const phases = pgTable(
	'phases',
	{
		id: id().primaryKey().generatedAlwaysAsIdentity(),
		caseId: caseId(),
		proposalId: id()
			.notNull()
			.references(() => proposals.id),
		position: integer().notNull(),
		dueOn: date({ mode: 'string' }).notNull(),
		doneAt: instant()
	},
	(table) => [uniqueIndex().on(table.proposalId, table.position), index().on(table.caseId, table.position)]
);
