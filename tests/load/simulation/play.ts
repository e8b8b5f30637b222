import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { type CaseNumber, readStoredNumber } from '../../../src/lib/domain/case-number.ts';
import { addDays, type Day, dayOf, startOfDay } from '../../../src/lib/domain/clock.ts';
import { isOpen } from '../../../src/lib/domain/lifecycle.ts';
import { ladderDue, ladderSteps } from '../../../src/lib/domain/deadline.ts';
import type { StaffActor } from '../../../src/lib/domain/permissions.ts';
import type { Calendar } from '../../../src/lib/domain/working-days.ts';
import { actorOf } from '../../../src/lib/server/auth/sessions.ts';
import { setStandIn } from '../../../src/lib/server/auth/stand-ins.ts';
import { loadCalendar } from '../../../src/lib/server/calendar/load-calendar.ts';
import { findLiveDraft } from '../../../src/lib/server/cases/draft-answer.ts';
import { liveTasks } from '../../../src/lib/server/cases/joint-tasks.ts';
import { findOpenProposal } from '../../../src/lib/server/cases/open-proposal.ts';
import { listFollowUps } from '../../../src/lib/server/cases/queries/follow-ups.ts';
import type { OfferedAct } from '../../../src/lib/server/cases/queries/offered-acts.ts';
import { findStaffCase, type StaffCase } from '../../../src/lib/server/cases/queries/staff-case.ts';
import { submitCase } from '../../../src/lib/server/cases/submit.ts';
import type { Case } from '../../../src/lib/server/cases/take-case.ts';
import type { Context } from '../../../src/lib/server/context.ts';
import type { Database } from '../../../src/lib/server/db/connect.ts';
import { cases } from '../../../src/lib/server/db/schema/cases.ts';
import { categories } from '../../../src/lib/server/db/schema/categories.ts';
import { alarms } from '../../../src/lib/server/db/schema/duty-roster.ts';
import { events } from '../../../src/lib/server/db/schema/events.ts';
import { duties } from '../../../src/lib/server/db/schema/handling.ts';
import { kiosks } from '../../../src/lib/server/db/schema/kiosks.ts';
import { publications } from '../../../src/lib/server/db/schema/publications.ts';
import { staff, staffRoles } from '../../../src/lib/server/db/schema/staff.ts';
import { units } from '../../../src/lib/server/db/schema/units.ts';
import { schedule } from '../../../src/lib/server/jobs/schedule.ts';
import { setShifts } from '../../../src/lib/server/office/change-roster.ts';
import type { Chance } from '../hand.ts';
import { openAgenda, tickOf } from './agenda.ts';
import { aLetter, reactionTo, weigh, whims } from './residents.ts';
import { doing, pick } from './staff-does.ts';
import { openWatch } from './watch.ts';

export type Stage = {
	db: Database;
	chance: Chance;
	contextFor: <A extends Context['actor']>(actor: A, now: Date) => Context<A>;
	/** Hands on what is undelivered, and sends what is due. */
	tell: (now: Date) => Promise<void>;
	/** At the first moment of each month, and at the end. */
	onMonth: (day: Day, now: Date) => Promise<void>;
	beginsOn: Day;
	days: number;
	cases: number;
	/** The planted defect: looks at each case that moves, until it says that it is done. */
	spoil: ((row: Case) => Promise<boolean>) | null;
};

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
/** After the last letter the office works its desk clear: so long at most. */
const longestDays = 260;
/** Refusals that an offered act may end with: something else stands in the way, and the page says what. */
const rightly =
	/^(extension|plan|proposal|joint|publication|staff|shift|answer|merge)\.|case\.(tasks-open|merge-|main-|same-unit|has-task|excluded|second-person|reminded|reviewer|external|already|no-follow-up|caller-must|held|drafter|reworker|promise)/;

type Known = { id: number; number: CaseNumber; row: Case; turn: number; hasWhims: boolean };

