import type { FaultClass } from '../../../domain/messages.ts';

/** A message as it leaves the house: whom it reaches, and nothing else about them. */
export type Outgoing = {
	/** The same for every attempt, so that the other side can recognise a repetition. */
	id: string;
	/** A mobile number or a mail address. */
	to: string;
	subject: string;
	text: string;
};
/** `refused` is final; after anything else the message is tried again under the same id. */
export type Outcome = { as: 'sent' } | { as: 'failed'; why: FaultClass };

/** One road out of the house. `send` never throws: what went wrong is its outcome. */
export type Channel = { send: (message: Outgoing) => Promise<Outcome>; close: () => void };
