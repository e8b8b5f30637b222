import type { KioskTile } from '#lib/domain/kiosk.ts';
import { graphemes, type Identity, textLimits } from '#lib/domain/submission.ts';
import { type Bytes, randomHex, type Slip } from './device/hand-in.ts';
import type { Printed } from './printing/print-slip.ts';
import type { Recording } from './recorder.ts';

/** Photos of one text, from whichever side (ruling 14). */
const mostPhotos = 5;

/** A case as the server shows it here. */
export type OpenedCase = {
	number: string;
	state: string;
	step: 1 | 2 | 3 | 4 | 5 | null;
	title: string;
	unit: string;
	owner: string;
	mustRenewCode: boolean;
	dueAt: string | null;
	supplyBy: string | null;
	answer: { at: string; by: string; parts: Partial<Record<string, string>> } | null;
	rating: { stars: number; solved: string } | null;
	mayRate: boolean;
};

/** The way for photos from the resident's phone, and what the server says of it. */
export type PhotoTicket = { ticket: string; code: string; endsAt: number; count: number; isOpened: boolean };

/** Everything about the one who stands before the kiosk. It lives in memory alone and goes whole, with the page. */
export class Visit {
	readonly submissionKey = randomHex();
	tile = $state.raw<KioskTile | null>(null);
	text = $state('');
	place = $state('');
	recording = $state.raw<Recording | null>(null);
	/** What the office's service made of the recording, until the resident takes it into the text. */
	heard = $state.raw<{ phase: 'asking' | 'heard' | 'taken' | 'failed'; text: string } | null>(null);
	/** Taken by the kiosk's own camera, where the setting allows. */
	photos = $state.raw<readonly Bytes[]>([]);
	/** What the resident's phone sends. */
	ticket = $state.raw<PhotoTicket | null>(null);
	/** Null until somebody was asked. */
	hasDanger = $state<boolean | null>(null);
	identity = $state<Identity>('anonymous');
	phone = $state('');
	wantsCall = $state(false);

	slip = $state.raw<Slip | null>(null);
	/** The tile the slip was made under, and whether somebody is in danger: all that is kept of the matter. */
	slipTile = $state.raw<KioskTile | null>(null);
	/** Null = nobody has tried yet: a receipt that was covered for a while is not printed once more. */
	printed = $state<Printed | 'printing' | null>(null);

	/** 查办到哪了. */
	number = $state('');
	code = $state('');
	wantsToRate = $state(false);
	opened = $state.raw<{ secret: string; case: OpenedCase } | null>(null);
	solved = $state<'solved' | 'partly' | 'not' | 'unsure' | null>(null);
	stars = $state(0);

	/** Is there anything that somebody would miss, or that nobody else should see? */
	get holdsAnything(): boolean {
		const { text, recording, photos, phone, slip, opened, number, ticket } = this;
		return Boolean(text || recording || photos.length || phone || slip || opened || number || ticket);
	}

	/** Those from the phone count too. */
	get mayAddPhoto(): boolean {
		return this.photoCount < mostPhotos;
	}

	get photoCount(): number {
		return this.photos.length + (this.ticket?.count ?? 0);
	}

	get saysSomething(): boolean {
		return this.recording !== null || graphemes(this.text.trim()) >= 2;
	}

	get signsLeft(): number {
		return textLimits.text[1] - graphemes(this.text);
	}

	/** Adds to the text as far as there is room. */
	write(words: string): void {
		if (graphemes(words) <= this.signsLeft) this.text += words;
	}

	/** 用这段: behind what is written, as far as there is room. */
	takeHeard(): void {
		if (this.heard?.phase !== 'heard') return;
		const signs = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(this.heard.text)];
		const room = signs.slice(0, this.signsLeft).map(({ segment }) => segment);
		this.text += room.join('');
		this.heard = { phase: 'taken', text: '' };
	}

	/** Takes the last sign back. */
	erase(): void {
		const signs = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(this.text)];
		this.text = signs
			.slice(0, -1)
			.map(({ segment }) => segment)
			.join('');
	}

	/** After handing in, the matter itself is dropped at once; the slip stays until it is taken. */
	keepOnlySlip(slip: Slip): void {
		this.slip = slip;
		this.slipTile = this.tile;
		Object.assign(this, { text: '', place: '', phone: '', recording: null, heard: null, photos: [], ticket: null });
	}
}
