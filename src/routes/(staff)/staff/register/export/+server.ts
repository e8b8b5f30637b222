import { error, redirect } from '@sveltejs/kit';
import { dayOf } from '#lib/domain/clock.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { exportFormats, filterQuery, readFilter } from '#lib/domain/register.ts';
import { exportRegister } from '#lib/server/cases/export-register.ts';
import { staffContext } from '#lib/server/http/guards.ts';
import { registerCsv, registerXlsx } from '#lib/server/http/register-file.ts';
import type { RequestHandler } from './$types';

const mimes = {
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	csv: 'text/csv; charset=utf-8'
};

/** The register as a file. A POST, because it leaves a record; what is refused leads back to the page, which says why. */
export const POST: RequestHandler = async ({ locals, url, request }) => {
	const context = staffContext(locals);
	const form = await request.formData();
	const format = exportFormats.find((known) => known === form.get('format'));
	if (format !== 'xlsx' && format !== 'csv') error(404, { message: 'not-found' });
	const filter = readFilter(url.searchParams, context.now);
	try {
		const rows = await exportRegister(context, filter, format);
		const { locale } = locals.preferences;
		const body = format === 'xlsx' ? new Uint8Array(await registerXlsx(rows, locale)) : await registerCsv(rows, locale);
		return new Response(body, {
			headers: {
				'content-type': mimes[format],
				'content-disposition': `attachment; filename="register-${dayOf(context.now)}.${format}"`,
				'cache-control': 'no-store'
			}
		});
	} catch (fault) {
		if (!(fault instanceof Refusal)) throw fault;
		if (fault.key !== 'register.too-many') error(404, { message: fault.key });
		redirect(303, `/staff/register?${filterQuery(filter)}&refused=too-many`);
	}
};
