/** On every answer, static files and faults included (ASVS 3.4). SvelteKit replaces the policy of its own pages. */
export const securityHeaders: Record<string, string> = {
	'content-security-policy':
		"default-src 'self'; script-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'
};

/** The kiosk's page alone records, prints over a serial port and, where the setting allows, takes photos. */
export const kioskPermissions = 'camera=(self), microphone=(self), serial=(self), geolocation=(), payment=(), usb=()';
