import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { figure, lines, maybeRowId, rowId, textField, ticked } from '../../domain/form-fields.ts';
import { type idlePlaces, kioskPrinters } from '../../domain/kiosk.ts';
import { idleLimits, placeLimits } from '../../domain/kiosk-settings.ts';
import { maybePin } from '../../domain/pin.ts';
import { locales } from '../../domain/preferences.ts';

/** The row a page is about; null on the page that makes a new one. 404 for anything else. */
export function rowOfPage(id: string): number | null {
	if (id === 'new') return null;
	if (!/^\d{1,9}$/.test(id)) error(404, { message: 'not-found' });
	return Number(id);
}

export const pointForm = v.object({
	name: textField('placeName', [2, 30]),
	area: maybeRowId,
	address: v.optional(textField('address', [0, 60]), ''),
	phone: v.optional(textField('phone', [0, 30]), ''),
	active: ticked,
	clerks: v.optional(v.pipe(v.array(rowId('field.missing')), v.maxLength(200)), [])
});

/** The issue names the waiting time: six of them stand one behind the other. */
const seconds = (key: string) =>
	v.pipe(figure(key), v.integer(key), v.minValue(idleLimits.least, key), v.maxValue(idleLimits.most, key));
const waits = {
	home: seconds('idle.home'),
	choice: seconds('idle.choice'),
	typing: seconds('idle.typing'),
	result: seconds('idle.result'),
	receipt: seconds('idle.receipt'),
	assisted: seconds('idle.assisted')
} satisfies Record<(typeof idlePlaces)[number], unknown>;

export const kioskForm = v.object({
	point: rowId('point.missing'),
	name: textField('placeName', [2, 30]),
	locale: v.picklist(locales, 'field.missing'),
	printer: v.picklist(kioskPrinters, 'field.missing'),
	microphone: ticked,
	camera: ticked,
	mmPerPx: v.pipe(figure('mmPerPx.wrong'), v.minValue(0.05, 'mmPerPx.wrong'), v.maxValue(1, 'mmPerPx.wrong')),
	...waits,
	places: lines('places', placeLimits),
	servicePin: maybePin,
	clearPin: ticked
});

/** Retiring and losing are grave: the warning was read. */
export const endForm = v.object({
	device: rowId('field.missing'),
	as: v.picklist(['retired', 'lost'], 'field.missing'),
	understood: v.literal('on', 'understood.missing')
});
