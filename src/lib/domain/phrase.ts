/** What a 常用答复语 may name of the case it is inserted for. */
type OfCase = Record<'编号' | '单位' | '电话', string>;

/** The phrase with what it names put in; a name without a value stays, so that it is noticed. */
export function filledPhrase(body: string, ofCase: OfCase): string {
	return Object.entries(ofCase).reduce(
		(text, [name, value]) => text.replaceAll(`{${name}}`, value || `{${name}}`),
		body
	);
}