/** Plays the year; what was done how often, and everything that was not as it must be. */
export async function play(stage: Stage) {
	const { db, chance, contextFor } = stage;
	const agenda = openAgenda();
	const calendar: Calendar = await loadCalendar(db);
	const people = await db
		.select({ id: staff.id, username: staff.username, name: staff.name, unitId: staff.unitId })
		.from(staff);
	const roles = await db.select().from(staffRoles);
	const unitIds = (await db.select({ id: units.id }).from(units).orderBy(asc(units.id))).map(({ id }) => id);
	const handlingUnits = unitIds.filter((unitId) =>
		people.some((one) => one.unitId === unitId && hasRole(one.id, 'handler'))
	);
	const codes = await db.select({ code: categories.code, unitId: categories.unitId }).from(categories);
	const level2 = codes.map(({ code }) => code).filter((code) => code.length === 4);
	const unitOfCategory = new Map(codes.flatMap(({ code, unitId }) => (unitId ? [[code, unitId] as const] : [])));
	const [kiosk] = await db.select({ id: kiosks.id }).from(kiosks).limit(1);
	const machine = { kind: 'kiosk', id: kiosk?.id ?? 0, deviceId: 0, state: 'retired' } as const;
	const watch = openWatch(new Map(people.map(({ id, name }) => [id, name])));
	const known = new Map<number, Known>();
	const done: Record<string, number> = {};
	const refused: Record<string, number> = {};
	const away = new Map<number, { fromOn: Day; untilOn: Day; standInId: number | null }>();
	const ticks = new Set<string>();
	const beginsAt = startOfDay(stage.beginsOn);
	const lastLetterAt = new Date(beginsAt.getTime() + stage.days * dayMs);
	let now = beginsAt;
	let lastEvent = 0;
	let toldAt = beginsAt;
	let hasSpoilt = stage.spoil === null;
	// each has a way of working: prompt, as most do, or slow; and some leave things lying
	const paceOf = new Map(
		people.map(({ id }) => [id, { hours: pick([4, 10, 10, 24, 50], chance), forgets: pick([0, 0.03, 0.12], chance) }])
	);

	function hasRole(id: number, role: string): boolean {
		return roles.some((one) => one.staffId === id && one.role === role);
	}
	const idOf = (username: string) => people.find((one) => one.username === username)?.id ?? 0;
	const later = (ms: number, from = now) => new Date(from.getTime() + ms);
	const count = (counts: Record<string, number>, what: string) => void (counts[what] = (counts[what] ?? 0) + 1);
	const as = async (id: number) => contextFor(await actorOf({ db, now }, id), now);
	/** The office's hours: half past eight to half past five on working days. */
	const atWork = (at: Date): Date => {
		let day = dayOf(at);
		const [opens, closes] = [8.5 * hourMs, 17.5 * hourMs];
		const since = at.getTime() - startOfDay(day).getTime();
		if (calendar.isWorkday(day) && since >= opens && since < closes) return at;
		if (!calendar.isWorkday(day) || since >= closes)
			do day = addDays(day, 1);
			while (!calendar.isWorkday(day));
		return new Date(startOfDay(day).getTime() + opens + Math.floor(chance() * 4 * hourMs));
	};

	/** Does it, and looks at what has come of it. What an act refuses is counted; what should never be refused is a breach. */
	const attempt = async (what: string, act: () => Promise<unknown>, isOffered = false): Promise<boolean> => {
		let isDone = true;
		try {
			await act();
			count(done, what);
		} catch (fault) {
			if (!(fault instanceof Error) || fault.name !== 'Refusal') throw fault;
			isDone = false;
			count(refused, `${what}: ${fault.message}`);
			// nothing stops for want of a person, least of all what a resident asks
			if (fault.message === 'case.nobody-eligible' || (isOffered && !rightly.test(fault.message)))
				watch.breaches.push(`${what} was refused with ${fault.message} at ${now.toISOString()}`);
		}
		await settle();
		return isDone;
	};

	/** Whatever the ledger says has moved is looked at again. */
	const settle = async () => {
		const fresh = await db
			.select({ id: events.id, stream: events.stream })
			.from(events)
			.where(gt(events.id, lastEvent))
			.orderBy(asc(events.id));
		lastEvent = fresh.at(-1)?.id ?? lastEvent;
		const ids = [
			...new Set(fresh.flatMap(({ stream }) => (stream.startsWith('case:') ? [Number(stream.slice(5))] : [])))
		];
		if (ids.length === 0) return;
		const rows = await db
			.select()
			.from(cases)
			.where(or(inArray(cases.id, ids), inArray(cases.mainId, ids)))
			.orderBy(asc(cases.id));
		for (const row of rows) await notice(row);
	};

	const notice = async (row: Case) => {
		const before = known.get(row.id);
		const one = before ?? { id: row.id, number: readStoredNumber(row.number), row, turn: 0, hasWhims: false };
		one.row = row;
		known.set(row.id, one);
		watch.look(row, now);
		if (!hasSpoilt && stage.spoil) hasSpoilt = await stage.spoil(row);
		wakeFor(row);
		plan(one);
		if (one.hasWhims) return;
		one.hasWhims = true;
		for (const { afterDays, act } of whims(chance)) agenda.put(later(afterDays * dayMs), () => residentDoes(one, act));
	};

	/** The tasks of the clock that will have something to do for it, at their ticks. */
	const wakeFor = (row: Case) => {
		const isRunning = isOpen(row.state) && row.state !== 'answered' && row.state !== 'need_info';
		if (isRunning && row.dueAt)
			for (const step of ladderSteps.filter((step) => step > row.ladder))
				wake('climb-ladder', ladderDue(row.dueAt, step, calendar));
		if (isRunning) wake('owe-notice', row.noticeDueAt);
		if (row.state === 'assigned') wake('lapse-signing', row.stepDueAt);
		if (row.state === 'need_info') wake('lapse-info', row.supplyBy);
		if (row.state === 'answered') wake('close-unrated', row.dueAt);
		if (row.state === 'submitted' && row.class === 'urgent') wake('sound-alarms', now, ring);
		if (row.state === 'answered' || row.state === 'closed') wake('plan-follow-ups', now);
	};
	const wake = (name: string, at: Date | null, then: () => Promise<void> = async () => {}) => {
		const task = schedule.find((one) => one.name === name);
		if (!task) throw new Error(`no timed task ${name}`);
		if (!at) return;
		const tick = tickOf(task.cron, at > now ? at : now);
		const key = `${name} ${tick.getTime()}`;
		if (ticks.has(key)) return;
		ticks.add(key);
		agenda.put(tick, async () => {
			ticks.delete(key);
			await task.run(contextFor({ kind: 'system', job: name }, now));
			await settle();
			await then();
		});
	};
	/** Whoever is rung for comes in a few minutes, or does not hear it. */
	const ring = async () => {
		const rung = await db
			.select()
			.from(alarms)
			.where(and(eq(alarms.raisedAt, now), isNull(alarms.answeredAt)));
		for (const { caseId, staffId, raisedAt } of rung) {
			wake('escalate-alarms', later(15 * minuteMs, raisedAt));
			const one = known.get(caseId);
			const who = staffId ?? idOf('duban');
			if (one)
				agenda.put(
					later((2 + chance() * 45) * minuteMs),
					async () => void (await takesUp(one, who, ['accept', 'answer-alarm']))
				);
		}
	};

	/** When whose turn is next; a later change of the case makes another plan. */
	const plan = (one: Known) => {
		const turn = ++one.turn;
		const { row } = one;
		const reaction = reactionTo(row, chance);
		if (reaction)
			agenda.put(
				later(reaction.afterDays * dayMs),
				async () => void (turn === one.turn && (await residentDoes(one, reaction.act)))
			);
		if (!isOpen(row.state) || row.state === 'need_info' || row.state === 'answered') return;
		const isClearing = now >= lastLetterAt;
		const pace = paceOf.get(row.ownerId) ?? { hours: 10, forgets: 0 };
		const isForgotten = !isClearing && chance() < pace.forgets;
		const mean =
			row.class === 'urgent'
				? 1.5
				: isForgotten
					? 300
					: pace.hours * (row.state === 'processing' || row.state === 'rework' ? 2 : 1);
		const at = later(-Math.log(1 - chance()) * mean * hourMs + 2 * minuteMs);
		agenda.put(
			row.class === 'urgent' ? at : atWork(at),
			async () => void (turn === one.turn && (await officeDoes(one, turn)))
		);
	};

	const residentDoes = async (
		one: Known,
		act: (context: Context, number: CaseNumber, chance: Chance) => Promise<unknown>
	) => {
		const context = contextFor({ kind: 'resident', caseId: one.id, via: 'code' } as const, now);
		await attempt(`resident ${act.name || 'writes'}`, () => act(context, one.number, chance));
	};

	/** Whoever is away leaves it to the stand-in, or lying. */
	const presentFor = (id: number): number | null => {
		const leave = away.get(id);
		const today = dayOf(now);
		return leave && leave.fromOn <= today && today <= leave.untilOn ? leave.standInId : id;
	};
	const handlerOf = (unitId: number | null): number | null => {
		const able = people.filter((person) => person.unitId === unitId && hasRole(person.id, 'handler'));
		return able.length > 0 ? pick(able, chance).id : null;
	};
	/** Whose move it is: who reviews or decides, who is asked for a part, who signs for the unit, or who is in charge. */
	const moverOf = async ({ id, row }: Known): Promise<number | null> => {
		const system = contextFor({ kind: 'system', job: 'simulate' }, now);
		if (row.state === 'review') return (await findLiveDraft(system, id))?.reviewerId ?? null;
		const proposal = await findOpenProposal(system, id);
		if (proposal && (row.state === 'extension_pending' || chance() < 0.8)) return proposal.deciderId;
		if (row.state === 'assigned') return handlerOf(row.unitId) ?? row.ownerId;
		const asked = (await liveTasks({ db }, id)).find(({ answeredAt }) => !answeredAt);
		return asked && chance() < 0.7 ? handlerOf(asked.unitId) : row.ownerId;
	};

	const officeDoes = async (one: Known, turn: number) => {
		const mover = await moverOf(one);
		const who = mover === null ? null : presentFor(mover);
		const isDone = who !== null && (await takesUp(one, who));
		// nothing came of it: somebody looks again tomorrow
		if (!isDone && turn === one.turn) plan(one);
	};

	/** Opens the case and does one of the acts that are offered there; false where there is none. */
	const takesUp = async (one: Known, staffId: number, wanted?: readonly OfferedAct[]): Promise<boolean> => {
		const context = await as(staffId);
		const shown = await open(context, one);
		if (!shown) return false;
		const act = wanted ? wanted.find((act) => shown.can.includes(act)) : choose(shown, context.actor);
		if (!act) return false;
		const desk = { context, one: shown, number: one.number, chance, unitIds: handlingUnits, unitOfCategory };
		const turn = one.turn;
		await attempt(act, () => doing[act](desk), true);
		return turn !== one.turn;
	};
	const open = async (context: Context<StaffActor>, { number }: Known): Promise<StaffCase | null> => {
		try {
			return await findStaffCase(context, number);
		} catch (fault) {
			if (fault instanceof Error && fault.name === 'Refusal') return null;
			throw fault;
		}
	};
	const choose = (shown: StaffCase, actor: StaffActor): OfferedAct | null => {
		const isClearing = now >= lastLetterAt;
		const weights: Partial<Record<OfferedAct, number>> = {};
		const usual = { ...anyTime, ...(likely[shown.state] ?? {}) };
		for (const act of shown.can) {
			const weight = usual[act] ?? 0;
			if (weight > 0 && (!isClearing || !putsOff.includes(act))) weights[act] = weight;
		}
		if (
			shown.identity === 'confidential' &&
			!shown.isChecked &&
			shown.can.includes('check-clues') &&
			shown.state !== 'submitted'
		)
			return 'check-clues';
		if (shown.identity !== 'confidential' || shown.isChecked) delete weights['check-clues'];
		if (shown.tasks.some(({ answeredAt }) => !answeredAt)) delete weights['draft-answer'];
		if (shown.similar.length === 0) delete weights.merge;
		if (
			isClearing &&
			shown.can.includes('end-task') &&
			shown.tasks.some(({ answeredAt }) => !answeredAt) &&
			shown.ownerId === actor.id
		)
			return 'end-task';
		return weigh(weights, chance);
	};

	/** Every working day at ten: who is on duty, what is owed beside the answer, calls, summaries. */
	const officeDay = async () => {
		if (!calendar.isWorkday(dayOf(now))) return;
		const owed = await db.select().from(duties).where(isNull(duties.doneAt)).orderBy(asc(duties.id)).limit(400);
		for (const { caseId, kind, owedBy } of owed) {
			const one = known.get(caseId);
			if (!one || chance() < 0.4) continue;
			const who =
				owedBy === 'owner' || owedBy === 'dispatcher'
					? presentFor(owedBy === 'owner' ? one.row.ownerId : idOf('fenpai'))
					: idOf(owedBy === 'supervisor' ? 'duban' : 'fenguan');
			const wanted: OfferedAct[] =
				kind === 'progress' || kind === 'first-message'
					? ['report-progress']
					: kind === 'call'
						? ['log-contact']
						: ['supervise'];
			if (who !== null) await takesUp(one, who, wanted);
		}
		const caller = await as(idOf('huifang'));
		for (const { number } of (await listFollowUps(caller, null)).rows.slice(0, 6)) {
			const one = [...known.values()].find((some) => some.number === number);
			if (one) await takesUp(one, caller.actor.id, ['follow-up']);
		}
		const drafted = await db.select().from(publications).where(eq(publications.state, 'drafted')).limit(5);
		for (const { caseId } of drafted) {
			const one = known.get(caseId);
			if (one) await takesUp(one, idOf('gongkai'), ['publish-summary']);
		}
		const answered = await db
			.select({ id: cases.id })
			.from(cases)
			.where(and(eq(cases.consentsToPublish, true), gt(cases.answeredAt, later(-3 * dayMs))))
			.limit(10);
		for (const { id } of answered) {
			const one = known.get(id);
			if (one && chance() < 0.15) await takesUp(one, one.row.ownerId, ['draft-summary']);
		}
	};

	/** A week of duty, now and then nobody's. */
	const roster = async () => {
		const who = chance() < 0.1 ? null : pick(['fenpai', 'fenpai2', 'shenhe', 'dangzheng-fz', 'yingji-fz'], chance);
		if (who) {
			const shift = { staffId: idOf(who), fromAt: now, untilAt: later(7 * dayMs) };
			const context = await as(idOf('guanli'));
			await attempt('set-shifts', () => setShifts(context, [shift]));
		}
	};
	/** Somebody goes away for a week or two; most have said who stands in. */
	const leave = async () => {
		const some = people.filter(({ id }) => hasRole(id, 'handler') || hasRole(id, 'dispatcher') || hasRole(id, 'head'));
		const { id, unitId } = pick(some, chance);
		const [fromOn, untilOn] = [addDays(dayOf(now), 1), addDays(dayOf(now), 5 + Math.floor(chance() * 9))];
		const others = people.filter(
			(one) =>
				one.unitId === unitId &&
				one.id !== id &&
				['handler', 'head', 'dispatcher'].some((role) => hasRole(one.id, role))
		);
		let standInId: number | null = null;
		if (others.length > 0 && chance() < 0.85) {
			const stand = pick(others, chance).id;
			const context = await as(idOf('guanli'));
			const isSet = await attempt('set-stand-in', () =>
				setStandIn(context, { absentId: id, standInId: stand, fromOn, untilOn })
			);
			standInId = isSet ? stand : null;
		}
		away.set(id, { fromOn, untilOn, standInId });
	};

	for (let ordinal = 1; ordinal <= stage.cases; ordinal++) {
		const day = startOfDay(addDays(stage.beginsOn, Math.floor(chance() * stage.days)));
		const at = new Date(day.getTime() + Math.floor((6 + chance() * 17) * hourMs));
		agenda.put(at, async () => {
			const letter = aLetter(ordinal, level2, unitIds, chance);
			const context =
				letter.channel === 'web'
					? contextFor({ kind: 'stranger' } as const, now)
					: letter.channel === 'kiosk'
						? contextFor(machine, now)
						: await as(idOf('jiedai'));
			await attempt(`file by ${letter.channel}`, () => submitCase(context, letter));
		});
	}
	const nightly = schedule.filter(({ cron }) => !cron.startsWith('*') && cron.split(' ')[1] !== '*');
	// the ledger is verified once, at the end: each night anew it would take longer than the year
	for (const { name, cron } of nightly.filter(({ name }) => name !== 'verify-ledger')) {
		const again = async () => {
			wake(name, later(minuteMs));
			agenda.put(tickOf(cron, later(minuteMs)), again);
		};
		agenda.put(tickOf(cron, beginsAt), again);
	}
	const every = (ms: number, from: Date, run: () => Promise<void>) => {
		const again = async () => {
			await run();
			agenda.put(later(ms), again);
		};
		agenda.put(from, again);
	};
	every(dayMs, later(10 * hourMs), officeDay);
	every(7 * dayMs, later(9 * hourMs), roster);
	every(9 * dayMs, later(11 * hourMs), leave);
	every(hourMs, later(17 * minuteMs), async () => wake('forget-expired', now));
	// a day that is over is what may make 25 of them
	every(dayMs, later(dayMs), async () => wake('alarm-unanswered', now));

	let isOver = false;
	every(dayMs, later(dayMs), async () => {
		if (dayOf(now).endsWith('-01')) {
			await stage.tell(now);
			await watch.hear(db);
			await stage.onMonth(dayOf(now), now);
		}
		if (now < lastLetterAt) return;
		const isWaiting = [...known.values()].some(({ row }) => isOpen(row.state));
		isOver = !isWaiting || now > later(longestDays * dayMs, lastLetterAt);
	});

	while (!isOver) {
		const entry = agenda.next();
		if (!entry) break;
		now = entry.at;
		if (now.getTime() - toldAt.getTime() > 20 * minuteMs) {
			await stage.tell(now);
			toldAt = now;
		}
		await entry.run();
	}
	await stage.tell(now);
	await watch.hear(db);
	const unanswered = [...known.values()].filter(({ row }) => isOpen(row.state));
	for (const { row } of unanswered)
		watch.breaches.push(`${row.number}: still ${row.state} at the end, without an answer`);
	await watch.judge(db, now);
	return { now, done, refused, breaches: watch.breaches, states: statesOf(known) };
}

