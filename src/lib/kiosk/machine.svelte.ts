import { findDangers } from '#lib/domain/danger.ts';
import {
	copyingSeconds,
	countdownSeconds,
	type IdleSeconds,
	idleDefaults,
	type KioskConfig,
	type KioskTile,
	longestRecordingSeconds
} from '#lib/domain/kiosk.ts';
import type { Locale } from '#lib/domain/preferences.ts';
import type { Identity as Leaving } from '#lib/domain/submission.ts';
import { ask, Away, Refused, sendRecording } from './device/ask.ts';
import { CannotTake, handIn, type Part } from './device/hand-in.ts';
import { keepInTouch, type Standing } from './device/keep-in-touch.ts';
import { type Identity, keepIdentity, openStore, readConfig, readIdentity, type Store } from './device/store.ts';
import { canSee } from './camera.ts';
import { createIdle } from './idle.ts';
import type { PortInfo } from './printing/serial-printer.ts';
import type { Printer } from './printing/print-slip.ts';
import { canRecord, type Recording } from './recorder.ts';
import type { Scan } from './scanner.ts';
import { Speech } from './speech.svelte.ts';
import { type OpenedCase, type PhotoTicket, Visit } from './visit.svelte.ts';

export type Screen =
	| ('starting' | 'insecure' | 'pair' | 'closed' | 'home' | 'poster')
	| ('say' | 'danger' | 'place' | 'check' | 'phone' | 'photos' | 'camera' | 'done' | 'cannot')
	| ('number' | 'code' | 'case' | 'solved' | 'stars' | 'reasons' | 'rated')
	| ('hours' | 'assist' | 'service');
export type Mode = 'write' | 'speak' | 'keys' | 'phrases';
const modes: readonly unknown[] = ['write', 'speak', 'keys', 'phrases'] satisfies Mode[];
const isMode = (mode: unknown): mode is Mode => modes.includes(mode);
/** What lies over a screen and covers it whole. */
export type Cover = 'idle' | 'bell' | 'leave' | null;

type MadeTicket = { ticket: string; code: string; expiresAt: string };
/** A little longer than the server gives the service. */
const transcriptionPatienceMs = 25_000;

/** Which idle time counts on which screen (domain E6). */
const idlePlaceOf: Partial<Record<Screen, keyof IdleSeconds>> = {
	home: 'home',
	say: 'typing',
	phone: 'typing',
	photos: 'typing',
	camera: 'typing',
	number: 'typing',
	code: 'typing',
	assist: 'typing',
	service: 'typing',
	case: 'result',
	solved: 'result',
	stars: 'result',
	reasons: 'result',
	done: 'receipt'
};

/** What the idle clock waits for, and for how many seconds at most: nothing that hangs may keep it standing. */
const longestHolds = { recording: longestRecordingSeconds + 30, printing: 60, reading: 900 } as const;

/** The kiosk: which screen stands, for whom, and how the machine stands with the server. One for a page. */
export class Kiosk {
	screen = $state<Screen>('starting');
	cover = $state<Cover>(null);
	config = $state.raw<KioskConfig | null>(null);
	standing = $state.raw<Standing>({ isOnline: false, state: 'active', queued: 0, stuck: 0, free: 0, skewSeconds: 0 });
	visit = $state.raw(new Visit());
	locale = $state<Locale>('zh-CN');
	isLarge = $state(false);
	isContrast = $state(false);
	isLow = $state(false);
	/** 代填, until the visit ends. */
	assist = $state.raw<{ ticket: string; name: string } | null>(null);
	cannot = $state<CannotTake['why'] | 'fault'>('fault');
	isHandingIn = $state(false);
	#hears = $state(false);
	#sees = $state(false);
	#mode = $state<Mode | null>(null);
	/** What became of the receipt that was held to the scanner. */
	scanning = $state.raw<'asking' | 'foreign' | Away | Refused | null>(null);
	/** 您还在吗？, or the receipt that clears itself: so many seconds are left. */
	secondsLeft = $state(0);
	readonly speech = new Speech();
	/** Letters of this visit are still only here. */
	isWaiting = $state(false);
	readonly version: string;

