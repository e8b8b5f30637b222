/** A picture of somebody's matter: never stored, never run, never shown elsewhere (ASVS 3.2.1). */
export function picture(bytes: Buffer): Response {
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'image/webp',
			'content-disposition': 'inline',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "sandbox; default-src 'none'",
			'cache-control': 'private, no-store'
		}
	});
}
