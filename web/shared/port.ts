// Requests and responses over a MessagePort, typed and bounded. Values travel by structured clone, CryptoKeys included.
import { CloisterError, errorFrom } from './errors';
import { ConnectionError } from './session';

/** Each method takes one argument, or none, and answers with a promise. */
export type Method = (argument: never) => Promise<unknown>;

type Argument<M> = M extends () => Promise<unknown>
  ? []
  : M extends (argument: infer A) => Promise<unknown>
    ? [A]
    : never;
type Answer<M> = M extends (argument: never) => Promise<infer R> ? R : never;

export interface Rpc<Remote> {
  /**
   * Calls a method of the other side. Its errors arrive as CloisterError or ConnectionError; no answer within 30 s is
   * `too_slow`, too many open requests `limit_reached`.
   */
  call<K extends keyof Remote & string>(method: K, ...argument: Argument<Remote[K]>): Promise<Answer<Remote[K]>>;
  /** Calls without waiting for an answer, and ignores errors. */
  tell<K extends keyof Remote & string>(method: K, ...argument: Argument<Remote[K]>): void;
  close(): void;
}

const ANSWER_MS = 30_000;
const MAX_OPEN = 64;
const MAX_DEPTH = 8;
/** Longest strings and byte strings in a message, all together. */
const MAX_SIZE = 1 << 20;
const MAX_ITEMS = 10_000;
/** The other side could not reach the server. */
const UNREACHED = 0;

interface Request {
  ask: number;
  method: string;
  argument: unknown;
}
type Response = { answer: number; value: unknown } | { answer: number; error: number };

const plain = (part: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(part);
  return prototype === Object.prototype || prototype === null;
};

/**
 * Whether a message is within bounds. Whatever could carry more than is counted here (Map, Blob, other views, big
 * integers, …) is refused; a key counts as nothing.
 */
function bounded(value: unknown): boolean {
  let size = 0;
  let items = 0;
  const walk = (part: unknown, depth: number): boolean => {
    items += 1;
    if (depth > MAX_DEPTH || items > MAX_ITEMS) return false;
    if (typeof part === 'string') size += part.length;
    else if (part instanceof Uint8Array || part instanceof ArrayBuffer) size += part.byteLength;
    // The length first: an array of holes is small to send and long to walk.
    else if (Array.isArray(part)) return part.length <= MAX_ITEMS && part.every((item) => walk(item, depth + 1));
    else if (typeof part === 'object' && part !== null && !(part instanceof CryptoKey)) return inside(part, depth);
    else if (typeof part === 'bigint') return false;
    return size <= MAX_SIZE;
  };
  const inside = (part: object, depth: number): boolean => {
    if (!plain(part)) return false;
    return Object.entries(part).every(([name, item]) => {
      size += name.length;
      return walk(item, depth + 1);
    });
  };
  return walk(value, 0);
}

/** Serves `methods` on a port, and calls those of the other side. */
export function connect<Remote>(port: MessagePort, methods: { [name: string]: Method }): Rpc<Remote> {
  const open = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void; timer: ReturnType<typeof setTimeout> }
  >();
  let next = 0;
  let serving = 0;
  let closed = false;

  const respond = async ({ ask, method, argument }: Request): Promise<void> => {
    let response: Response;
    serving += 1;
    try {
      if (serving > MAX_OPEN) throw new CloisterError('limit_reached');
      const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
      if (!run) throw new CloisterError('not_found');
      response = { answer: ask, value: await run(argument as never) };
    } catch (error) {
      const number =
        error instanceof CloisterError
          ? error.number
          : error instanceof ConnectionError
            ? UNREACHED
            : new CloisterError('internal').number;
      response = { answer: ask, error: number };
    }
    serving -= 1;
    port.postMessage(response);
  };

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'object' || data === null || !bounded(data)) return;
    const message = data as Partial<Request> & { answer?: unknown; value?: unknown; error?: unknown };
    if (typeof message.answer === 'number') {
      const waiting = open.get(message.answer);
      if (!waiting) return;
      open.delete(message.answer);
      clearTimeout(waiting.timer);
      if (typeof message.error !== 'number') waiting.resolve(message.value);
      else waiting.reject(message.error === UNREACHED ? new ConnectionError() : errorFrom(message.error));
    } else if (typeof message.ask === 'number' && typeof message.method === 'string') {
      void respond({ ask: message.ask, method: message.method, argument: message.argument });
    }
  };
  port.start();

  const rpc: Rpc<Remote> = {
    call: (method, ...[argument]) =>
      new Promise((resolve, reject) => {
        if (closed || open.size >= MAX_OPEN) {
          reject(new CloisterError(closed ? 'shutting_down' : 'limit_reached'));
          return;
        }
        const ask = ++next;
        const timer = setTimeout(() => {
          open.delete(ask);
          reject(new CloisterError('too_slow'));
        }, ANSWER_MS);
        open.set(ask, { resolve: resolve as (value: unknown) => void, reject, timer });
        port.postMessage({ ask, method, argument } satisfies Request);
      }),
    tell: (method, ...argument) => {
      rpc.call(method, ...argument).catch(() => undefined);
    },
    close: () => {
      closed = true;
      port.onmessage = null;
      port.close();
      for (const { reject, timer } of open.values()) {
        clearTimeout(timer);
        reject(new CloisterError('shutting_down'));
      }
      open.clear();
    },
  };
  return rpc;
}
