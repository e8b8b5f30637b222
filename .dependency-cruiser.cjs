/*
 * Imports point down, never up; neighbours on a floor are strangers; only the edge knows SvelteKit; only the server
 * knows tables. Every rule here was proved once by breaking it. Blind spot: `import type` inside `.svelte`.
 */

const server = '^src/lib/server';
const rooms = (...names) => `${server}/(?:${names.join('|')})(?:/|\\.ts$)`;

/** From the ground up. Each floor may use those below it, and `domain`, which everybody may use. */
const floors = [
	{ name: 'ground', rooms: ['db', 'events', 'context', 'config', 'log', 'patience', 'crypto'] },
	{ name: 'strongrooms', rooms: ['auth', 'vault', 'attachments', 'calendar', 'site'], areStrangers: true },
	{ name: 'acts', rooms: ['cases', 'fieldwork', 'kiosks', 'office'], areStrangers: true },
	{ name: 'channels', rooms: ['intake', 'notify', 'stats', 'realtime', 'audit'], areStrangers: true },
	{ name: 'clockwork', rooms: ['jobs', 'seed', 'start'] },
	{ name: 'edge', rooms: ['http'] }
];
const browser = '^src/lib/(?:ui|kiosk|i18n)/';
const edge = '^src/(?:routes/|hooks\\.|service-worker|server\\.ts)';
const edgeOfLib = rooms('http');

const upward = floors.slice(0, -1).map(({ name, rooms: own }, at) => ({
	name: `${name}-imports-upwards`,
	comment: 'What a lower floor must cause above it, it records as an event.',
	severity: 'error',
	from: { path: rooms(...own) },
	to: { path: [rooms(...floors.slice(at + 1).flatMap((floor) => floor.rooms)), browser, edge] }
}));

const neighbours = floors
	.filter(({ areStrangers }) => areStrangers)
	.map(({ name, rooms: own }) => ({
		name: `${name}-are-strangers`,
		comment: 'They meet only on the floor above, which passes values in, or through events.',
		severity: 'error',
		from: { path: `${server}/(${own.join('|')})/` },
		to: { path: rooms(...own), pathNot: `${server}/$1/` }
	}));

module.exports = {
	forbidden: [
		...upward,
		...neighbours,
		{
			name: 'domain-is-pure',
			comment: 'The rules know no clock, database or framework; the browser uses them too. Valibot alone is allowed.',
			severity: 'error',
			from: { path: '^src/lib/domain/' },
			to: { pathNot: ['^src/lib/domain/', '(?:^|/)node_modules/valibot/'] }
		},
		{
			name: 'browser-code-names-the-server',
			severity: 'error',
			from: { path: [browser, '^src/routes/.*\\.svelte$', '^src/routes/.*\\+(?:page|layout)\\.ts$'] },
			to: { path: server }
		},
		{
			name: 'route-touches-tables',
			comment: 'Routes and hooks call acts and queries. Never db.',
			severity: 'error',
			from: { path: '^src/(?:routes/|hooks\\.)' },
			to: { path: [`${server}/db/`, '(?:^|/)node_modules/(?:drizzle-orm|postgres)/'] }
		},
		{
			name: 'edge-touches-tables',
			comment: 'http, i18n, ui and kiosk belong to the edge.',
			severity: 'error',
			from: { path: [edgeOfLib, browser] },
			to: { path: [`${server}/db/`, '(?:^|/)node_modules/(?:drizzle-orm|postgres)/'] }
		},
		{
			name: 'areas-are-strangers',
			comment: 'What two areas need moves to ui, http or i18n.',
			severity: 'error',
			from: { path: '^src/routes/\\(([^)]+)\\)/' },
			to: { path: '^src/routes/\\(', pathNot: '^src/routes/\\($1\\)/' }
		},
		{
			name: 'lib-knows-routes',
			severity: 'error',
			from: { path: '^src/lib/' },
			to: { path: edge }
		},
		{
			name: 'only-the-edge-knows-sveltekit',
			severity: 'error',
			from: { path: '^src/lib/', pathNot: [edgeOfLib, browser] },
			to: { path: ['(?:^|/)node_modules/@sveltejs/', '^\\$app/', '^\\$env/', '(?:^|/)node_modules/svelte/'] }
		},
		{
			name: 'entry-imports-next-to-nothing',
			comment: 'The entry runs beside the built handler: anything more would be there twice, the pool too.',
			severity: 'error',
			from: { path: '^src/server\\.ts$' },
			to: { path: '^src/', pathNot: [`${server}/config\\.ts$`, `${server}/http/(?:headers|stopping)\\.ts$`] }
		},
		{
			name: 'part-without-a-floor',
			comment: 'A new room under lib or server needs a floor in this file first.',
			severity: 'error',
			from: {},
			to: {
				path: '^src/lib/',
				pathNot: ['^src/lib/domain/', browser, rooms(...floors.flatMap((floor) => floor.rooms))]
			}
		},
		{ name: 'cycle', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'not-to-be-found',
			comment: 'An import this check cannot follow is one it cannot judge.',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: ['^\\$(?:app|env)/', '^\\$service-worker$', '^\\./\\$types', '\\$types$'] }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'default', 'types', 'svelte'],
			extensions: ['.ts', '.svelte', '.js', '.json', '.d.ts']
		}
	}
};
