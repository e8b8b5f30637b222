import { at, type SubjectStops } from './stop.ts';

const pages = at('/(staff)/staff/figures');

/** The figures and what opens behind them; the supervisor sees all, a head the own units. */
export const figures: SubjectStops = {
	fenpai: [at('/(staff)/staff/morning'), at('/(staff)/staff/figures', `/staff/figures?${thisYear()}&by=category`)],
	shenhe: [pages],
	duban: [
		at('/(staff)/staff/figures', `/staff/figures?${thisYear()}`),
		at('/(staff)/staff/figures/cases', `/staff/figures/cases?${thisYear()}&figure=answeredInTime&side=part`),
		at('/(staff)/staff/morning/[list]', '/staff/morning/accept')
	]
};

/** The life of the demo is of the last months, whenever the pages are looked at. */
function thisYear(): string {
	const today = new Date();
	const from = new Date(today.getTime() - 200 * 86_400_000);
	return `from=${from.toISOString().slice(0, 10)}&to=${today.toISOString().slice(0, 10)}`;
}
