import { openEmbedded } from '../../src/lib/server/db/embedded.ts';

/** A process of its own that uses the embedded database of a folder until it is told `stop`, or killed. */
const embedded = await openEmbedded(process.argv[2] ?? '', ['shared']);
process.stdout.write('ready\n');
process.stdin.once('data', () => void embedded.stop().then(() => process.exit(0)));
