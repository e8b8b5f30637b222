type Asked = Record<string, Promise<unknown>>;

/** What several questions answer, by their names; they are asked at once. */
export async function together<Questions extends Asked>(
	questions: Questions
): Promise<{ [Name in keyof Questions]: Awaited<Questions[Name]> }> {
	const answers = await Promise.all(Object.entries(questions).map(async ([name, answer]) => [name, await answer]));
	return Object.fromEntries(answers);
}
