import { alertsAfter } from './kiosk.ts';

/** What a kiosk last said of itself; `seenAt` null = nothing yet since it was paired. */
export type KioskHealth = {
	pairedAt: Date;
	seenAt: Date | null;
	queued: number;
	oldestQueuedAt: Date | null;
	stuck: number;
	clockSkewSeconds: number;
	paper: 'ok' | 'out' | 'unknown';
};

export type KioskAlert = {
	key: 'unpaired' | 'silent' | 'stuck' | 'unsent' | 'queued' | 'skew' | 'paper';
	/** Minutes, hours or items, as the key's words need. */
	count: number;
};

/** What somebody must look at, the gravest first (domain E9: silent > 3 min, > 50 queued, > 24 h unsent, skew > 10 min). */
export function alertsOf(health: KioskHealth | null, now: Date): KioskAlert[] {
	if (!health) return [{ key: 'unpaired', count: 0 }];
	const { pairedAt, seenAt, queued, oldestQueuedAt, stuck, clockSkewSeconds, paper } = health;
	const minutesSince = (at: Date) => (now.getTime() - at.getTime()) / 60_000;
	const silent = minutesSince(seenAt ?? pairedAt);
	const unsent = oldestQueuedAt ? minutesSince(oldestQueuedAt) / 60 : 0;
	const skew = Math.abs(clockSkewSeconds) / 60;
	const alerts: (KioskAlert & { is: boolean })[] = [
		{ key: 'silent', is: silent > alertsAfter.silentMinutes, count: Math.floor(silent) },
		{ key: 'stuck', is: stuck > 0, count: stuck },
		{ key: 'unsent', is: unsent > alertsAfter.unsentHours, count: Math.floor(unsent) },
		{ key: 'queued', is: queued > alertsAfter.queued, count: queued },
		{ key: 'skew', is: skew > alertsAfter.skewMinutes, count: Math.floor(skew) },
		{ key: 'paper', is: paper === 'out', count: 0 }
	];
	return alerts.filter(({ is }) => is).map(({ key, count }) => ({ key, count }));
}
