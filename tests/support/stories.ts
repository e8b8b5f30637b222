import { eq } from 'drizzle-orm';
import type { AnswerResult } from '../../src/lib/domain/answer.ts';
import type { CaseNumber } from '../../src/lib/domain/case-number.ts';
import { dayOf, lastDayOf } from '../../src/lib/domain/clock.ts';
import type { CaseType, Channel, Identity, Submission } from '../../src/lib/domain/submission.ts';
import { acceptCase } from '../../src/lib/server/cases/accept.ts';
import { assignCase } from '../../src/lib/server/cases/assign.ts';
import { classifyCase } from '../../src/lib/server/cases/classify.ts';
import { findLiveDraft, submitDraft } from '../../src/lib/server/cases/draft-answer.ts';
import { publishAnswer } from '../../src/lib/server/cases/publish-answer.ts';
import { rateCase, type Rating } from '../../src/lib/server/cases/rate.ts';
import { reportProgress } from '../../src/lib/server/cases/report-progress.ts';
import { signCase } from '../../src/lib/server/cases/sign.ts';
import { submitCase } from '../../src/lib/server/cases/submit.ts';
import type { Context } from '../../src/lib/server/context.ts';
import { categories } from '../../src/lib/server/db/schema/categories.ts';
import { staff } from '../../src/lib/server/db/schema/staff.ts';
import { units } from '../../src/lib/server/db/schema/units.ts';
import samples from '../../src/lib/server/seed/data/sample_cases.json' with { type: 'json' };
import { partsOf } from '../../src/lib/server/seed/tell.ts';
import { clockOf, shanghai } from './clock.ts';
import type { World } from './world.ts';

const types: Record<string, CaseType> = { 咨询: 'question', 求助: 'help', 投诉: 'complaint', 建议: 'suggestion' };
const channels: Record<string, Channel> = { 网页: 'web', 接待台代填: 'reception', 登门上户: 'visit' };
const identities: Record<string, Identity> = { 匿名: 'anonymous', 保密: 'confidential', 留联系方式: 'contact' };
const nothing = async () => 0;
/** What happens by itself, looked at before each step: in a story that keeps its dates it does nothing unsaid. */
const watches = [
	...(['sound-alarms', 'escalate-alarms', 'climb-ladder', 'owe-notice'] as const),
	...(['lapse-signing', 'lapse-info', 'close-unrated'] as const)
];

/** Where a case stands: its state, who answers for it, and the day by whose end something is due. */
export type Standing = { state: string; owner: string; unit: string; due: string | null };
type Filed = { caseId: number; number: CaseNumber };
export type Story = ReturnType<Awaited<ReturnType<typeof openStories>>['follow']>;

