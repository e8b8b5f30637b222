import { randomBytes, randomUUID } from 'node:crypto';
import type { Submission } from '../../src/lib/domain/submission.ts';
import { claimWaiting } from '../../src/lib/server/attachments/photos.ts';
import { acceptRecording } from '../../src/lib/server/attachments/recordings.ts';
import { submitCase } from '../../src/lib/server/cases/submit.ts';
import { caseKey } from '../../src/lib/server/vault/case-keys.ts';
import { noon, type World } from './world.ts';

/** A second and a half of the beeps of Chromium’s fake microphone, as its `MediaRecorder` made it. */
export const webmRecording = Buffer.from(
	[
		'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAR3EU2bdLlNu4tTq4QVSalmU6yBbk27i1OrhBZUrmtTrIGTTbuL',
		'U6uEH0O2dVOsgddNu4xTq4QcU7trU6yCBGXsrgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVSalmoCrXsYMP',
		'QkBEiYREtAAATYCGQ2hyb21lV0GGQ2hyb21lFlSua7+uvdeBAXPFh2qbpOnyzzqDgQKGhkFfT1BVU2Oik09wdXNIZWFkAQEAAIC7AAAAAADhjbWE',
		'RzuAAJ+BAWJkgSAfQ7Z1AQAAAAAAA4LngQCjk4EAAIAYAvkuaC8hSsxLxHDgM6ijkoEAPIAYAfGsw4zYC9cFtr0Q0qOSgQB4gBgB8azDjNgL1wW2',
		'vRDSo5KBALSAGAHxrMOM2AvXBba9ENKjkoEA8IAYAfGsw4zYC9cFtr0Q0qOSgQEsgBgB8azDjNgL1wW2vRDSo5KBAWiAGAHxrMOM2AvXBba9ENKj',
		'koEBpIAYAfGsw4zYC9cFtr0Q0qO+gQHggBhh8azDjHUMQuCWI0TpBZP7UdbOAvZEZJF3otVSTcsbxtq0jgIhPaMH/oYkGMT/euCTFnKsua/kABKj',
		'zYECHIAY7vpAANSQOCitndeVVWsVSrkejZBlKVenek9jCfUe09vef7V0NCa4r29dcK6u7WJBj5PdnTMUqcIwbuaI6xpD5YgFCHrzn/hGo76BAliA',
		'GOAXCBQmwYlMGIYgI7Z/I4aklkiSBilNiW8hf5ZfFjgoDnygoxHA5V9FtXyQxDz65dygl8tIgnGhO6OtgQKUgBgDs4na5wnNif2Dtqjnk4Hs4Nos',
		't0dfxfKtRVxBgHeQ1HfOZQXfw3OAo56BAtCAGAKcuJKxh3IeQ8sV3e2CPlcKHe3H3PxeutyjoYEDDIAYAp/P5WLlOlZaupSevxxLDzkrNHPbUtDN',
		'qlBspqOdgQNIgBgCYxkjqo1ZaWmbFeG6CRpZkNwzYImps4CjmIEDhIAYAiKTN1TT23qsnGTWEpp3i9ze56OXgQPAgBgB8azDjNgL1wTey63QqJfo',
		't+CjvIED/IAY4WfJkjTSsGEupHR/aWVlf9PXkHjfHR6zsDoez3XWIA6Iqia1hUtj4NkmA3OiWc8IkoX8e4idwKPKgQQ4gBjofeAIaw03we4dh5gP',
		'1SzoCFeaNMCfTMCt2He7nrcgyFTuhvzdY8nceggDtBSpGlfhsC59k+gX8Y+pMkICvogot3C41OCjtoEEdIAYwA0FkLbGhtc0QFJ9v68mu7B1IVt+',
		'qHRqnQLIVuwRrzxZfwIA1j/DsZoJYnGxzytigKOggQSwgBgDAHt/ky9csa4XdLbUaJCAJodvnzXHH9kEM8ajnoEE7IAYAo41Pdke/VWamvJKMBkW',
		'E3B8g4AwU07KxKOdgQUogBgCKFPkoTzm6woloIFEO4f2+h+jT7b923KjkoEFZIAYAfGsw4zYC9cFtr0Q0qOSgQWggBgB8azDjNgL1wW2vRDSHFO7',
		'a427i7OBALeG94EB8YHX'
	].join(''),
	'base64'
);

