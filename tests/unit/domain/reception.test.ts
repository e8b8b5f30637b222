import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isGoodPin } from '../../../src/lib/domain/pin.ts';
import { timetable, timetableForm, timetableText, weekOf } from '../../../src/lib/domain/reception.ts';

const hour = (changes = {}) => ({
	weekday: 1,
	opensAt: '09:00',
	closesAt: '11:30',
	who: '陈小梅',
	note: '',
	...changes
});

describe('a timetable', () => {
	it('is kept by weekday and time', () => {
		const hours = [hour({ weekday: 3 }), hour({ opensAt: '14:00', closesAt: '17:00' }), hour()];
		const read = v.parse(timetable, hours);
		expect(read.map(({ weekday, opensAt }) => [weekday, opensAt])).toEqual([
			[1, '09:00'],
			[1, '14:00'],
			[3, '09:00']
		]);
		expect(timetableText(read.slice(0, 1))).toBe('1 09:00-11:30 陈小梅');
	});

	it.each([
		['closes when it opens', hour({ closesAt: '09:00' })],
		['closes before it opens', hour({ closesAt: '08:00' })],
		['has an hour that is none', hour({ closesAt: '24:30' })],
		['has a day that is none', hour({ weekday: 8 })],
		['names nobody', hour({ who: ' ' })]
	])('is refused where a row %s', (_what, row) => {
		expect(v.is(timetable, [hour(), row])).toBe(false);
	});

	it('has 40 rows at most', () => {
		const rows = (count: number) => Array.from({ length: count }, () => hour());
		expect(v.is(timetable, rows(40))).toBe(true);
		expect(v.is(timetable, rows(41))).toBe(false);
	});

	it('is read as people say it: equal days together', () => {
		const day = (weekday: number) => [hour({ weekday }), hour({ weekday, opensAt: '14:00', closesAt: '17:00' })];
		const week = weekOf([...day(1), ...day(3), hour({ weekday: 5, who: '胡和', note: '调解' })]);
		expect(week).toEqual([
			{ weekdays: [1, 3], turns: [{ times: ['09:00–11:30', '14:00–17:00'], who: '陈小梅', note: '' }] },
			{ weekdays: [5], turns: [{ times: ['09:00–11:30'], who: '胡和', note: '调解' }] }
		]);
	});
});

describe('the form of a timetable', () => {
	const posted = (rows: readonly (readonly string[])[], drop: string[] = []) => ({
		weekday: rows.map((row) => row[0] ?? ''),
		opensAt: rows.map((row) => row[1] ?? ''),
		closesAt: rows.map((row) => row[2] ?? ''),
		who: rows.map((row) => row[3] ?? ''),
		note: rows.map((row) => row[4] ?? ''),
		drop
	});

	it('leaves out empty rows and those ticked to go', () => {
		const rows = [['1', '09:00', '11:30', '陈小梅'], ['2'], ['3', '09:00', '11:30', '胡和', '调解']];
		expect(v.parse(timetableForm, posted(rows, ['0']))).toEqual([hour({ weekday: 3, who: '胡和', note: '调解' })]);
		expect(v.parse(timetableForm, {})).toEqual([]);
	});

	it('names each row that is wrong, and what is wrong with it', () => {
		const rows = [['1', '09:00', '11:30', '陈小梅'], ['2', '09:00', '08:00', '陈小梅'], [], ['3', '', '', '胡和']];
		const read = v.safeParse(timetableForm, posted(rows));
		expect(read.issues?.map(({ path, message }) => [path?.[0].key, message])).toEqual([
			['hours-1', 'hours.order'],
			['hours-3', 'hours.time']
		]);
	});

	it('lets two people receive at once, and one person not in two places', () => {
		const two = [
			['2', '09:00', '11:00', '陈小梅'],
			['2', '10:00', '12:00', '胡和']
		];
		const again = ['2', '10:30', '11:30', '胡和 '];
		const adjoining = ['2', '12:00', '14:00', '胡和'];
		expect(v.safeParse(timetableForm, posted([...two, adjoining])).success).toBe(true);
		const read = v.safeParse(timetableForm, posted([...two, again]));
		expect(read.issues?.map(({ path, message }) => [path?.[0].key, message])).toEqual([['hours-2', 'hours.overlap']]);
		expect(v.safeParse(timetableForm, posted([...two, again], ['2'])).success).toBe(true);
	});

	it('says of what is far too long that it is', () => {
		const read = v.safeParse(timetableForm, posted([['2', '09:00', '11:00', '长'.repeat(5000)]]));
		expect(read.issues?.map(({ path, message }) => [path?.[0].key, message])).toEqual([['hours-0', 'who.long']]);
	});

	it('names no weekday of its own making', () => {
		expect(v.is(timetableForm, posted([['9', '09:00', '11:30', '陈小梅']]))).toBe(false);
	});
});

describe('a PIN', () => {
	it.each(['258036', '147258', '112233', '123457', '900000000001'])('may be %s', (pin) => {
		expect(isGoodPin(pin)).toBe(true);
	});
	it.each(['', '12345', '1234567890123', '111111', '123456', '987654', '890123', '098765', '25803a', '２５８０３６'])(
		'is never %j',
		(pin) => {
			expect(isGoodPin(pin)).toBe(false);
		}
	);
});