function statesOf(known: ReadonlyMap<number, Known>): Record<string, number> {
	const states: Record<string, number> = {};
	for (const { row } of known.values()) states[row.state] = (states[row.state] ?? 0) + 1;
	return states;
}

/** What takes longer, or begins anew: nobody does it when the desk is to be cleared. */
const putsOff: readonly OfferedAct[] = [
	...(['propose-long-term', 'request-extension', 'arrange-joint', 'request-info', 'propose-transfer'] as const),
	...(['return-assignment', 'split', 'report-progress', 'classify', 'exclude', 'un-merge'] as const)
];
const anyTime: Partial<Record<OfferedAct, number>> = {
	...{ 'decide-proposal': 200, 'answer-task': 200, 'answer-alarm': 40 },
	...{ 'add-note': 1, classify: 1, exclude: 0.4, 'note-external': 1, merge: 2, reassign: 0.7, hold: 0.1 }
};
/** How often what is chosen of that which is offered. */
const likely: Record<string, Partial<Record<OfferedAct, number>>> = {
	submitted: { accept: 82, reject: 4, redirect: 3, 'request-info': 6, 'answer-on-the-spot': 8, classify: 4, split: 1 },
	accepted: { assign: 92, redirect: 1, 'request-info': 3, 'answer-on-the-spot': 2, classify: 2 },
	assigned: { sign: 88, 'return-assignment': 8, 'arrange-joint': 0.5 },
	return_requested: { designate: 50, assign: 50 },
	processing: {
		...{ 'draft-answer': 60, 'report-progress': 14, 'log-contact': 8, 'request-info': 4, 'request-extension': 7 },
		...{ 'propose-long-term': 1.5, 'propose-transfer': 3, 'propose-redirect': 1.5, 'arrange-joint': 4, 'end-task': 2 },
		'withdraw-proposal': 3
	},
	long_term: { 'finish-phase': 60, 'report-progress': 20, 'take-off-list': 6, 'draft-answer': 14 },
	rework: { 'draft-answer': 60, 'report-progress': 8, 'log-contact': 8, reassign: 10, 'propose-transfer': 1 },
	review: { publish: 100 },
	extension_pending: { 'decide-proposal': 100 },
	merged: { 'un-merge': 2 }
};
