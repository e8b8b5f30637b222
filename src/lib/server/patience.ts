/** The work's result, or after so many milliseconds a fault that counts as "the database is away". */
export async function within<T>(patienceMs: number, work: PromiseLike<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const silence = new Promise<never>((_, reject) => {
		// nearly every time nothing is late: no error is made before it is needed
		timer = setTimeout(
			() => reject(Object.assign(new Error('no answer in time'), { code: 'DATABASE_SILENT' })),
			patienceMs
		);
	});
	try {
		return await Promise.race([work, silence]);
	} finally {
		clearTimeout(timer);
	}
}
