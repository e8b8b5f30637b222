import { dev } from '$app/environment';

/**
 * Registers the service worker for the kiosk alone, so that no public page gets one. A new version waits until nobody
 * stands here; then the page is loaded anew with it. Looks for one each hour. Returns how to stop.
 */
export function keepShell({ mayReload }: { mayReload: () => boolean }): () => void {
	if (!('serviceWorker' in navigator) || !isSecureContext) return () => {};
	const { serviceWorker } = navigator;
	let registration: ServiceWorkerRegistration | undefined;
	const hadOne = serviceWorker.controller !== null;
	const takeOver = () => {
		if (hadOne && registration?.waiting && mayReload()) registration.waiting.postMessage('take-over');
	};
	const reload = () => {
		if (hadOne && mayReload()) location.reload();
	};
	serviceWorker.addEventListener('controllerchange', reload);
	void serviceWorker
		.register('/service-worker.js', { scope: '/kiosk', type: dev ? 'module' : 'classic' })
		.then((made) => (registration = made))
		.catch(() => undefined);
	const often = setInterval(takeOver, 20_000);
	const hourly = setInterval(() => void registration?.update().catch(() => undefined), 3_600_000);
	return () => {
		serviceWorker.removeEventListener('controllerchange', reload);
		clearInterval(often);
		clearInterval(hourly);
	};
}
