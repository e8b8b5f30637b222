import * as v from 'valibot';
import { readPhone } from './phone.ts';
import { textField } from './form-fields.ts';
import { textLimits } from './submission.ts';

/** 称呼, 手机或座机, 邮箱: each may be empty, none may be wrong. */
export const contactFields = {
	name: v.optional(textField('name', textLimits.name), ''),
	phone: v.optional(
		v.pipe(
			v.string(),
			v.trim(),
			v.check((text) => text === '' || readPhone(text) !== null, 'phone.wrong'),
			v.transform((text) => readPhone(text) ?? '')
		),
		''
	),
	email: v.optional(
		v.pipe(
			v.string(),
			v.trim(),
			v.maxLength(100, 'email.wrong'),
			v.check((text) => text === '' || /^[^\s@]{1,64}@[^\s@]{1,60}\.[^\s@.]{2,30}$/.test(text), 'email.wrong')
		),
		''
	)
};
