/** What was said: a sound file as the browser's recorder makes it. */
export type Recording = { bytes: Uint8Array<ArrayBuffer>; mime: string; seconds: number };
