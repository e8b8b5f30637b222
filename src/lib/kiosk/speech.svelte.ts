import type { Locale } from '#lib/domain/preferences.ts';

/** Slower than people talk (domain E5). */
const rate = 0.8;
/** A sentence that takes longer than any voice would is taken for dead: so long to begin, and so long for each sign. */
const patience = { beginMs: 8000, signMs: { 'zh-CN': 700, en: 250 } } as const;

/** 读给我听, by voices of the machine itself: what is read must not leave it (ruling 22). */
export class Speech {
	isReading = $state(false);
	#voices = $state.raw<readonly SpeechSynthesisVoice[]>([]);
	/** Hears no more of the sentence that is being said. */
	#hush = () => {};

	/** Looks for voices, now and when more come or go. Returns how to stop. */
	listen(): () => void {
		if (!('speechSynthesis' in globalThis)) return () => {};
		const look = () => (this.#voices = speechSynthesis.getVoices().filter(({ localService }) => localService));
		look();
		speechSynthesis.addEventListener('voiceschanged', look);
		return () => {
			speechSynthesis.removeEventListener('voiceschanged', look);
			this.stop();
		};
	}

	canRead(locale: Locale): boolean {
		return this.#voiceOf(locale) !== undefined;
	}

	/** Reads sentence after sentence; long numbers digit by digit. Ends by itself, also when a voice fails or hangs. */
	read(texts: readonly string[], locale: Locale): void {
		this.stop();
		const sentences = texts.flatMap(sentencesOf);
		let at = 0;
		const next = () => {
			const sentence = sentences[at++];
			const voice = this.#voiceOf(locale);
			if (!sentence || !voice) return this.stop();
			this.#hush = say(sentence, voice, {
				patienceMs: patience.beginMs + sentence.length * patience.signMs[locale],
				onend: next,
				onfail: () => this.stop()
			});
		};
		this.isReading = sentences.length > 0;
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

type Heard = { patienceMs: number; onend: () => void; onfail: () => void };

/** Says one sentence; one of the two is called, once, unless what it returns was called before. */
function say(text: string, voice: SpeechSynthesisVoice, { patienceMs, onend, onfail }: Heard): () => void {
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
