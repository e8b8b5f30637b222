/** The work's result, or after so many milliseconds a fault that counts as "the database is away". */
export async function within<T>(patienceMs: number, work: PromiseLike<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const silence = new Promise<never>((_, reject) => {
		const fault = Object.assign(new Error('no answer in time'), { code: 'DATABASE_SILENT' });
		timer = setTimeout(() => reject(fault), patienceMs);
	});
	try {
		return await Promise.race([work, silence]);
	} finally {
		clearTimeout(timer);
	}
}
