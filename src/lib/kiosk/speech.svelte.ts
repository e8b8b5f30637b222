import type { Locale } from '#lib/domain/preferences.ts';

/** Slower than people talk (domain E5). */
const rate = 0.8;

/** 读给我听, by voices of the machine itself: what is read must not leave it (ruling 22). */
export class Speech {
	isReading = $state(false);
	#voices = $state.raw<readonly SpeechSynthesisVoice[]>([]);

	/** Looks for voices, now and when more come. Returns how to stop. */
	listen(): () => void {
		if (!('speechSynthesis' in window)) return () => {};
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

	/** Reads sentence after sentence; long numbers digit by digit. */
	read(sentences: readonly string[], locale: Locale): void {
		const voice = this.#voiceOf(locale);
		if (!voice) return;
		this.stop();
		const said = sentences.map(spoken).filter(Boolean);
		said.forEach((text, at) => {
			const utterance = new SpeechSynthesisUtterance(text);
			Object.assign(utterance, { voice, lang: voice.lang, rate });
			if (at === said.length - 1) utterance.onend = () => (this.isReading = false);
			speechSynthesis.speak(utterance);
		});
		this.isReading = said.length > 0;
	}

	stop(): void {
		if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
		this.isReading = false;
	}

	#voiceOf(locale: Locale): SpeechSynthesisVoice | undefined {
		const language = locale === 'en' ? /^en/i : /^(?:zh|cmn)/i;
		return this.#voices.find(({ lang }) => language.test(lang));
	}
}

/** 4 0 7 instead of four hundred and seven, from five digits on. */
export function spoken(text: string): string {
	return text.replace(/\d{5,}/g, (digits) => [...digits].join(' ')).trim();
}
