/** The next lower multiple, and not below 0. */
export function roundedDown(value: number, step: number): number {
	return Math.max(0, Math.floor(value / step) * step);
}

/** Three or four round marks from 0 to at least the largest count. */
export function ticksUpTo(most: number): number[] {
	const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 3)));
	const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one * 4 >= most) ?? 10 * power;
	const count = Math.ceil(most / step);
	return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** A share in per cent with one decimal: 96.5. */
export function percentOf(part: number, whole: number): string {
	return ((part / whole) * 100).toFixed(1);
}
