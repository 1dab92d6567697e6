// Scenes written by hand, each line as it is. Signs:
//   @ scene     # a conversation     c: customer     a: agent     . a harmless reply there
//   >N text     written into conversation N of the scene, belongs here     pN text     pasted there
import type { Scene, Try } from './bed';
import type { Talk } from './talks';

interface Line {
  at: number;
  sign: string;
  text: string;
}

function lines(batch: string): Line[] {
  return batch
    .split('\n')
    .filter((line) => line !== '')
    .map((line, at) => ({ at, sign: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) }));
}

const empty = (name: string): Talk => ({
  trade: '',
  language: '',
  name,
  messages: [],
  replies: { own: [], matter: [], plain: [] },
  values: {},
});

export function parseScenes(batch: string): Scene[] {
  const scenes: Scene[] = [];
  for (const { at, sign, text } of lines(batch)) {
    const scene = scenes.at(-1);
    const here = (scene?.talks.length ?? 0) - 1;
    const slip: Omit<Try, 'kind'> = { text, into: Number(sign.slice(1)), from: here };
    if (sign === '@') scenes.push({ talks: [], tries: [], own: [] });
    else if (sign === '#') scene?.talks.push(empty(text));
    else if (sign === 'c:') scene?.talks[here]?.messages.push({ side: 'customer', text });
    else if (sign === 'a:') scene?.talks[here]?.messages.push({ side: 'agent', text });
    else if (sign === '.') scene?.tries.push({ kind: 'by hand', text, into: here });
    else if (sign.startsWith('>')) scene?.tries.push({ ...slip, kind: 'by hand, sent' });
    else if (sign.startsWith('p')) scene?.tries.push({ ...slip, kind: 'by hand, pasted', occasion: 'paste' });
    else throw new Error(`not a line of the batch: ${at} ${sign} ${text}`);
  }
  return scenes;
}
