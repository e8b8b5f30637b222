import { customType } from 'drizzle-orm/pg-core';

/** Raw bytes; postgres.js hands them over as a Buffer. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({
	dataType() {
		return 'bytea';
	},
	toDriver(value) {
		// drizzle passes parameters on as they are; postgres.js wants a Buffer of its own
		return Buffer.isBuffer(value) ? value : Buffer.from(value);
	}
});

/** tsvector, written by array_to_tsvector and read only by the index. */
export const tsvector = customType<{ data: string; driverData: string }>({
	dataType() {
		return 'tsvector';
	}
});
