import { existsSync, readdirSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

const entry = '/src/routes/(kiosk)/kiosk/+page.svelte';
/** Words of other areas come by dynamic imports that the kiosk's page never takes; what reads QR codes is of no use off-line. */
const isForeign = (id: string) => /\/src\/lib\/i18n\/(?!(?:shared|labels|problems|kiosk))|\/jsqr\//.test(id);
const shellOf =
	/\/(?:client\/(?:entry|app|start)|runtime\/client\/entry|generated\/client[^/]*\/(?:app|nodes\/[01]))\.js/;
const fixed = ['/kiosk/pinyin.txt', '/kiosk/handwriting.bin', '/favicon.svg', '/kiosk-hold.js'];
/** Recordings that a deployment has put there (docs/kiosk); their list is there in any case, so that nobody looks in vain. */
const promptsFolder = 'static/kiosk/prompts';

/**
 * Writes `kiosk-files.json` beside the client build: what the kiosk's page is made of, followed through the bundle's own
 * graph. The service worker keeps these files and no others.
 */
export function kioskFiles(): Plugin {
	return {
		name: 'kiosk-files',
		generateBundle(_options, bundle) {
			const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
			const start = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(entry)));
			if (this.environment.name !== 'client' || !start) return;
			const files = new Set<string>();
			const follow = (chunk: Rolldown.OutputChunk, takesDynamic: boolean) => {
				if (files.has(chunk.fileName)) return;
				files.add(chunk.fileName);
				for (const extra of [...(chunk.viteMetadata?.importedCss ?? []), ...(chunk.viteMetadata?.importedAssets ?? [])])
					files.add(extra);
				for (const name of [...chunk.imports, ...(takesDynamic ? chunk.dynamicImports : [])]) {
					const next = bundle[name];
					if (next?.type === 'chunk' && !next.moduleIds.every(isForeign)) follow(next, takesDynamic);
				}
			};
			for (const chunk of chunks) if (chunk.facadeModuleId && shellOf.test(chunk.facadeModuleId)) follow(chunk, false);
			// the layout's words are fetched by name
			for (const chunk of chunks)
				if (chunk.moduleIds.some((id) => /i18n\/(?:shared|labels|problems)\.(?:zh-cn|en)\.ts$/.test(id)))
					follow(chunk, false);
			follow(start, true);
			for (const node of chunks)
				if (node.moduleIds.some((id) => id.includes('/generated/client')) && node.imports.includes(start.fileName))
					follow(node, false);
			for (const name of Object.keys(bundle)) if (/worker-[\w-]+\.js$/.test(name)) files.add(name);
			const prompts = existsSync(promptsFolder) ? readdirSync(promptsFolder) : [];
			if (!prompts.includes('index.json')) {
				this.emitFile({ type: 'asset', fileName: 'kiosk/prompts/index.json', source: '{}' });
				prompts.push('index.json');
			}
			const recordings = prompts.map((name) => `/kiosk/prompts/${encodeURIComponent(name)}`);
			const paths = [...files].map((name) => `/${name}`).concat(fixed, recordings);
			this.emitFile({ type: 'asset', fileName: 'kiosk-files.json', source: JSON.stringify(paths) });
		}
	};
}
