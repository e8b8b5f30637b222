import type { Preferences } from '#lib/domain/preferences.ts';
import type { SignedIn } from '#lib/server/auth/sessions.ts';
import type { Context } from '#lib/server/context.ts';
import type { SiteTexts } from '#lib/server/site/site-texts.ts';
import type { House } from '#lib/server/start.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** What the visitor reads out to us; the log line bears the same id. */
			id?: string;
		}
		interface Locals {
			/** The started parts: database, secrets, streams. */
			house: House;
			/** Who asks, when, over which database. */
			context: Context;
			preferences: Preferences;
			/** Of the resident's case: grows with everything that happens to it. */
			revision?: number;
			/** The database was away when this request's form was carried out: `load` does without it. */
			isAway?: boolean;
			/** The rest of this request gets no more than a moment. */
			hurry: () => void;
			/** Present below /staff when somebody is signed in, even half-way. */
			signedIn?: SignedIn;
		}
		interface PageData {
			preferences: Preferences;
			site: SiteTexts;
			isDemo: boolean;
		}
	}
}

export {};
