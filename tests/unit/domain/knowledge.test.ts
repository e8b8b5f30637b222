import { describe, expect, it } from 'vitest';
import {
	type Entry,
	entryFindings,
	entryLimits,
	entryOfParts,
	partsOfEntry,
	tellingTerms
} from '../../../src/lib/domain/knowledge.ts';
import { issueOfParts, partsOfIssue } from '../../../src/lib/domain/common-issue.ts';
import samples from '../../../src/lib/server/seed/data/knowledge.json' with { type: 'json' };

describe('the terms of a text', () => {
	it.each([
		['路灯坏了怎么办？', ['路灯', '灯坏', '坏了']],
		['请问现在可以怎么处理', []],
		['the street light is out', ['street', 'light', 'is']],
		['', []]
	])('of %j are %j', (text, terms) => {
		expect(tellingTerms(text)).toEqual(terms);
	});

	it('are 60 at most, of however long a text', () => {
		expect(tellingTerms('路灯坏了三个月晚上黑漆漆老人孩子都怕走这一段'.repeat(200)).length).toBeLessThanOrEqual(60);
	});
});

it('an entry and a common issue come back from their text version as they were', () => {
	const entry: Entry = {
		...{ question: '问', answer: '答', questionEn: '', answerEn: '', source: '依据', unitId: 3 },
		...{ keywords: ['一', '二 三'], categoryCodes: ['01', '20'], validFrom: '2026-11-01', reviewBy: '2027-11-01' }
	};
	expect(entryOfParts(partsOfEntry(entry))).toEqual(entry);
	const issue = { title: '题', known: '知', doing: '办', categoryCode: null, areaId: null, unitId: 2 };
	expect(issueOfParts(partsOfIssue(issue))).toEqual(issue);
	expect(issueOfParts(partsOfIssue({ ...issue, categoryCode: '03', areaId: 7 }))).toMatchObject({
		categoryCode: '03',
		areaId: 7
	});
});

it.each(samples.map((sample) => [sample.question, sample] as const))(
	'the demo’s answer to %s could have been written in the form',
	(_, { question, answer, questionEn, answerEn, source, keywords }) => {
		const words = { question, answer, questionEn, answerEn, source };
		expect(entryFindings(words, [])).toEqual([]);
		for (const [part, text] of Object.entries(words)) {
			const [least, most] = entryLimits[part as keyof typeof words];
			expect([text.length >= least, text.length <= most]).toEqual([true, true]);
		}
		expect(keywords.every((word) => word.length <= entryLimits.keywords.longest)).toBe(true);
		expect(Boolean(questionEn)).toBe(Boolean(answerEn));
	}
);
