import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

/** Header byte of every ciphertext: 1 = AES-256-GCM (ASVS 11.2.2 asks for algorithm and key id in each). */
const aesGcm = 1;
const nonceBytes = 12;
const tagBytes = 16;

/* Keys go on as key objects: Node 24 takes several times as long over a Buffer. */

/**
 * AES-256-GCM: [1][length of key id][key id][nonce][tag][ciphertext]. `context` is bound as additional data (table,
 * column, owner), so a ciphertext moved to another row does not open.
 */
export function seal(key: Buffer, keyId: string, plain: Buffer, context: string): Buffer {
	const id = Buffer.from(keyId, 'utf8');
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes }).setAAD(
		Buffer.from(context, 'utf8')
	);
	const body = Buffer.concat([cipher.update(plain), cipher.final()]);
	return Buffer.concat([Buffer.from([aesGcm, id.length]), id, nonce, cipher.getAuthTag(), body]);
}

/** Opens what `seal` made; `keyFor` finds the key by its id. Throws if anything was changed or moved. */
export function open(keyFor: (keyId: string) => Buffer | undefined, sealed: Buffer, context: string): Buffer {
	const idLength = sealed[1] ?? 0;
	if (sealed[0] !== aesGcm) throw new Error('unknown sealing algorithm');
	const key = keyFor(sealed.subarray(2, 2 + idLength).toString('utf8'));
	if (!key) throw new Error('the key that sealed this is not configured');
	const body = sealed.subarray(2 + idLength);
	// the length is stated, so that a cut-off tag is refused and not compared in part
	const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), body.subarray(0, nonceBytes), {
		authTagLength: tagBytes
	})
		.setAAD(Buffer.from(context, 'utf8'))
		.setAuthTag(body.subarray(nonceBytes, nonceBytes + tagBytes));
	return Buffer.concat([decipher.update(body.subarray(nonceBytes + tagBytes)), decipher.final()]);
}
