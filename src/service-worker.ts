/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { version } from '$service-worker';

/* The kiosk's shell, and nothing else: its page, the files it is made of, its input data. Letters are none of its business. */

declare const self: ServiceWorkerGlobalScope;

const page = '/kiosk';
/** Written by the build: what the kiosk's page is made of. */
const list = '/kiosk-files.json';
const cacheName = `kiosk-${version}`;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(Promise.all([dropOthers(), self.clients.claim()])));
self.addEventListener('message', ({ data }) => {
	if (data === 'take-over') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/kiosk/api/')) return;
	event.respondWith(request.mode === 'navigate' ? shell(request) : kept(request));
});

/** All of it or none: a half-kept kiosk would fail when the network does. */
async function keepAll(): Promise<void> {
	const cache = await caches.open(cacheName);
	const files: unknown = await (await fetch(list, { cache: 'reload' })).json();
	const paths = Array.isArray(files) ? files.map(String) : [];
	await cache.addAll([page, ...paths].map((path) => new Request(path, { cache: 'reload', credentials: 'omit' })));
}

async function dropOthers(): Promise<void> {
	for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
}

async function shell(request: Request): Promise<Response> {
	return (await caches.match(page, { cacheName })) ?? fetch(request);
}

async function kept(request: Request): Promise<Response> {
	return (await caches.match(request, { cacheName, ignoreSearch: true })) ?? fetch(request);
}
