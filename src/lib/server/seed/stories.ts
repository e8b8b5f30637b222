import * as v from 'valibot';
import { addDays, dayOf, daysBetween } from '../../domain/clock.ts';
import type { AnswerResult } from '../../domain/answer.ts';
import type { CaseNumber } from '../../domain/case-number.ts';
import type { CaseType, Channel, Identity } from '../../domain/submission.ts';
import { answerOnTheSpot } from '../cases/answer-on-the-spot.ts';
import { classifyCase } from '../cases/classify.ts';
import { mergeCase } from '../cases/merge.ts';
import { excludeFromCase } from '../cases/exclude.ts';
import { rejectCase } from '../cases/reject.ts';
import { requestInfo } from '../cases/request-info.ts';
import { supplyInfo } from '../cases/supply-info.ts';
import { categories } from '../db/schema/categories.ts';
import samples from './data/sample_cases.json' with { type: 'json' };
import { tellDesignation, tellJoint } from './joint-story.ts';
import { handlerOf } from './ordinary-cases.ts';
import { extendForSurvey, planPumpingHouse } from './plans.ts';
import { openTeller, partsOf, type Stage, type Teller } from './tell.ts';

const sampleSchema = v.array(
	v.object({
		id: v.number(),
		title: v.string(),
		text: v.string(),
		type: v.string(),
		cat: v.string(),
		pri: v.string(),
		unit: v.string(),
		channel: v.string(),
		identity: v.string(),
		publish: v.string(),
		submit: v.string(),
		reply: v.string()
	})
);
type Sample = v.InferOutput<typeof sampleSchema>[number];

const types: Record<string, CaseType> = { 咨询: 'question', 求助: 'help', 投诉: 'complaint', 建议: 'suggestion' };
const channels: Record<string, Channel> = { 接待台代填: 'reception', 自助终端: 'kiosk', 登门上户: 'visit' };
const identities: Record<string, Identity> = { 匿名: 'anonymous', 保密: 'confidential', 留联系方式: 'contact' };
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Story 6 is told within story 2, whose case it is merged into. */
const toldNow = new Set([1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]);

/** The sample cases, dates shifted by whole weeks so that the newest lies behind us (ruling 29). */
export async function tellStories(house: Stage, now: Date): Promise<void> {
	const all = v.parse(sampleSchema, samples);
	const stories = all.filter(({ id }) => toldNow.has(id));
	const twin = all.find(({ id }) => id === 6);
	const newest =
		stories
			.map(({ submit }) => submit)
			.sort()
			.at(-1) ?? '';
	const weeks = Math.floor((daysBetween(newest.slice(0, 10), dayOf(now)) - 1) / 7);
	const teller = await openTeller(house);
	const codes = await house.db.select({ code: categories.code, name: categories.name }).from(categories);
	const timeOf = ({ submit }: Sample) => new Date(Date.parse(`${submit.replace(' ', 'T')}:00+08:00`) + weeks * 7 * day);
	for (const story of stories) {
		const at = timeOf(story);
		const name = story.cat.split('/')[1] ?? '';
		await tell(
			teller,
			story,
			codes.find((row) => row.name === name && row.code.length === 4)?.code ?? null,
			at,
			weeks,
			now,
			story.id === 2 && twin ? { story: twin, at: timeOf(twin) } : null
		);
	}
}

type Twin = { story: Sample; at: Date };

