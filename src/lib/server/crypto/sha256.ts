import { hash } from 'node:crypto';

/** SHA-256 of bytes, or of a text in UTF-8: 32 bytes. */
export function sha256(data: string | Buffer): Buffer {
	return hash('sha256', data, 'buffer');
}
