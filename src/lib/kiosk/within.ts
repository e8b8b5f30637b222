/** What `work` answers, or an error when it takes longer than these ms. */
export function within<Answer>(ms: number, work: Promise<Answer>): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const watchdog = setTimeout(() => reject(new Error('no answer in time')), ms);
		work.then(resolve, reject).finally(() => clearTimeout(watchdog));
	});
}