async function tell(
	teller: Teller,
	story: Sample,
	categoryCode: string | null,
	at: Date,
	weeks: number,
	now: Date,
	twin: Twin | null
): Promise<void> {
	const later = (ms: number) => new Date(at.getTime() + ms);
	const identity = identities[story.identity] ?? 'anonymous';
	const channel = channels[story.channel.split('(')[0] ?? ''] ?? 'web';
	const { caseId, number } = await teller.submit(
		{
			channel,
			type: types[story.type] ?? 'help',
			text: story.text,
			want: '',
			title: story.title,
			place: '',
			categoryCode,
			tilePosition: null,
			areaId: teller.areaId(story.text),
			hasDanger: story.pri === '紧急',
			identity,
			contact:
				identity === 'anonymous' ? null : { name: '居民', phone: `1380000${String(2000 + story.id)}`, email: '' },
			callHours: 'any',
			wantsCall: story.id === 2,
			avoidUnitIds: [],
			avoidWords: '',
			consentsToPublish: story.publish === '同意',
			attachmentIds: [],
			submittedAt: channel === 'kiosk' ? at : null,
			locale: 'zh-CN'
		},
		at
	);
	const reply = shift(story.reply, weeks);
	if (story.id === 1) {
		const { version } = await teller.find(caseId);
		const parts = partsOf('', reply, '0000-860 0132');
		await answerOnTheSpot(await teller.as('jiedai', later(10 * minute)), number, {
			version,
			result: 'explained',
			parts
		});
		await teller.rate(caseId, number, { stars: 5, solved: 'solved', tags: ['clear'], words: '' }, later(2 * hour));
		return;
	}
	if (story.id === 7) {
		const { version, ownerId } = await teller.find(caseId);
		const words = reply.split('您可以')[0] ?? reply;
		await rejectCase(await teller.asId(ownerId, later(3 * hour)), number, {
			version,
			reason: 'legal-procedure',
			words,
			route: reply.slice(words.length)
		});
		return;
	}
	const isUrgent = story.pri === '紧急';
	const pace = isUrgent ? 10 * minute : 3 * hour;
	await teller.accept(caseId, number, later(pace));
	if (story.pri === '重要诉求') {
		const { version, ownerId, type, areaId } = await teller.find(caseId);
		const reason = '涉及十户以上,列为重要诉求。';
		await classifyCase(await teller.asId(ownerId, later(pace + minute)), number, {
			version,
			type,
			class: 'important',
			categoryCode,
			areaId,
			reason
		});
	}
	if (story.id === 9) {
		const { version, ownerId } = await teller.find(caseId);
		const excluded = { unitId: teller.unitId('便民服务中心'), staffId: null };
		await excludeFromCase(await teller.asId(ownerId, later(pace + 2 * minute)), number, { version, excluded });
	}
	if (identity === 'confidential')
		await teller.checkClues(
			caseId,
			number,
			{ title: story.title, text: story.text.replace(/我家|我/g, '有居民') },
			later(pace + 3 * minute)
		);
	const unit = story.unit.replace(/^主办:/, '').split(/[;(牵]/)[0] ?? story.unit;
	await teller.assign(caseId, number, unit, later(pace + 5 * minute));
	if (story.id === 3) await tellDesignation(teller, { caseId, number }, handlerOf(unit, 0), later(pace + hour));
	await teller.sign(caseId, number, handlerOf(unit, 0), later(pace + (isUrgent ? 8 * minute : 20 * hour)));
	if (story.id === 3) {
		const assisting = story.unit.split('协办:')[1]?.split('、') ?? [];
		await tellJoint(teller, { caseId, number }, assisting, later(30 * hour));
	}
	const merged = twin && (await tellMerged(teller, twin, number, categoryCode));
	if (story.id === 8) {
		const { version, ownerId } = await teller.find(caseId);
		await requestInfo(await teller.asId(ownerId, later(30 * hour)), number, {
			version,
			ask: '请补充气味大致从哪个方向来,大约几点最重。',
			asksIdentity: false
		});
		await supplyInfo(teller.resident(caseId, later(40 * hour)), number, {
			text: '从北门往东,靠近注塑厂那一排,半夜一点前后最重。'
		});
	}
	const told = { caseId, number, filedAt: at };
	if (story.id === 4) return planPumpingHouse(teller, told, now);
	if (story.id === 5) await extendForSurvey(teller, told);
	const workedFor = isUrgent ? 2 * hour : story.id === 5 ? 50 * day : 60 * hour;
	if (later(workedFor + 30 * hour) >= now && !isUrgent) return;
	if (!isUrgent)
		await teller.progress(
			caseId,
			number,
			'已经到现场看过,原因查清了,正在安排处理。',
			'处理好后给您答复',
			dayOf(later(workedFor + 2 * day)),
			later(workedFor - 6 * hour)
		);
	const [first = reply, second = ''] = reply.split('(再次答复)');
	const result: AnswerResult = story.id === 12 ? 'partly-adopted' : 'solved';
	await teller.answer(
		caseId,
		number,
		result,
		partsOf(story.text.slice(0, 40), first.replace('(首次)', ''), '0000-860 0133'),
		later(workedFor)
	);
	await teller.publish(caseId, number, later(workedFor + hour));
	if (story.id === 12) return;
	if (merged)
		await teller.rate(
			merged.caseId,
			merged.number,
			{ stars: 5, solved: 'solved', tags: [], words: '' },
			later(workedFor + day)
		);
	if (story.id === 10) {
		await teller.rate(
			caseId,
			number,
			{ stars: 1, solved: 'not', tags: ['unsolved', 'fear'], words: '只来看了一眼,晚上照样响。' },
			later(workedFor + day)
		);
		await teller.reassign(caseId, number, 'chengban2', '换人重新办理,夜间实测。', later(workedFor + day + hour));
		await teller.answer(
			caseId,
			number,
			'solved',
			partsOf(story.text.slice(0, 40), second, '0000-860 0133'),
			later(workedFor + 6 * day)
		);
		await teller.publish(caseId, number, later(workedFor + 6 * day + hour));
	}
	await teller.rate(
		caseId,
		number,
		{ stars: story.id === 2 || story.id === 10 ? 4 : 5, solved: 'solved', tags: [], words: '' },
		later(workedFor + 8 * day)
	);
}

/** 并案: the same matter from another resident, merged the next morning into the case that is being handled. */
async function tellMerged(teller: Teller, { story, at }: Twin, mainNumber: CaseNumber, categoryCode: string | null) {
	const filed = await teller.submit(
		{
			channel: 'web',
			type: types[story.type] ?? 'help',
			text: story.text,
			want: '',
			title: story.title,
			place: '',
			categoryCode,
			tilePosition: null,
			areaId: teller.areaId(story.text),
			hasDanger: false,
			identity: 'anonymous',
			contact: null,
			callHours: 'any',
			wantsCall: false,
			avoidUnitIds: [],
			avoidWords: '',
			attachmentIds: [],
			submittedAt: null,
			locale: 'zh-CN'
		},
		at
	);
	const { version, ownerId } = await teller.find(filed.caseId);
	const reason = '同一个路口的同两盏路灯。';
	await mergeCase(await teller.asId(ownerId, new Date(at.getTime() + 11 * hour)), filed.number, {
		version,
		mainNumber,
		reason
	});
	return filed;
}

/** Dates in a story's words stand as {2026-11-05} and move with it; a date that belongs to the calendar stays as words. */
function shift(text: string, weeks: number): string {
	return text.replace(/\{(\d{4}-\d{2}-\d{2})\}/g, (_, told: string) => {
		const [, month, date] = addDays(told, weeks * 7)
			.split('-')
			.map(Number);
		return `${month} 月 ${date} 日`;
	});
}
