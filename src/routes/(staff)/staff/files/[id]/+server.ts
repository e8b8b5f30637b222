import { caseFile } from '#lib/server/http/case-file.ts';
import type { RequestHandler } from './$types';

/** A photo or recording of a case, for staff who may find the case; of a confidential one a unit gets released photos. */
export const GET: RequestHandler = caseFile;
