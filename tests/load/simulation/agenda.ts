type Entry = { at: number; order: number; run: () => Promise<void> };

/** What is to happen when, the earliest first; at one moment in the order in which it was put down. */
export type Agenda = {
	put: (at: Date, run: () => Promise<void>) => void;
	next: () => { at: Date; run: () => Promise<void> } | null;
};

/** A binary heap: a year has some hundred thousand entries. */
export function openAgenda(): Agenda {
	const heap: Entry[] = [];
	let count = 0;
	const isBefore = (one: number, other: number) => {
		const [first, second] = [heap[one], heap[other]];
		if (!first || !second) return false;
		return first.at < second.at || (first.at === second.at && first.order < second.order);
	};
	const swap = (one: number, other: number) => {
		const [first, second] = [heap[one], heap[other]];
		if (first && second) [heap[one], heap[other]] = [second, first];
	};
	return {
		put: (at, run) => {
			heap.push({ at: at.getTime(), order: count++, run });
			for (let place = heap.length - 1; place > 0;) {
				const parent = (place - 1) >> 1;
				if (!isBefore(place, parent)) break;
				swap(place, parent);
				place = parent;
			}
		},
		next: () => {
			swap(0, heap.length - 1);
			const first = heap.pop();
			for (let place = 0; ;) {
				const [left, right] = [place * 2 + 1, place * 2 + 2];
				const smaller = isBefore(right, left) ? right : left;
				if (!isBefore(smaller, place)) break;
				swap(place, smaller);
				place = smaller;
			}
			return first ? { at: new Date(first.at), run: first.run } : null;
		}
	};
}

const minuteMs = 60_000;
const shanghaiMs = 8 * 3_600_000;

/** The first moment from `at` on at which a cron of minutes and hours (Asia/Shanghai) ticks. */
export function tickOf(cron: string, at: Date): Date {
	const [minutes = '*', hours = '*', ...rest] = cron.split(' ');
	if (rest.some((part) => part !== '*')) throw new Error(`a cron that cannot be read: ${cron}`);
	for (let tick = Math.ceil(at.getTime() / minuteMs) * minuteMs; ; tick += minuteMs) {
		const local = new Date(tick + shanghaiMs);
		if (fits(minutes, local.getUTCMinutes()) && fits(hours, local.getUTCHours())) return new Date(tick);
	}
}

function fits(part: string, value: number): boolean {
	if (part === '*') return true;
	const every = /^\*\/(\d+)$/.exec(part)?.[1];
	return every ? value % Number(every) === 0 : part.split(',').map(Number).includes(value);
}