	#idle = createIdle({
		ask: () => (this.cover = 'idle'),
		tick: (left) => (this.secondsLeft = left),
		end: () => this.#onIdleEnd()
	});
	#port: PortInfo | null = null;
	#store: Store | null = null;
	#identity: Identity | null = null;
	#line: ReturnType<typeof keepInTouch> | null = null;

	constructor(version: string) {
		this.version = version;
	}

	/** Opens what the machine keeps and shows the first screen. Returns how to stop. */
	async start({ paper }: { paper: () => 'ok' | 'out' | 'unknown' }): Promise<() => void> {
		if (!isSecureContext || !('locks' in navigator)) {
			this.screen = 'insecure';
			return () => {};
		}
		const unlisten = this.speech.listen();
		this.#hears = await canRecord();
		this.#sees = await canSee();
		const store = await openStore();
		this.#store = store;
		this.#identity = await readIdentity(store);
		this.#takeConfig(await readConfig(store));
		const kept = await store.get('facts', 'port');
		this.#port = typeof kept === 'object' && 'port' in kept ? kept.port : null;
		const state = await store.get('facts', 'state');
		if (typeof state === 'string' && state !== 'active') this.screen = 'closed';
		else this.screen = this.#identity ? (this.config ? 'home' : 'starting') : 'pair';
		this.#line = keepInTouch({
			store,
			version: this.version,
			paper,
			onRound: (standing) => void this.#onRound(standing)
		});
		const mode = await store.get('facts', 'mode');
		this.#mode = isMode(mode) ? mode : null;
		return () => {
			unlisten();
			this.#line?.stop();
			this.#idle.stop();
		};
	}

	/** 说话: where there is a microphone and the office has not switched it off. */
	/** The machine's own camera may be used: the setting allows it, and there is one. */
	get canPhotograph(): boolean {
		return this.#sees && this.config?.hasCamera === true;
	}

	/** The camera was not there after all, or was pulled out: it is not offered any more. */
	loseCamera(): void {
		this.#sees = false;
		if (this.screen === 'camera') this.go('photos');
	}

	/** 就用这张. */
	addPhoto(bytes: Uint8Array<ArrayBuffer>): void {
		if (this.visit.mayAddPhoto) this.visit.photos = [...this.visit.photos, bytes];
		this.go('check');
	}

	get canRecord(): boolean {
		return this.#hears && this.config?.hasMicrophone === true;
	}

	/** The name of the kiosk's idle time that counts now. */
	get idlePlace(): keyof IdleSeconds {
		if (this.assist && this.screen !== 'done') return 'assisted';
		const place = idlePlaceOf[this.screen] ?? 'choice';
		return place === 'home' && this.visit.holdsAnything ? 'choice' : place;
	}

	get idleSeconds(): number {
		return (this.config?.idleSeconds ?? idleDefaults)[this.idlePlace];
	}

	/** Screens on which nobody's things can stand: no question is asked there. */
	get isNobodyHere(): boolean {
		return ['starting', 'insecure', 'pair', 'closed', 'poster'].includes(this.screen);
	}

	/** How much of the receipt's time is left, 0 to 1. */
	get receiptShare(): number {
		return Math.min(1, this.secondsLeft / Math.max(1, this.#idle.seconds));
	}

	/** What the visit is about, in the language that stands. */
	get tileLabel(): string {
		const { tile } = this.visit;
		return (this.locale === 'en' ? tile?.labelEn : tile?.label) ?? '';
	}

	get prefix(): string {
		return this.config?.numberPrefix ?? 'MQ';
	}

	/** Keeps the idle clock at the times of the screen that stands. Run as an effect. */
	watchIdle(): void {
		const { idlePlace, idleSeconds, isNobodyHere, screen } = this;
		const asks = idlePlace === 'receipt' || (idlePlace === 'home' && !this.assist) ? 0 : countdownSeconds;
		// the clock hears of the screen, so that news from the server do not begin the time anew
		this.#idle.start(`${screen} ${idlePlace}`, isNobodyHere || screen === 'rated' ? 0 : idleSeconds, {
			countdown: asks
		});
	}

	touch(): void {
		this.#idle.touch();
	}

	/** 我还在. */
	stay(): void {
		if (this.cover === 'idle') this.cover = null;
		this.#idle.stay();
	}

	/** 叫人帮忙: who calls is still there. */
	call(): void {
		this.stay();
		this.cover = 'bell';
	}

	/** 我还在抄. */
	stillCopying(): void {
		this.#idle.stay(copyingSeconds);
	}

	/** Nobody is asked while the machine itself is at work. */
	hold(reason: keyof typeof longestHolds, isHeld: boolean): void {
		if (isHeld) this.#idle.hold(reason, longestHolds[reason]);
		else this.#idle.release(reason);
	}

	#onIdleEnd(): void {
		if (this.idlePlace === 'home' && !this.assist) this.go('poster');
		else this.wipe();
	}

	/** The way of saying something that was last used here; 说话 on a machine that hears and was not used yet. */
	get mode(): Mode {
		return this.#mode ?? (this.canRecord ? 'speak' : 'write');
	}

	chooseMode(mode: Mode): void {
		this.#mode = mode;
		// of the machine, not of the person: where most people here speak, speaking comes first
		void this.#store?.put('facts', mode, 'mode');
	}

	/** The way to leave a phone number leads over the digits. */
	askPhone(leaving: 'contact' | 'confidential'): void {
		this.visit.identity = leaving;
		this.go('phone');
	}

	/** Something was held to the scanner; null = no receipt of ours. The screen to press the number in says what became of it. */
	async scanned(scan: Scan | null): Promise<void> {
		const { screen } = this;
		if (!['home', 'poster', 'number', 'code'].includes(screen) || this.cover) return;
		this.scanning = scan ? null : 'foreign';
		if (scan && 'number' in scan) {
			this.visit.number = scan.number.replace(/\D/g, '');
			return this.go('code');
		}
		if (screen !== 'code') this.go('number');
		if (!scan) return;
		this.scanning = 'asking';
		try {
			await this.open(scan);
			this.scanning = null;
		} catch (fault) {
			this.scanning = fault instanceof Away || fault instanceof Refused ? fault : null;
			if (!this.scanning) throw fault;
		}
	}

	/** Keeps asking what the resident's phone sent, while a screen shows it. Returns how to stop. */
	watchPhotos(told: (why: 'away' | 'refused' | null) => void): () => void {
		let isAsking = false;
		const look = async () => {
			if (isAsking) return;
			isAsking = true;
			told(await this.#refreshPhotos().finally(() => (isAsking = false)));
		};
		void look();
		const again = setInterval(() => void look(), 2000);
		return () => clearInterval(again);
	}

	/** Gets a ticket where none is good any more, then what came under it. Returns what stands in the way. */
	async #refreshPhotos(): Promise<'away' | 'refused' | null> {
		const { visit } = this;
		// somebody may have asked for another code, handed in or left in the meantime
		const isStill = (asked: PhotoTicket | null) =>
			visit === this.visit && !visit.slip && visit.ticket?.ticket === asked?.ticket;
		let asked = visit.ticket;
		try {
			const isOver = asked?.count === 0 && asked.endsAt < Date.now();
			if (!asked || isOver) {
				const { expiresAt, ...made } = await this.ask<MadeTicket>('photos', {});
				if (!isStill(asked)) return null;
				asked = { ...made, endsAt: Date.parse(expiresAt), count: 0, isOpened: false };
				visit.ticket = asked;
			}
			const came = await this.ask<Pick<PhotoTicket, 'count' | 'isOpened'>>('photos/count', { ticket: asked.ticket });
			if (!isStill(asked)) return null;
			// who is busy with the phone does not touch the screen
			if (came.count !== asked.count || came.isOpened !== asked.isOpened) this.touch();
			visit.ticket = { ...asked, ...came };
			return null;
		} catch (fault) {
			if (fault instanceof Away) return 'away';
			if (!(fault instanceof Refused)) throw fault;
			if (fault.key === 'case.not-found' && isStill(asked)) visit.ticket = null;
			return 'refused';
		}
	}

	/** Another phone, or everything anew: the code that stands is worthless from now on. */
	renewTicket(): void {
		this.#endTicket();
		this.visit.ticket = null;
	}

	#endTicket(): void {
		const { ticket, slip } = this.visit;
		if (!ticket || slip) return;
		const { token } = this.#identity ?? {};
		// at best: where the network is down, ten minutes and the sweep do the same
		ask('photos/end', { token, body: { ticket: ticket.ticket }, isLast: true }).catch(() => null);
	}

	/** 代填: the server alone checks the PIN. Throws `Away` or `Refused`. */
	async openAssist(staffId: number, pin: string): Promise<void> {
		this.assist = await this.ask<{ ticket: string; name: string }>('assist', { staffId, pin });
		this.go('home');
	}

	go(screen: Screen): void {
		this.cover = null;
		this.screen = screen;
	}

	pick(tile: KioskTile): void {
		this.visit.tile = tile;
		this.go('say');
	}

	find({ toRate }: { toRate: boolean }): void {
		this.visit.wantsToRate = toRate;
		this.go('number');
	}

	/** 写好了: the place if there is one to choose, and the danger question when the words name one. */
	said({ isStraight }: { isStraight: boolean }): void {
		const { visit, config } = this;
		if (visit.hasDanger === null && (visit.recording || findDangers(visit.text).length > 0)) this.go('danger');
		else this.go(!isStraight && !visit.place && config?.places.length ? 'place' : 'check');
	}

	/** Somebody has spoken; `hasDanger` is null when nobody was asked yet. Text comes by itself or not at all: nobody waits. */
	recorded(recording: Recording, hasDanger: boolean | null): void {
		Object.assign(this.visit, { recording, hasDanger, heard: null });
		if (this.config?.hasTranscription && this.standing.isOnline) void this.#transcribe(recording);
		this.said({ isStraight: true });
	}

	async #transcribe(recording: Recording): Promise<void> {
		const { visit } = this;
		const isStillThis = () => visit.recording === recording;
		visit.heard = { phase: 'asking', text: '' };
		try {
			const text = await sendRecording(this.#identity?.token, recording, { patienceMs: transcriptionPatienceMs });
			if (isStillThis()) visit.heard = { phase: 'heard', text };
		} catch (fault) {
			if (!(fault instanceof Away) && !(fault instanceof Refused)) throw fault;
			if (isStillThis()) visit.heard = { phase: 'failed', text: '' };
		}
	}

	answerDanger(hasDanger: boolean): void {
		this.visit.hasDanger = hasDanger;
		this.go('check');
	}

	/** Back to the tiles; what would be lost is asked about first. */
	leave(): void {
		if (this.visit.holdsAnything) this.cover = 'leave';
		else this.wipe();
	}

	/** Hands in what was said and shows the slip: never more than a few seconds, whatever becomes of the network. */
	async handIn(leaving: Leaving): Promise<void> {
		const { visit, config } = this;
		if (this.isHandingIn || visit.slip || !config || !this.#store || !this.#identity) return;
		this.isHandingIn = true;
		visit.identity = leaving;
		const home = { store: this.#store, config, identity: this.#identity };
		try {
			const slip = await handIn(home, this.#spoken()).catch(async (fault: unknown) => {
				if (!(fault instanceof CannotTake) || fault.why !== 'numbers') throw fault;
				// a machine that was just paired may be about to get its first numbers
				await Promise.race([this.#line?.nudge(), new Promise((resolve) => setTimeout(resolve, 2500))]);
				return handIn(home, this.#spoken());
			});
			visit.keepOnlySlip(slip);
			this.isWaiting = true;
			this.go('done');
			void this.#line?.nudge();
		} catch (fault) {
			this.cannot = fault instanceof CannotTake ? fault.why : 'fault';
			this.go('cannot');
		} finally {
			this.isHandingIn = false;
		}
	}

	#spoken() {
		const { visit, locale, assist } = this;
		const { recording } = visit;
		const parts: Part[] = visit.photos.map((bytes) => ({ kind: 'photo', bytes, seconds: 0 }));
		if (recording) parts.unshift({ kind: 'recording', bytes: recording.bytes, seconds: recording.seconds });
		const { submissionKey, tile, text, place, identity, wantsCall } = visit;
		return {
			...{ submissionKey, tilePosition: tile?.position ?? null, text: text.trim(), place, identity, locale, parts },
			hasDanger: visit.hasDanger === true,
			phone: identity === 'anonymous' ? '' : visit.phone,
			wantsCall: identity !== 'anonymous' && wantsCall,
			assistTicket: assist?.ticket ?? null,
			photoTicket: visit.ticket?.ticket ?? null
		};
	}

	/** Asks an endpoint as this machine. Throws `Away` or `Refused`. */
	ask<Answer>(path: string, body: object, patienceMs?: number): Promise<Answer> {
		return ask<Answer>(path, { token: this.#identity?.token, body, ...(patienceMs ? { patienceMs } : {}) });
	}

	/** Opens a case by what was scanned or pressed. Throws `Away` or `Refused`. */
	async open(proof: { number: string; code: string } | { linkToken: string }): Promise<void> {
		const { visit } = this;
		visit.opened = await this.ask<{ secret: string; case: OpenedCase }>('case', proof);
		visit.code = '';
		const { mayRate, mustRenewCode } = visit.opened.case;
		// who fills in for somebody does not rate for them (domain E8)
		this.go(visit.wantsToRate && mayRate && !mustRenewCode && !this.assist ? 'solved' : 'case');
	}

	/** Hands the rating in. Throws `Away` or `Refused`. */
	async rate(tags: readonly string[]): Promise<void> {
		const { opened, solved, stars } = this.visit;
		if (!opened || !solved) return;
		await this.ask('rate', { secret: opened.secret, solved, stars, tags });
		this.go('rated');
	}

	/** Pairs this browser. Returns why it did not work, or null. */
	async pair(code: string): Promise<{ key: string; seconds: number } | null> {
		if (!this.#store) return { key: 'away', seconds: 0 };
		try {
			const identity = await this.ask<Identity>('pair', { code });
			await keepIdentity(this.#store, identity);
			this.#identity = identity;
			this.go('starting');
			await this.#line?.nudge();
			return null;
		} catch (fault) {
			if (fault instanceof Away) return { key: 'away', seconds: 0 };
			if (fault instanceof Refused) return { key: fault.key, seconds: fault.seconds };
			throw fault;
		}
	}

	/** A round at once, from the service menu. */
	synchronise(): Promise<void> {
		return this.#line?.nudge() ?? Promise.resolve();
	}

	get printer(): Printer {
		return { kind: this.config?.printer ?? 'none', port: this.#port };
	}

	/** The port chosen in the service menu, kept by the machine. */
	keepPort(port: PortInfo): void {
		this.#port = port;
		void this.#store?.put('facts', { port }, 'port');
	}

	readonly serviceTries = {
		read: async () => {
			const kept = await this.#store?.get('facts', 'service');
			return typeof kept === 'object' && 'until' in kept ? kept : { tries: 0, until: 0 };
		},
		keep: async (tries: { tries: number; until: number }) => {
			await this.#store?.put('facts', tries, 'service');
		}
	};

	/**
	 * Everything of the one who was here goes, with the page: memory, input methods, speech, the answer of the case that
	 * was open. A reload leaves nothing to go back to, and the address never changed.
	 */
	wipe(): void {
		this.speech.stop();
		this.#line?.stop();
		this.#endTicket();
		this.assist = null;
		this.screen = 'starting';
		this.cover = null;
		this.visit = new Visit();
		location.reload();
	}

	#takeConfig(config: KioskConfig | null): void {
		if (!config) return;
		const isFirst = this.config === null;
		this.config = config;
		if (isFirst) this.locale = config.locale;
	}

	async #onRound(standing: Standing): Promise<void> {
		this.standing = standing;
		if (standing.isOnline && standing.queued === 0) this.isWaiting = false;
		if (!this.#store || !this.#identity) return;
		if (!this.visit.holdsAnything || this.screen === 'starting') this.#takeConfig(await readConfig(this.#store));
		const isClosed = standing.state !== 'active';
		if (isClosed && (this.isNobodyHere || this.screen === 'home')) this.go('closed');
		else if (!isClosed && this.config && (this.screen === 'starting' || this.screen === 'closed')) this.go('home');
	}
}
