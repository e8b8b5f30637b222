import { type Asked, answers } from './answers.ts';

const receive = answers((told) => self.postMessage(told));

self.addEventListener('message', ({ data }: MessageEvent<Asked>) => receive(data));
