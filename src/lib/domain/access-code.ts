/** 查询码: ten digits. Reads full-width forms, spaces and hyphens; null when it is not ten digits. */
export function readCode(text: string): string | null {
	const digits = text
		.slice(0, 100)
		.normalize('NFKC')
		.replace(/[\s\p{Pd}]/gu, '');
	return /^\d{10}$/.test(digits) ? digits : null;
}

/** Shown 3-3-4. */
export function showCode(code: string): string {
	return `${code.slice(0, 3)} ${code.slice(3, 6)} ${code.slice(6)}`;
}
