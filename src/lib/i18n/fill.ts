/** Puts values into `{name}` placeholders. A placeholder without a value stays visible, so that it is noticed. */
export function fill(text: string, values: Record<string, string | number>): string {
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
