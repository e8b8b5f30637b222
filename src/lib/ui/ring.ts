/** Where this browser keeps whether new and urgent cases may be heard. */
const soundKey = 'huiyin.sound';

export function mayRing(): boolean {
	return localStorage.getItem(soundKey) === 'on';
}

export function letRing(isOn: boolean): void {
	localStorage.setItem(soundKey, isOn ? 'on' : 'off');
}

/** A short tone, made here: no file to fetch, nothing to keep. */
export function ring(hertz = 880): void {
	const audio = new AudioContext();
	const tone = audio.createOscillator();
	tone.connect(audio.destination);
	tone.frequency.value = hertz;
	tone.addEventListener('ended', () => void audio.close());
	tone.start();
	tone.stop(audio.currentTime + 0.25);
}
