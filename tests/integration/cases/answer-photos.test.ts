import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAttachment } from '../../../src/lib/server/attachments/keep.ts';
import {
	acceptPhoto,
	claimWaiting,
	listAttachments,
	listWaiting,
	placeAtCase
} from '../../../src/lib/server/attachments/photos.ts';
import { acceptAndAssign } from '../../../src/lib/server/cases/assign.ts';
import { findLiveDraft, submitDraft } from '../../../src/lib/server/cases/draft-answer.ts';
import { publishAnswer, returnDraft } from '../../../src/lib/server/cases/publish-answer.ts';
import { signCase } from '../../../src/lib/server/cases/sign.ts';
import type { Attach } from '../../../src/lib/server/cases/supply-info.ts';
import { caseKey } from '../../../src/lib/server/vault/case-keys.ts';
import { goodParts } from '../../support/good-answer.ts';
import { hours, openWorld, planning, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world.close());

it('gives a returned answer’s photos back to the drafter, who hands them in again', async () => {
	const { number, caseId } = await world.aCase();
	const assignment = { version: 1, unitId: world.unitId(planning), instruction: '' };
	const { version } = await acceptAndAssign(await world.as('fenpai', hours(1)), number, assignment);
	await signCase(await world.as('chengban', hours(2)), number, version);
	const drafter = await world.as('chengban', hours(3));
	const place = placeAtCase(drafter, `staff:${drafter.actor.id}`, caseId);
	const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#806040' } })
		.jpeg()
		.toBuffer();
	const { id } = await acceptPhoto(drafter, place, picture);
	const attach: Attach = async (context, caseId, textId) =>
		claimWaiting(context, place, { caseId, textId, caseKey: await caseKey(context, caseId) });
	const submit = async (at: Date) => {
		const { version } = await world.look(number);
		// 已解决 without words of proof: only the photo lets it pass
		const parts = { ...goodParts, basis: '' };
		const answer = { version, result: 'solved' as const, parts, officeNumbers: ['00008600133'] };
		await submitDraft(await world.as('chengban', at), number, answer, attach);
		return (await findLiveDraft(world.system(), caseId))?.id ?? 0;
	};

	const first = await submit(hours(4));
	expect(await listWaiting(drafter, place.draftId)).toHaveLength(0);
	const reviewed = { version: (await world.look(number)).version, draftId: first, reason: '写清是哪一盏' };
	await returnDraft(await world.as('shenhe', hours(5)), number, reviewed);
	const [waiting] = await listWaiting(drafter, place.draftId);
	expect(waiting).toMatchObject({ id, caseId: null, textId: null });
	expect(waiting && (await openAttachment(drafter, waiting, place.key)).length).toBeGreaterThan(0);

	const second = await submit(hours(6));
	const reviewer = await world.as('shenhe', hours(7));
	await publishAnswer(reviewer, number, { version: (await world.look(number)).version, draftId: second });
	expect((await listAttachments(drafter, caseId)).map((photo) => photo.id)).toEqual([id]);
});