/** The twelve sample cases, told act by act at their own moments of Shanghai (`2026-11-05 09:00`), with the clock. */
export async function openStories(world: World) {
	const clock = clockOf(world);
	const codes = await world.db.select({ code: categories.code, name: categories.name }).from(categories);

	const sample = (id: number) => {
		const found = samples.find((one) => one.id === id);
		if (!found) throw new Error(`there is no story ${id}`);
		const name = found.cat.split('/')[1];
		return {
			...found,
			reply: found.reply.replace(/\{\d{4}-(\d\d)-(\d\d)\}/g, (_, month, day) => `${+month} 月 ${+day} 日`),
			categoryCode: codes.find((row) => row.name === name && row.code.length === 4)?.code ?? null
		};
	};
	const submissionOf = (id: number): Submission => {
		const { text, title, type, channel, identity, publish, submit, categoryCode } = sample(id);
		const who = identities[identity] ?? 'anonymous';
		const by = channels[channel] ?? 'kiosk';
		return world.submission({
			...{ text, title, categoryCode, identity: who, channel: by, type: types[type] ?? 'help', place: '' },
			...{ consentsToPublish: publish === '同意', hasDanger: id === 11 },
			contact: who === 'anonymous' ? null : { name: '居民', phone: `1380000${2000 + id}`, email: '' },
			submittedAt: by === 'kiosk' ? shanghai(submit) : null
		});
	};
	const pass = async (at: Date) => {
		for (const watch of watches) await clock.run(watch, at);
	};

	const follow = ({ caseId, number }: Filed) => {
		/** One act of somebody, once the clock has come to its moment. */
		const by = async <T>(
			username: string,
			moment: string,
			act: (context: Context, number: CaseNumber, version: number) => Promise<T>
		): Promise<T> => {
			const at = shanghai(moment);
			await pass(at);
			const { version } = await world.look(number);
			return act(await world.as(username, at), number, version);
		};
		const publish = (username: string, moment: string) =>
			by(username, moment, async (context, number, version) => {
				const draft = await findLiveDraft(world.system(), caseId);
				await publishAnswer(context, number, { version, draftId: draft?.id ?? 0 });
			});
		return {
			caseId,
			number,
			by,
			/** Nothing is done; the clock goes on. */
			until: (moment: string) => pass(shanghai(moment)),
			resident: (moment: string) => world.resident(caseId, shanghai(moment)),
			stands: async (): Promise<Standing> => {
				const { state, ownerId, dueAt } = await world.look(number);
				const [owner] = await world.db
					.select({ username: staff.username, unit: units.name })
					.from(staff)
					.innerJoin(units, eq(units.id, staff.unitId))
					.where(eq(staff.id, ownerId));
				const due = dueAt && lastDayOf(dueAt);
				return { state, owner: owner?.username ?? '', unit: owner?.unit ?? '', due };
			},
			kinds: () => world.kinds(caseId),
			accept: (username: string, moment: string) => by(username, moment, acceptCase),
			/** Raised to 重要, with the type and category of the sample. */
			raise: (username: string, moment: string, { type, categoryCode }: Submission) =>
				by(username, moment, (context, number, version) =>
					classifyCase(context, number, {
						...{ version, type, class: 'important', categoryCode, areaId: null },
						reason: '涉及十户以上，列为重要诉求。'
					})
				),
			assign: (username: string, moment: string, unit: string) =>
				by(username, moment, (context, number, version) =>
					assignCase(context, number, { version, unitId: world.unitId(unit), instruction: '' })
				),
			sign: (username: string, moment: string) => by(username, moment, signCase),
			progress: (username: string, moment: string, text: string, nextOn: string) =>
				by(username, moment, (context, number, version) =>
					reportProgress(context, number, { version, text, next: '处理好后给您答复', nextOn }, nothing)
				),
			/** Draft and publication, by two people. */
			answer: async (
				[drafter, reviewer]: readonly [string, string],
				[drafted, published]: readonly [string, string],
				words: string,
				result: AnswerResult = 'solved'
			) => {
				const parts = partsOf('您反映的事情', words, '0000-860 0133');
				await by(drafter, drafted, (context, number, version) =>
					submitDraft(context, number, { version, result, parts, officeNumbers: [] }, nothing)
				);
				await publish(reviewer, published);
			},
			publish,
			rate: async (moment: string, stars: number, more: Partial<Rating> = {}) => {
				await pass(shanghai(moment));
				const rating: Rating = { stars, solved: stars > 2 ? 'solved' : 'not', tags: [], words: '', ...more };
				return rateCase(world.resident(caseId, shanghai(moment)), number, rating);
			}
		};
	};

	return {
		sample,
		submissionOf,
		follow,
		/** Filed by its channel at its own time, as the sample tells it. */
		file: async (id: number, changes: Partial<Submission> = {}) => {
			const { submit } = sample(id);
			const at = shanghai(submit);
			const submission = { ...submissionOf(id), ...changes };
			const isByStaff = submission.channel === 'reception' || submission.channel === 'visit';
			const filed = isByStaff
				? await submitCase(await world.as('jiedai', at), submission)
				: await world.aCase(submission, at);
			return { ...filed, ...follow(filed), filedOn: dayOf(at) };
		}
	};
}
