export const kioskPrinters = ['none', 'browser-58', 'browser-80', 'escpos-58', 'escpos-80'] as const;
/** How the slip is printed: not at all, by the browser (`--kiosk-printing`), or ESC/POS over a serial port; mm of paper. */
export type KioskPrinter = (typeof kioskPrinters)[number];

export const idlePlaces = ['home', 'choice', 'typing', 'result', 'receipt', 'assisted'] as const;
/** Seconds without a touch until the kiosk asks 您还在吗？ (home: until it shows its poster; receipt: until it clears itself). */
export type IdleSeconds = Record<(typeof idlePlaces)[number], number>;
/** Domain E6. */
export const idleDefaults: IdleSeconds = { home: 120, choice: 60, typing: 120, result: 45, receipt: 30, assisted: 180 };
/** How long 您还在吗？ counts (WCAG 2.2.1 wants 20 s at least). */
export const countdownSeconds = 30;
/** What 我还在抄 adds: copying 22 digits takes longer than the receipt stays. */
export const copyingSeconds = 60;

/** Numbers: so many are topped up while on-line, and so many are out at most (ruling 18). */
export const numberBlock = { wanted: 60, most: 200 } as const;
/** A recording is two minutes at most. */
export const longestRecordingSeconds = 120;
/** The alerts of 接待点与一体机. */
export const alertsAfter = { silentMinutes: 3, queued: 50, unsentHours: 24, skewMinutes: 10 } as const;
/** Letters and digits that are not taken for each other on a screen or over the phone. */
export const pairingAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** Reads a pairing code as typed: ten characters, without regard to case, spaces and hyphens. Null when it is none. */
export function readPairingCode(text: string): string | null {
	const plain = text
		.slice(0, 60)
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\p{Pd}]/gu, '');
	return plain.length === 10 && [...plain].every((sign) => pairingAlphabet.includes(sign)) ? plain : null;
}

/** The purpose bound into the key of a sealed letter, and how its bytes lie (bytes each). */
export const letterPurpose = 'huiyin kiosk letter 1';
export const letterLayout = { version: 1, publicKeyBytes: 65, nonceBytes: 12, tagBytes: 16 } as const;

export type KioskTile = {
	position: number;
	icon: string;
	label: string;
	labelEn: string;
	hint: string;
	hintEn: string;
	/** 常用语 of this kind of matter. */
	phrases: string[];
	phrasesEn: string[];
};
export type ReceptionHour = { weekday: number; opensAt: string; closesAt: string; who: string; note: string };

/** All that a kiosk needs to work alone: kept on the device, renewed by each heartbeat. */
export type KioskConfig = {
	kioskName: string;
	point: { name: string; address: string; phone: string; hours: ReceptionHour[] };
	siteName: string;
	siteNameEn: string;
	/** The office's public number. */
	phone: string;
	/** The letters every case number starts with. */
	numberPrefix: string;
	/** Where the QR of a receipt leads: the public address, without a path. */
	origin: string;
	locale: 'zh-CN' | 'en';
	printer: KioskPrinter;
	hasCamera: boolean;
	hasMicrophone: boolean;
	/** Whether a recording may be turned into text by the office's own service. */
	hasTranscription: boolean;
	mmPerPx: number;
	idleSeconds: IdleSeconds;
	places: string[];
	tiles: KioskTile[];
	/** Who may unlock 代填 here. */
	clerks: { id: number; name: string }[];
	/** `iterations.salt.hash`, base64url: PBKDF2-SHA-256 of the service PIN; null = the menu is closed. */
	servicePin: string | null;
	/** The server's P-256 key, raw and uncompressed, base64url, and its id. */
	publicKey: string;
	publicKeyId: string;
};

/** The answer to a heartbeat. `numbers` are all that are leased to this device and not yet used. */
export type BeatAnswer = {
	state: 'active' | 'retired' | 'lost';
	now: string;
	config: KioskConfig | null;
	numbers: string[];
};
