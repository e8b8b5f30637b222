/** A mainland mobile, or a landline with or without area code; spaces and hyphens are dropped. Null when neither. */
export function readPhone(text: string): string | null {
	const digits = text
		.slice(0, 40)
		.normalize('NFKC')
		.replace(/[\s\p{Pd}()]/gu, '')
		.replace(/^\+?86(?=1)/, '');
	if (/^1[3-9]\d{9}$/.test(digits)) return digits;
	if (/^0\d{9,11}$/.test(digits) || /^[2-8]\d{6,7}$/.test(digits) || /^0000\d{7}$/.test(digits)) return digits;
	return null;
}
