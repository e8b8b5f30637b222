import type { Plugin } from 'vite';

/**
 * Kit adds its Node to the list of our browsers, so that the server's code too was written for the oldest of them: every
 * private field a WeakMap. What runs on the server is written for the Node it runs on.
 */
export function serverForNode(): Plugin {
	return {
		name: 'server-for-node',
		enforce: 'post',
		config(config) {
			if (config.build?.ssr) config.build.target = 'node22';
		}
	};
}
