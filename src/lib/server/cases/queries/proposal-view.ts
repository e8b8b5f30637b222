import { eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import * as v from 'valibot';
import { phasesIn } from '../../../domain/phase-plan.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import { mayWithdraw } from '../../../domain/proposal.ts';
import type { Parts } from '../../../domain/texts.ts';
import type { Context } from '../../context.ts';
import { proposals } from '../../db/schema/proposals.ts';
import { staff } from '../../db/schema/staff.ts';
import { texts } from '../../db/schema/texts.ts';
import { units } from '../../db/schema/units.ts';
import { decides, findOpenProposal } from '../open-proposal.ts';
import { phasesOfCase } from '../phases.ts';
import type { Case } from '../take-case.ts';

const proposers = alias(staff, 'proposers');
const deciders = alias(staff, 'deciders');
const partsSchema = v.record(v.string(), v.string());

/** The open proposal of a case as its page shows it, and what the reader may do about it; null where none is open. */
export async function readProposal(context: Context<StaffActor>, subject: Case) {
	const open = await findOpenProposal(context, subject.id);
	if (!open) return null;
	const [shown] = await context.db
		.select({ proposer: proposers.name, decider: deciders.name, unit: units.name, body: texts.body })
		.from(proposals)
		.innerJoin(proposers, eq(proposers.id, proposals.proposedById))
		.innerJoin(deciders, eq(deciders.id, proposals.deciderId))
		.innerJoin(texts, eq(texts.id, proposals.textId))
		.leftJoin(units, eq(units.id, proposals.unitId))
		.where(eq(proposals.id, open.id));
	const words = partsOf(shown?.body);
	const { id, kind, proposedAt, oldDueAt, newDueAt, cycleDays } = open;
	return {
		...{ id, kind, proposedAt, oldDueAt, newDueAt, cycleDays, words },
		proposer: shown?.proposer ?? '',
		decider: shown?.decider ?? '',
		unit: shown?.unit ?? null,
		phases: phasesIn(words).map((phase) => ({ ...phase, doneAt: null })),
		mayDecide: await decides(context, subject, open),
		mayWithdraw: mayWithdraw(context.actor, subject, open)
	};
}

/** 阶段计划 of a case that is or was on the list of long-running matters; none where it never was. */
export async function readPlan(context: Context, subject: Pick<Case, 'id' | 'longTermSince'>) {
	if (subject.longTermSince === null) return [];
	const plan = await phasesOfCase(context, subject.id);
	const [first] = plan;
	if (!first) return [];
	const [told] = await context.db
		.select({ body: texts.body })
		.from(proposals)
		.innerJoin(texts, eq(texts.id, proposals.textId))
		.where(eq(proposals.id, first.proposalId));
	const words = partsOf(told?.body);
	return plan.map(({ position, dueOn, doneAt }) => ({ position, dueOn, doneAt, text: textAt(words, position) }));
}

function textAt(words: Parts, position: number): string {
	return phasesIn(words).find((phase) => phase.position === position)?.text ?? '';
}

function partsOf(body: string | null | undefined): Parts {
	return body ? v.parse(partsSchema, JSON.parse(body)) : {};
}
