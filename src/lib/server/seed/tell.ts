import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { AnswerParts, AnswerResult } from '../../domain/answer.ts';
import type { CaseNumber } from '../../domain/case-number.ts';
import type { Submission } from '../../domain/submission.ts';
import { actorOf } from '../auth/sessions.ts';
import { acceptCase } from '../cases/accept.ts';
import { assignCase } from '../cases/assign.ts';
import { checkClues } from '../cases/check-clues.ts';
import { submitDraft } from '../cases/draft-answer.ts';
import { publishAnswer } from '../cases/publish-answer.ts';
import { rateCase, type Rating } from '../cases/rate.ts';
import { reassignCase } from '../cases/reassign.ts';
import { reportProgress } from '../cases/report-progress.ts';
import { signCase } from '../cases/sign.ts';
import { submitCase } from '../cases/submit.ts';
import { findLiveDraft } from '../cases/draft-answer.ts';
import type { Case } from '../cases/take-case.ts';
import type { Context } from '../context.ts';
import { areas } from '../db/schema/areas.ts';
import { cases } from '../db/schema/cases.ts';
import { kiosks } from '../db/schema/kiosks.ts';
import { staff } from '../db/schema/staff.ts';
import { units } from '../db/schema/units.ts';
import type { House } from '../start.ts';

/** What a telling needs of a started house: a test has it too. */
export type Stage = Pick<House, 'db' | 'contextFor'>;

/** A teller of one case's life: each step is a real act by a real person at a given moment. */
export type Teller = Awaited<ReturnType<typeof openTeller>>;

const nothing = async () => 0;

/** Loads the cast once; every act then takes the moment it happens. */
export async function openTeller(house: Stage) {
	const system = house.contextFor({ kind: 'system', job: 'seed' });
	const cast = await house.db.select({ id: staff.id, username: staff.username, unitId: staff.unitId }).from(staff);
	const unitRows = await house.db.select({ id: units.id, name: units.name }).from(units);
	const areaRows = await house.db.select({ id: areas.id, name: areas.name }).from(areas);

	const as = async (username: string, at: Date): Promise<Context> => {
		const person = cast.find((one) => one.username === username);
		if (!person) throw new Error(`nobody is called ${username}`);
		return house.contextFor(await actorOf({ db: house.db, now: at }, person.id), at);
	};
	const asId = async (id: number, at: Date): Promise<Context> =>
		house.contextFor(await actorOf({ db: house.db, now: at }, id), at);
	const resident = (caseId: number, at: Date): Context =>
		house.contextFor({ kind: 'resident', caseId, via: 'code' }, at);
	const find = async (caseId: number): Promise<Case> => {
		const [found] = await house.db.select().from(cases).where(eq(cases.id, caseId)).limit(1);
		if (!found) throw new Error(`case ${caseId} is gone`);
		return found;
	};
	const unitId = (name: string) => unitRows.find((unit) => name.startsWith(unit.name))?.id ?? 0;
	const areaId = (name: string) => areaRows.find((area) => name.includes(area.name))?.id ?? null;

	// the machine of the first reception point; no device of it is paired yet
	const [kiosk] = await house.db.select({ id: kiosks.id }).from(kiosks).orderBy(kiosks.id).limit(1);
	const machine = { kind: 'kiosk', id: kiosk?.id ?? 0, deviceId: 0, state: 'retired' } as const;

	return {
		house,
		system,
		as,
		asId,
		resident,
		find,
		unitId,
		areaId,
		/** Files on the resident's behalf; staff channels through the reception clerk. */
		submit: async (submission: Omit<Submission, 'submissionKey'>, at: Date) => {
			const { channel } = submission;
			const context =
				channel === 'web'
					? house.contextFor({ kind: 'stranger' }, at)
					: channel === 'kiosk'
						? house.contextFor(machine, at)
						: await as('jiedai', at);
			return submitCase(context, { ...submission, submissionKey: randomBytes(16).toString('hex') });
		},
		accept: async (caseId: number, number: CaseNumber, at: Date) => {
			const { ownerId, version } = await find(caseId);
			return acceptCase(await asId(ownerId, at), number, version);
		},
		checkClues: async (caseId: number, number: CaseNumber, checked: { title: string; text: string }, at: Date) => {
			const { ownerId, version } = await find(caseId);
			return checkClues(await asId(ownerId, at), number, { version, ...checked, place: '', releasedIds: [] });
		},
		assign: async (caseId: number, number: CaseNumber, unit: string, at: Date) => {
			const { ownerId, version } = await find(caseId);
			return assignCase(await asId(ownerId, at), number, { version, unitId: unitId(unit), instruction: '' });
		},
		sign: async (caseId: number, number: CaseNumber, username: string, at: Date) => {
			const { version } = await find(caseId);
			return signCase(await as(username, at), number, version);
		},
		progress: async (caseId: number, number: CaseNumber, text: string, next: string, nextOn: string, at: Date) => {
			const { ownerId, version } = await find(caseId);
			return reportProgress(await asId(ownerId, at), number, { version, text, next, nextOn }, nothing);
		},
		reassign: async (caseId: number, number: CaseNumber, username: string, reason: string, at: Date) => {
			const { ownerId, version } = await find(caseId);
			const to = cast.find((one) => one.username === username)?.id ?? 0;
			return reassignCase(await asId(ownerId, at), number, { version, ownerId: to, reason });
		},
		answer: async (caseId: number, number: CaseNumber, result: AnswerResult, parts: AnswerParts, at: Date) => {
			const { ownerId, version } = await find(caseId);
			const officeNumbers: string[] = [];
			await submitDraft(await asId(ownerId, at), number, { version, result, parts, officeNumbers }, nothing);
		},
		publish: async (caseId: number, number: CaseNumber, at: Date) => {
			const draft = await findLiveDraft(system, caseId);
			const { version } = await find(caseId);
			if (!draft?.reviewerId) throw new Error('nobody to publish');
			return publishAnswer(await asId(draft.reviewerId, at), number, { version, draftId: draft.id });
		},
		rate: (caseId: number, number: CaseNumber, rating: Rating, at: Date) =>
			rateCase(resident(caseId, at), number, rating)
	};
}

/** The template filled from one paragraph: what was found and done, and the words every answer ends with. */
export function partsOf(raised: string, done: string, unitPhone: string): AnswerParts {
	return {
		raised,
		found: '接到您的反映后,我们查看核实了情况。',
		done,
		basis: '现场情况和办理记录。',
		contact: `办理单位工作电话 ${unitPhone}`,
		unhappy: '评价时选「没有解决」或「不满意」,我们换人再办一次;也可以拨打 12345。'
	};
}
