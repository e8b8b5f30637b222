import * as v from 'valibot';

/** A PIN: 6 to 12 digits; not one digit alone (111111), nor counting up or down (123456, 987654). */
export function isGoodPin(pin: string): boolean {
	if (!/^\d{6,12}$/.test(pin)) return false;
	const [step = 0, ...others] = [...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10);
	return others.some((other) => other !== step) || ![0, 1, 9].includes(step);
}

const digits = v.pipe(
	v.string('pin.wrong'),
	v.transform((text) => text.slice(0, 60).normalize('NFKC').trim())
);
/** A PIN that somebody chooses. */
export const chosenPin = v.pipe(digits, v.check(isGoodPin, 'pin.wrong'));
/** The same, or nothing. */
export const maybePin = v.optional(
	v.pipe(
		digits,
		v.check((pin) => pin === '' || isGoodPin(pin), 'pin.wrong')
	),
	''
);
