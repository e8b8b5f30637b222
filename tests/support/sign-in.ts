import { factorCode } from '../../src/lib/server/auth/second-factor.ts';
import { signInWithFactor, signInWithPassword } from '../../src/lib/server/auth/sign-in.ts';
import { demoPassword, demoFactor } from '../../src/lib/server/seed/office.ts';
import { noon, type World } from './world.ts';

let networks = 0;
/** An address of a network that nobody has failed from yet. */
export const freshAddress = () => `10.${Math.floor(++networks / 250)}.${networks % 250}.1`;

/** The door of the back office for the cast of a world. */
export function door(world: World) {
	const codeOf = (username: string, at = noon) => factorCode(demoFactor(world.secrets, username), at);
	const giveFactor = async (username: string, halfwayId: string, code: string, at = noon, address = freshAddress()) =>
		signInWithFactor(world.stranger(at), { staffId: await world.staffId(username), halfwayId, code, address });
	const givePassword = (username: string, password = demoPassword, at = noon, address = freshAddress()) =>
		signInWithPassword(world.stranger(at), { username, password, address });
	return {
		codeOf,
		givePassword,
		giveFactor,
		/** Both steps; returns the cookie of the full session. */
		enter: async (username: string, at = noon): Promise<string> => {
			const step = await givePassword(username, demoPassword, at);
			if (!step) throw new Error(`${username} was not let in`);
			if (!step.owesFactor) return step.sessionId;
			const cookie = await giveFactor(username, step.sessionId, codeOf(username, at), at);
			if (!cookie) throw new Error(`${username}'s code was refused`);
			return cookie;
		}
	};
}
