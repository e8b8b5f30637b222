/*
 * Chromium keeps IndexedDB and localStorage in LevelDB, whose tables are compressed: a search of the bytes as they lie
 * would miss what stands there. This unpacks the blocks of a table (`.ldb`), as LevelDB's doc/table_format.md has it.
 */
const footerBytes = 48;
const magic = 0xdb4775248b80fb57n;

/** The blocks of a table, unpacked: keys and values as they were written. Empty when the file is no whole table. */
export function tableBlocks(file: Buffer): Buffer[] {
	if (file.length < footerBytes || file.readBigUInt64LE(file.length - 8) !== magic) return [];
	const footer = reader(file.subarray(file.length - footerBytes));
	// the index of the filter, which holds no data
	handleOf(footer);
	const index = blockAt(file, handleOf(footer));
	return valuesOf(index).map((value) => blockAt(file, handleOf(reader(value))));
}

type Handle = { offset: number; size: number };
type Reader = { at: number; bytes: Buffer };
const reader = (bytes: Buffer): Reader => ({ at: 0, bytes });

function varint(from: Reader): number {
	let value = 0;
	for (let shift = 1; ; shift *= 128) {
		const byte = from.bytes[from.at++] ?? 0;
		value += (byte & 127) * shift;
		if (byte < 128) return value;
	}
}

function handleOf(from: Reader): Handle {
	return { offset: varint(from), size: varint(from) };
}

function blockAt(file: Buffer, { offset, size }: Handle): Buffer {
	const packed = file.subarray(offset, offset + size);
	return file[offset + size] === 1 ? unsnappy(packed) : packed;
}

/** The values of a block's entries; restart points stand at its end. */
function valuesOf(block: Buffer): Buffer[] {
	const end = block.length - 4 - 4 * block.readUInt32LE(block.length - 4);
	const from = reader(block);
	const values: Buffer[] = [];
	while (from.at < end) {
		varint(from);
		const [own, length] = [varint(from), varint(from)];
		from.at += own;
		values.push(block.subarray(from.at, from.at + length));
		from.at += length;
	}
	return values;
}

/** Snappy (format_description.txt): literals, and copies of what came before. */
export function unsnappy(packed: Buffer): Buffer {
	const from = reader(packed);
	const whole = Buffer.alloc(varint(from));
	let at = 0;
	const little = (bytes: number) => {
		const value = packed.readUIntLE(from.at, bytes);
		from.at += bytes;
		return value;
	};
	while (from.at < packed.length) {
		const tag = little(1);
		const kind = tag & 3;
		if (kind === 0) {
			const short = tag >> 2;
			const length = (short < 60 ? short : little(short - 59)) + 1;
			packed.copy(whole, at, from.at, from.at + length);
			from.at += length;
			at += length;
			continue;
		}
		const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
		const back = kind === 1 ? ((tag >> 5) << 8) | little(1) : little(kind === 2 ? 2 : 4);
		// a copy may reach into what it writes itself
		for (const end = at + length; at < end; at++) whole[at] = whole[at - back] ?? 0;
	}
	return whole;
}
