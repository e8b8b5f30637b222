import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await freshDatabase();
});
afterAll(() => database.drop());

/**
 * 《个人信息保护法》 5 and 6: what the office has no need to know about a person has no place to be written down
 * (domain/5-standards, D4), in any of its usual names.
 */
const forbidden = [
	...['id card', 'identity card', 'id number', 'sfz', 'passport', 'plate', 'bank'],
	...['gender', 'sex', 'birth', 'birthday', 'age', 'ethnicity', 'nation', 'religion'],
	...['politics', 'political', 'party', 'income', 'salary', 'wealth', 'openid', 'unionid', 'wechat'],
	...['face', 'fingerprint', 'biometric', 'voiceprint', 'household register', 'hukou', 'health', 'disease', 'children'],
	...['attitude', 'petitioner', 'imei', 'latitude', 'longitude']
];
/** `id_card_hash` and `idCard` alike: whole words of a name, never parts of one. */
const isForbidden = (column: string) => {
	const words = ` ${column
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.replace(/[_-]/g, ' ')
		.toLowerCase()} `;
	return forbidden.some((name) => words.includes(` ${name} `));
};

describe('acceptance 2: the schema', () => {
	it('has no column of the forbidden list, in any table', async () => {
		const rows = await database.sql<{ table: string; column: string }[]>`
			select table_name as table, column_name as column from information_schema.columns
			where table_schema not in ('pg_catalog', 'information_schema')`;
		expect(rows.length).toBeGreaterThan(200);
		expect(rows.filter(({ column }) => isForbidden(column))).toEqual([]);
	});

	it.each(['gender', 'id_card', 'id_card_hash', 'birth_day', 'household_income', 'wechat_openid', 'face_digest'])(
		'would not pass with a column %s',
		async (column) => {
			await database.sql`create table added (${database.sql(column)} text)`;
			const rows = await database.sql<{ column: string }[]>`
				select column_name as column from information_schema.columns where table_name = 'added'`;
			await database.sql`drop table added`;
			expect(rows.filter(({ column }) => isForbidden(column))).toEqual([{ column }]);
		}
	);

	it.each(['message', 'page_key', 'surface', 'percentage', 'images'])('passes with a column %s', (column) => {
		expect(isForbidden(column)).toBe(false);
	});
});
