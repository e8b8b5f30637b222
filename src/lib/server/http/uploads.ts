import { json } from '@sveltejs/kit';
import { Refusal } from '../../domain/refusal.ts';

/** Bodies of up to 12 MB are read into memory: so many at once, the rest wait in the line (trust C14). */
const most = 8;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs `work`, which reads an uploaded body, when it is its turn. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
	else running++;
	try {
		return await work();
	} finally {
		const next = waiting.shift();
		if (next) next();
		else running--;
	}
}

type Accept = (bytes: Buffer, id: string | undefined) => Promise<{ id: string }>;

/**
 * Answers the script on a page that posts one `photo` (and the `id` it gave it, so that a repeat is the same photo):
 * its id, or a refusal's key with 422, 404 for somebody who has no business here.
 */
export function receivePhoto(request: Request, accept: Accept): Promise<Response> {
	return inTurn(async () => {
		try {
			const fields = await request.formData();
			const photo = fields.get('photo');
			const id = fields.get('id');
			if (!(photo instanceof File)) throw new Refusal('attachment.empty');
			const kept = await accept(Buffer.from(await photo.arrayBuffer()), typeof id === 'string' && id ? id : undefined);
			return json({ id: kept.id });
		} catch (fault) {
			if (!(fault instanceof Refusal)) throw fault;
			return json({ key: fault.key }, { status: fault.key === 'case.not-found' ? 404 : 422 });
		}
	});
}
