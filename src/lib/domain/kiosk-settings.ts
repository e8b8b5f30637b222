import * as v from 'valibot';
import { idlePlaces, kioskPrinters } from './kiosk.ts';
import { locales } from './preferences.ts';
import { textField } from './form-fields.ts';

export const placeLimits = { most: 24, longest: 20 } as const;
/** Seconds of each waiting time: long enough to answer (WCAG 2.2.1), short enough for the next in the queue. */
export const idleLimits = { least: 15, most: 900 } as const;

const seconds = v.pipe(
	v.number('idle.wrong'),
	v.integer('idle.wrong'),
	v.minValue(idleLimits.least, 'idle.wrong'),
	v.maxValue(idleLimits.most, 'idle.wrong')
);

/** What an administrator sets for a kiosk, its service PIN apart. */
export const kioskSettings = v.object({
	pointId: v.pipe(v.number(), v.integer()),
	name: textField('name', [2, 30]),
	locale: v.picklist(locales),
	printer: v.picklist(kioskPrinters),
	hasCamera: v.boolean(),
	hasMicrophone: v.boolean(),
	mmPerPx: v.pipe(v.number('mmPerPx.wrong'), v.minValue(0.05, 'mmPerPx.wrong'), v.maxValue(1, 'mmPerPx.wrong')),
	idleSeconds: v.object(v.entriesFromList(idlePlaces, seconds)),
	places: v.pipe(v.array(textField('places', [1, placeLimits.longest])), v.maxLength(placeLimits.most, 'places.many'))
});
export type KioskSettings = v.InferOutput<typeof kioskSettings>;
