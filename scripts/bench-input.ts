import { execFileSync } from 'node:child_process';
import { measureHandwriting } from '../tests/load/input-handwriting.ts';
import { measurePinyin } from '../tests/load/input-pinyin.ts';

/** Builds the data of both input methods and prints how often they are right, how fast, and how large they are. */
for (const script of ['scripts/build-pinyin.ts', 'scripts/build-handwriting.ts'])
	execFileSync(process.execPath, [script], { stdio: 'inherit' });
await measurePinyin();
await measureHandwriting();
