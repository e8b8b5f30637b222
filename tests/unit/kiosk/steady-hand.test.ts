import { expect, test } from 'vitest';
import { createSteadyHand } from '../../../src/lib/kiosk/steady-hand.ts';

const home = { screen: 'home', isRating: false };
const say = { screen: 'say', isRating: false };
const stars = { screen: 'stars', isRating: true };

test('a second tap at the same spot on a new screen is a tremor', () => {
	const isSecond = createSteadyHand();
	expect(isSecond({ x: 500, y: 900, at: 0 }, home)).toBe(false);
	expect(isSecond({ x: 520, y: 880, at: 300 }, say)).toBe(true);
	expect(isSecond({ x: 520, y: 880, at: 401 }, say)).toBe(false);
});

test('elsewhere on the new screen it is meant', () => {
	const isSecond = createSteadyHand();
	isSecond({ x: 500, y: 900, at: 0 }, home);
	expect(isSecond({ x: 700, y: 900, at: 100 }, say)).toBe(false);
});

test('a key pressed twice counts twice', () => {
	const isSecond = createSteadyHand();
	isSecond({ x: 500, y: 900, at: 0 }, say);
	expect(isSecond({ x: 500, y: 900, at: 90 }, say)).toBe(false);
});

test('who rates has a second', () => {
	const isSecond = createSteadyHand();
	isSecond({ x: 500, y: 900, at: 0 }, { screen: 'solved', isRating: true });
	expect(isSecond({ x: 500, y: 900, at: 900 }, stars)).toBe(true);
	expect(isSecond({ x: 500, y: 900, at: 1001 }, stars)).toBe(false);
});
