import type { Locale } from '#lib/domain/preferences.ts';
import { fetchPrompts, noPrompts, type Prompts } from './prompts.ts';

/** Slower than people talk (domain E5). */
const rate = 0.8;
/** A sentence that takes longer than any voice would is taken for dead: so long to begin, and so long for each sign. */
const patience = { beginMs: 8000, signMs: { 'zh-CN': 700, en: 250 } } as const;
/** The same for a recording. */
const longestPromptMs = 120_000;

/**
 * 读给我听, by what a deployment has recorded, else by voices of the machine itself: what is read must not leave it (ruling 22).
 */
export class Speech {
	isReading = $state(false);
	#voices = $state.raw<readonly SpeechSynthesisVoice[]>([]);
	/** Ends the piece that is being said, unheard. */
	#hush = () => {};

	#prompts = $state.raw<Prompts>(noPrompts);

	/** Looks for recordings, and for voices, now and when more come or go. Returns how to stop. */
	listen(): () => void {
		void fetchPrompts().then((prompts) => (this.#prompts = prompts));
		if (!('speechSynthesis' in globalThis)) return () => this.stop();
		const look = () => (this.#voices = speechSynthesis.getVoices().filter(({ localService }) => localService));
		look();
		speechSynthesis.addEventListener('voiceschanged', look);
		return () => {
			speechSynthesis.removeEventListener('voiceschanged', look);
			this.stop();
		};
	}

	/** There is something to say, and a voice for it, or a recording of each piece. */
	canRead(texts: readonly string[], locale: Locale): boolean {
		const said = texts.filter(Boolean);
		return (
			said.length > 0 && (this.#voiceOf(locale) !== undefined || said.every((text) => this.#prompts[locale].has(text)))
		);
	}

	/** Reads piece after piece; long numbers digit by digit. Ends by itself, also when a voice fails or hangs. */
	read(texts: readonly string[], locale: Locale): void {
		this.stop();
		const prompts = this.#prompts[locale];
		const pieces = texts.flatMap((text) => (prompts.has(text) ? text : sentencesOf(text)));
		let at = 0;
		const next = () => {
			const text = pieces[at++];
			const [file, voice] = [prompts.get(text ?? ''), this.#voiceOf(locale)];
			const heard = { onend: next, onfail: () => this.stop() };
			if (text && file) this.#hush = play(file, heard);
			else if (text && voice) {
				const patienceMs = patience.beginMs + text.length * patience.signMs[locale];
				this.#hush = say(text, voice, { ...heard, patienceMs });
			} else this.stop();
		};
		this.isReading = pieces.length > 0;
		next();
	}

	stop(): void {
		this.#hush();
		this.#hush = () => {};
		if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
		this.isReading = false;
	}

	#voiceOf(locale: Locale): SpeechSynthesisVoice | undefined {
		const language = locale === 'en' ? /^en/i : /^(?:zh|cmn)/i;
		return this.#voices.find(({ lang }) => language.test(lang));
	}
}

/** One of the two is called, once, unless what `say` and `play` return was called before. */
type Heard = { onend: () => void; onfail: () => void };

function play(file: string, { onend, onfail }: Heard): () => void {
	const sound = new Audio(file);
	const hush = () => {
		clearTimeout(watchdog);
		sound.onended = sound.onerror = null;
		sound.pause();
	};
	const over = (then: () => void) => () => {
		hush();
		then();
	};
	const watchdog = setTimeout(over(onfail), longestPromptMs);
	sound.onended = over(onend);
	sound.onerror = over(onfail);
	// stopped before it began, which is heard by nobody any more, or not permitted
	sound.play().catch(() => sound.onerror && over(onfail)());
	return hush;
}

type Patient = Heard & { patienceMs: number };
function say(text: string, voice: SpeechSynthesisVoice, { patienceMs, onend, onfail }: Patient): () => void {
	const utterance = new SpeechSynthesisUtterance(text);
	Object.assign(utterance, { voice, lang: voice.lang, rate });
	const hush = () => {
		clearTimeout(watchdog);
		utterance.onend = utterance.onerror = null;
	};
	const over = (then: () => void) => () => {
		hush();
		then();
	};
	const watchdog = setTimeout(over(onfail), patienceMs);
	utterance.onend = over(onend);
	utterance.onerror = over(onfail);
	speechSynthesis.speak(utterance);
	return hush;
}

/** Short pieces, so that one that hangs is soon noticed. */
function sentencesOf(text: string): string[] {
	const pieces = text.match(/[^。！？；!?;\n]+[。！？；!?;]*/g) ?? [];
	return pieces.map(spoken).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/** 4 0 7 instead of four hundred and seven, from five digits on. */
export function spoken(text: string): string {
	return text.replace(/\d{5,}/g, (digits) => [...digits].join(' ')).trim();
}
