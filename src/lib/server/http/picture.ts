/** What is somebody's matter is never stored, never run, never shown elsewhere (ASVS 3.2.1). */
const guarded = {
	'content-disposition': 'inline',
	'x-content-type-options': 'nosniff',
	'content-security-policy': "sandbox; default-src 'none'",
	'cache-control': 'private, no-store'
};

/** A picture of somebody's matter. */
export function picture(bytes: Buffer): Response {
	return new Response(new Uint8Array(bytes), { headers: { ...guarded, 'content-type': 'image/webp' } });
}

/** A recording, or the part of it that a player asks for when somebody moves along it. */
export function sound(bytes: Buffer, mime: string, range: string | null): Response {
	const headers = { ...guarded, 'content-type': mime, 'accept-ranges': 'bytes' };
	const part = range === null ? null : partOf(range, bytes.length);
	if (part === null) return new Response(new Uint8Array(bytes), { headers });
	const { from, to } = part;
	if (from > to)
		return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes.length}` } });
	return new Response(new Uint8Array(bytes.subarray(from, to + 1)), {
		status: 206,
		headers: { ...headers, 'content-range': `bytes ${from}-${to}/${bytes.length}` }
	});
}

/**
 * The first and last byte of a single range (RFC 9110, 14.1.2); the first behind the last where nothing of it is there.
 * Null for what may be ignored: several ranges at once, or no range of bytes.
 */
function partOf(range: string, length: number): { from: number; to: number } | null {
	const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range) ?? [];
	if (first === '') return last === '' ? null : { from: Math.max(0, length - Number(last)), to: length - 1 };
	if (last !== '' && Number(last) < Number(first)) return null;
	return { from: Number(first), to: Math.min(length - 1, last === '' ? length - 1 : Number(last)) };
}
