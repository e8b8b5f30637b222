import { caseFile } from '#lib/server/http/case-file.ts';
import type { RequestHandler } from './$types';

/** A photo or recording of a case, for the resident of that case. */
export const GET: RequestHandler = caseFile;