/** The same in the container Safari makes. */
export const mp4Recording = Buffer.from(
	[
		'AAAAJGZ0eXBpc29tAAACAGlzb21pc282aXNvMnZwMDltcDQxAAACXW1vb3YAAAB4bXZoZAEAAAAAAAAA5ywZ8QAAAADnLBnxAAAD6AAAAAAAAAW1',
		'AAEAAAEAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIAAAG1',
		'dHJhawAAAGh0a2hkAQAAAwAAAADnLBnxAAAAAOcsGfEAAAABAAAAAAAAAAAAAAW1AAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
		'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABRW1kaWEAAAAsbWRoZAEAAAAAAAAA5ywZ8QAAAADnLBnxAAC7gAAAAAAAAAW1VcQAAAAAAC1oZGxy',
		'AAAAAAAAAABzb3VuAAAAAAAAAAAAAAAAU291bmRIYW5kbGVyAAAAAORtaW5mAAAAEHNtaGQAAAAAAAAAAAAAACVkaW5mAAAAHWRyZWYAAAAAAAAA',
		'AQAAAA11cmwgAAAAAQAAAACnc3RibAAAABBzdHNjAAAAAAAAAAAAAAAQc3R0cwAAAAAAAAAAAAAAFHN0c3oAAAAAAAAAAAAAAAAAAAAQc3RjbwAA',
		'AAAAAAAAAAAAW3N0c2QAAAAAAAAAAQAAAEtPcHVzAAAAAAAAAAEAAAAAAAAAAAABABAAAAAAu4AAAAAAABRidHJ0AAAAAAAAAAAAAAAAAAAAE2RP',
		'cHMAAQ8AAAC7gAAAAAAAAChtdmV4AAAAIHRyZXgAAAAAAAAAAQAAAAEAAAAAAAAAAAAAAAAAAAEkbW9vZgAAABBtZmhkAAAAAAAAAAEAAAEMdHJh',
		'ZgAAABR0ZmhkAAIAIAAAAAECAAAAAAAAFHRmZHQBAAAAAAAAAAAAAAAAAADcdHJ1bgEAAwEAAAAZAAABLAAAC0AAAAA+AAALQAAAADIAAAtAAAAA',
		'OAAAC0AAAAAmAAALQAAAABcAAAtAAAAAEwAAC0AAAAAOAAALQAAAAA4AAAtAAAAAMwAAC0AAAABJAAALQAAAADsAAAtAAAAAKgAAC0AAAAAeAAAL',
		'QAAAABcAAAtAAAAAEQAAC0AAAAAOAAALQAAAABcAAAtAAAAAVwAAC0AAAABBAAALQAAAAC0AAAtAAAAAIgAAC0AAAAAcAAALQAAAABsAAAtAAAAA',
		'DgAAA/AAAAAOAAADom1kYXQY4BkDVjkwyDZB86WdlndDLG6mAKiiQrKPDmr2WEC+Vn5LxeTyBSi3Ti5JER6vhwd4VaNWoM2DQpJaK1ZgoBgBkWAB',
		'NBz3EfNXErNYzm5J/Rubvw+B223I0Umn+IFwM1yL1vb79kcYSpmXGYA2KRNwGACRv4hWtDOp7nuDh2s4TWnsdFPYE+TxqfzqtrZ/lMyEIYWHZAxB',
		'jGzm1iUJdeOC1NcHg0Hb+4AYAzrIyYDHwrsfxefr7v7kzosxF8YHCPuYkFmRBfhl26EngQeZwBgCnH0ReQYu1qF5XV2rDYdCgFVUkZOAGAJbuQri',
		'B/gEwlQWC/QxekUBUBgB8azDjNgL1wW2vRDSGAHxrMOM2AvXBba9ENIYYfGsw4xz8fDpq4CLZ91VFtOlUV2vbsEAhdCY776qU8gwnkIJUlPp3fWM',
		'F3graLeYJlIY7yPgAREinPLv7xFO26v/i9PE3VTC1NCXVxb14hXodHKbt8Wz2DBdtbSwwnLunOl2JMSUZhaYJKbntXx3uCdbWY/0JT7gD2fgGOAX',
		'BwSnFAbEpNRWxOQ4n4GgrI9i9mWLMPdibRkD/dILUe2FpcB8TU7c0KjK0RbHo+iepnkjRvhn6oAYAD43RicbCnSUpX3VpUOCAGyrI8nTZ0EsSsWn',
		'xT19EybQ5q+NMiN8W0AYAtlMZTVq9W/34Dbkgy4GEAH3ZwdmSa8ddTClogwYAppwJwl3tIFJ/YArYS2a8l3RNb54YBgCKFPkppaCqnkQ0NvEOkKA',
		'GAHxrMOM2AvXBba9ENIYAfGsw4zYC9cE7m1BGUNtsh2cLfsG5BjvTbXA+eOnn00Bg6oCzgftBR6b5y731U2EIHJ7qNkRJbDMVtHli85bM7R9l4pC',
		'0fLpMrVTFc+D0/Trwf+AelfcptYw8LvfRCCyhPdvkHY11srhSIlbxBjgPlhOJT4svld2MAGIsivDKt88X6G9+FTtysU+exyIzQ2pBTPE2SmLeIHd',
		'h0PXJUEoiYtRyL2sqyqai89y7VdkGIANeBQmw6TgwfijjTd/X+Cig8Q9NxGiX8GfquxCfjaHndgpPvejNegCJmfgGAM6yMmAbGdaXP24XOj4i/iS',
		'nbbBYFiF2ZRk/5yzGV2CoBgCoaEqHj3EF8187CIDYfoqdRW1/VV7aoxclMgYAmHQ/1QHXH/TBzSV/txthDIcDiQFfXbKjaAYAfGsw4zYC9cFtr0Q',
		'0hgB8azDjNgL1wW2vRDS'
	].join(''),
	'base64'
);

