import { error, type RequestEvent } from '@sveltejs/kit';
import { readNumber } from '../../domain/case-number.ts';
import { type CasePaper, listCasePapers } from '../cases/queries/case-papers.ts';
import { staffContext } from './guards.ts';

/** The case that a printed page below /staff/cases/<number> is about; 404 for what is unknown or not theirs. */
export async function casePaper({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>): Promise<CasePaper> {
	const read = readNumber(params.number ?? '');
	const [paper] = read.ok ? await listCasePapers(staffContext(locals), [read.number]) : [];
	if (!paper) error(404, { message: 'not-found' });
	return paper;
}
