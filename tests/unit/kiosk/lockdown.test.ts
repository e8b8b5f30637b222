import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockDown } from '#lib/kiosk/lockdown.ts';

/** A window with three buttons, the last of them disabled. */
function aWindow() {
	const target = new EventTarget();
	const page = { activeElement: null as object | null, visibilityState: 'visible' };
	const button = (name: string) => ({ name, focus: () => (page.activeElement = named[name] ?? null) });
	const named: Record<string, object> = {};
	for (const name of ['first', 'second']) named[name] = button(name);
	const released = vi.fn(() => Promise.resolve());
	const request = vi.fn(() => Promise.resolve({ release: released }));
	vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
	vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
	vi.stubGlobal('dispatchEvent', target.dispatchEvent.bind(target));
	const open = () => 'a window';
	vi.stubGlobal('window', { open });
	vi.stubGlobal('navigator', { wakeLock: { request } });
	vi.stubGlobal('document', {
		...{ addEventListener: () => {}, removeEventListener: () => {}, querySelectorAll: () => Object.values(named) },
		get activeElement() {
			return page.activeElement;
		},
		visibilityState: 'visible'
	});
	return {
		/** Was it let through? */
		send: (type: string, more: object = {}) =>
			target.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), more)),
		...{ named, page, open, request, released }
	};
}
const key = (name: string, more: object = {}) => ({
	...{ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
	...more
});

const holdScript = readFileSync('static/kiosk-hold.js', 'utf8');

describe('the locked page', () => {
	let unlock = () => {};
	beforeEach(() => vi.unstubAllGlobals());
	afterEach(() => {
		unlock();
		vi.unstubAllGlobals();
	});

	it('lets keys type and walk, and nothing else', () => {
		const { send } = aWindow();
		unlock = lockDown();
		for (const name of ['1', 'a', ' ', 'Enter', 'ArrowLeft'])
			expect([name, send('keydown', key(name))]).toEqual([name, true]);
		for (const name of [
			'Escape',
			'F1',
			'F5',
			'F11',
			'F12',
			'Tab',
			'Alt',
			'Meta',
			'ContextMenu',
			'BrowserBack',
			'Backspace'
		])
			expect([name, send('keydown', key(name))]).toEqual([name, false]);
		for (const chord of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }])
			for (const name of ['t', 'p', 'F4', 'ArrowLeft', 'Tab', 'Enter'])
				expect([name, send('keydown', key(name, chord))]).toEqual([name, false]);
	});

	it('keeps Tab among the buttons of the screen, round and back', () => {
		const { send, named, page } = aWindow();
		unlock = lockDown();
		const walked = [{}, {}, {}, { shiftKey: true }, { shiftKey: true }].map((more) => {
			send('keydown', key('Tab', more));
			return page.activeElement;
		});
		expect(walked).toEqual([named.first, named.second, named.first, named.second, named.first]);
		page.activeElement = null;
		send('keydown', key('Tab', { shiftKey: true }));
		expect(page.activeElement).toBe(named.second);
		send('keydown', key('Tab', { ctrlKey: true }));
		expect(page.activeElement).toBe(named.second);
	});

	it('opens no menu, selects, drags, pastes and zooms nothing, and turns no history', () => {
		const { send } = aWindow();
		unlock = lockDown();
		for (const name of ['contextmenu', 'selectstart', 'dragstart', 'drop', 'paste', 'copy', 'auxclick', 'gesturestart'])
			expect([name, send(name)]).toEqual([name, false]);
		expect(send('wheel', { ctrlKey: true })).toBe(false);
		expect(send('wheel', { ctrlKey: false })).toBe(true);
		for (const name of ['touchstart', 'touchmove']) {
			expect(send(name, { touches: [{}] })).toBe(true);
			expect(send(name, { touches: [{}, {}] })).toBe(false);
		}
		expect(send('mousedown', { button: 0 })).toBe(true);
		for (const button of [1, 3, 4]) expect(send('mouseup', { button })).toBe(false);
	});

	it('is held whole before its scripts are there, and lets keys type once they are', () => {
		const { send } = aWindow();
		runInThisContext(holdScript);
		for (const type of ['keydown', 'contextmenu', 'mouseup', 'touchstart', 'wheel'])
			expect([type, send(type, key('a'))]).toEqual([type, false]);
		unlock = lockDown();
		expect(send('keydown', key('a'))).toBe(true);
		expect(send('touchstart', { touches: [{}] })).toBe(true);
		expect(send('contextmenu')).toBe(false);
	});

	it('opens no window, keeps the screen awake, and is undone', async () => {
		const { send, request, released, open } = aWindow();
		unlock = lockDown();
		expect(window.open('https://elsewhere.example')).toBeNull();
		expect(request).toHaveBeenCalledWith('screen');
		await new Promise(setImmediate);
		unlock();
		expect(window.open).toBe(open);
		expect(send('keydown', key('F12'))).toBe(true);
		expect(send('mouseup', { button: 3 })).toBe(true);
		expect(released).toHaveBeenCalled();
	});
});