/** How a film begins: the same recorder with a camera. */
export const filmHead = Buffer.from(
	[
		'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAFMUEU2bdLpNu4tTq4QVSalmU6yBbk27i1OrhBZUrmtTrIGTTbuM',
		'U6uEH0O2dVOsggECTbuMU6uEHFO7a1OsglL97K0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVSalmoCrXsYMP',
		'QkBEiYREtAAATYCGQ2hyb21lV0GGQ2hyb21lFlSua+quvdeBAXPFh8rSYvYSIQuDgQKGhkFfT1BVU2Oik09wdXNIZWFkAQEAAIC7AAAAAADhjbWE',
		'RzuAAJ+BAWJkgSCuqdeBAnPFh+DXUsgUkh6DgQFV7oEBhoVWX1ZQOOCMsIICgLqCAeBTwIEBH0O2dQEAAAAAAFHv54EAo7eBAACAGAFI6EHJGuMU',
		'0jrd/PUQifv3FOTgtKe1Hz5G1nlS6+D92n95RsXms2XuqOtbUbVf0ROAo0bIggAMgJBjAJ0BKoAC4AEKhwiFhYiZhIg4AiJLeNWhfwFuAS9Ef8BZ'
	].join(''),
	'base64'
);

/** A case in which nothing was written, only said. */
export async function spokenCase(world: World, changes: Partial<Submission> = {}, now = noon) {
	const context = world.stranger(now);
	const waiting = { draftId: randomBytes(32), key: randomBytes(32) };
	const id = randomUUID();
	await acceptRecording(context, waiting, webmRecording, { id, seconds: 2 });
	const filed = await submitCase(context, world.submission({ text: '', ...changes }), {
		draftId: waiting.draftId,
		attach: async (context, caseId, textId) =>
			claimWaiting(context, waiting, { caseId, textId, caseKey: await caseKey(context, caseId) }),
		kept: () => null
	});
	return { ...filed, recordingId: id };
}
