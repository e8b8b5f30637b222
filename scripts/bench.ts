/**
 * `npm run bench` measures the server beside a bare one, `npm run bench -- input` the kiosk's input methods,
 * `npm run bench -- kiosk` its start without a network and its taps, and `npm run bench -- pages` every page of the
 * back office over 100,000 cases.
 */
import process from 'node:process';

const [what = 'server'] = process.argv.slice(2);
if (what === 'server') await import('./bench-server.ts');
else if (what === 'input') await import('./bench-input.ts');
else if (what === 'kiosk') await import('./bench-kiosk.ts');
else if (what === 'pages') await import('./bench-pages.ts');
else {
	console.error(`There is no benchmark of "${what}": server, input, kiosk, pages`);
	process.exitCode = 2;
}
