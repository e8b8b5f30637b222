/**
 * `npm run faults` kills the server and its database, `-- kiosk` a kiosk and its line, `-- gateway` the SMS gateway;
 * `-- conflicts` lets 50 people act at once on each case; `--planted` fails.
 */
import process from 'node:process';

const [what = 'server'] = process.argv.slice(2).filter((argument) => argument !== '--planted');
if (what === 'server') await import('./faults-server.ts');
else if (what === 'kiosk') await import('./faults-kiosk.ts');
else if (what === 'gateway') await import('./faults-gateway.ts');
else if (what === 'conflicts') await import('./faults-conflicts.ts');
else {
	console.error(`There are no faults of "${what}": server, kiosk, gateway, conflicts`);
	process.exitCode = 2;
}
