/** Keys that never enter the database. Each is 32 bytes. */
export type Secrets = {
	/** Master keys by key id: the current one seals, the others still open (rotation). */
	masterKeys: ReadonlyMap<string, Buffer>;
	masterKeyId: string;
	/** For access codes, recovery codes and blind indexes. */
	pepper: Buffer;
	/** From which code and link token of an on-line filing are derived. */
	derivation: Buffer;
};
