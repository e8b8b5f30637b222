import type { Context } from '../context.ts';
import { writeImports } from '../intake/former-register/write-import.ts';
import type { TaskReport } from './task-report.ts';

/** How many rows a minute has room for; the next one goes on. */
const most = 500;

/** 导入原台账: what was confirmed goes on where it stopped. */
export async function writeAllImports(context: Context): Promise<TaskReport | void> {
	const rows = await writeImports(context, most);
	if (rows > 0) return { rows };
}
