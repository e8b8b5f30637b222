/** `npm run bench` measures the server beside a bare one, `npm run bench -- input` the kiosk's input methods. */
import process from 'node:process';

const [what = 'server'] = process.argv.slice(2);
if (what === 'server') await import('./bench-server.ts');
else if (what === 'input') await import('./bench-input.ts');
else {
	console.error(`There is no benchmark of "${what}": server, input`);
	process.exitCode = 2;
}
