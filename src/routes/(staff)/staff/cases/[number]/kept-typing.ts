/* What staff type is kept on their computer through idle sign-out, reload and conflict (ruling 30). */

const keyOf = (number: string, act: string) => `huiyin.typed.${number}.${act}`;
const secret = new Set(['number', 'version', 'password', 'draft']);

/** Keeps every change of a form, and puts back what was kept into fields that are still as the server sent them. */
export function keepTyping(form: HTMLFormElement, number: string, act: string): () => void {
	const stored = localStorage.getItem(keyOf(number, act));
	const kept: Record<string, string> = stored ? JSON.parse(stored) : {};
	for (const field of fieldsOf(form)) {
		const value = kept[field.name];
		if (value !== undefined && field.value === field.defaultValue) field.value = value;
	}
	const keep = () => {
		const typed = fieldsOf(form).filter(({ value, defaultValue }) => value !== defaultValue);
		localStorage.setItem(
			keyOf(number, act),
			JSON.stringify(Object.fromEntries(typed.map(({ name, value }) => [name, value])))
		);
	};
	form.addEventListener('input', keep);
	return () => form.removeEventListener('input', keep);
}

/** After the act was done nothing of it stays behind. */
export function forgetTyped(number: string, act: string): void {
	localStorage.removeItem(keyOf(number, act));
}

function fieldsOf(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement)[] {
	return [...form.elements].filter(
		(field): field is HTMLInputElement | HTMLTextAreaElement =>
			(field instanceof HTMLTextAreaElement ||
				(field instanceof HTMLInputElement && ['text', 'date', 'tel'].includes(field.type))) &&
			!secret.has(field.name)
	);
}
