/** What of the Web Serial API we use; TypeScript's own library does not know it yet (wicg.github.io/serial). */
interface SerialPort {
	readonly readable: ReadableStream<Uint8Array> | null;
	readonly writable: WritableStream<Uint8Array> | null;
	open(options: { baudRate: number }): Promise<void>;
	close(): Promise<void>;
}
interface Navigator {
	readonly serial?: {
		getPorts(): Promise<SerialPort[]>;
		requestPort(): Promise<SerialPort>;
	};
}
