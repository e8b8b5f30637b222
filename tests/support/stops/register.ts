import { at, type SubjectStops } from './stop.ts';

const ledger = at('/(staff)/staff/register');

export const register: SubjectStops = {
	fenpai: [
		ledger,
		at('/(staff)/staff/register', '/staff/register?from=2000-01-01&to=2000-01-02'),
		at('/(staff)/staff/register/import'),
		// the setup has one tried, before anybody looks
		at('/(staff)/staff/register/import/[id]', '/staff/register/import/1')
	],
	shenhe: [ledger, at('/(staff)/staff/register/print'), at('/(staff)/staff/register/volume')]
};
