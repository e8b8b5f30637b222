/** `npm run faults` kills the server and its database, `npm run faults -- kiosk` a kiosk and its line; `--planted` fails. */
import process from 'node:process';

const [what = 'server'] = process.argv.slice(2).filter((argument) => argument !== '--planted');
if (what === 'server') await import('./faults-server.ts');
else if (what === 'kiosk') await import('./faults-kiosk.ts');
else {
	console.error(`There are no faults of "${what}": server, kiosk`);
	process.exitCode = 2;
}
