// Requests to the server: typed by route, signed by the key of the session, with the server's clock.

import { toBase64url } from './base64url';
import { type Bytes, random, toHex } from './bytes';
import { concat, integer, label, parse, type Route, stringify } from './codec';
import { ed25519Sign } from './crypto/ed25519';
import { sha256 } from './crypto/sha256';
import { CloisterError, errorFrom } from './errors';
import { type Challenge, challenge, Problem } from './gen/wire';

/** The server was not reached, or did not speak the protocol. Worth trying again. */
export class ConnectionError extends Error {
  constructor(options?: ErrorOptions) {
    super('The server could not be reached.', options);
    this.name = 'ConnectionError';
  }
}

/** A session: useless without the key, which cannot be exported. */
export interface SessionKeys {
  id: Bytes;
  keys: CryptoKeyPair;
}

export interface ApiOptions {
  /** Origin of the server; empty for the origin of the document. */
  base?: string;
  fetch?: typeof fetch;
  /** The clock of this device. */
  clock?: () => number;
  timeoutMs?: number;
}
export interface CallOptions {
  conversation?: Uint8Array;
  query?: Record<string, number>;
}

const TIMEOUT_MS = 20_000;
const MAX_RESPONSE_CHARACTERS = 24_000_000;
const encoder = new TextEncoder();

/** What a request proof signs (docs/protocol.md section 5). */
export const requestBytes = async (
  session: Uint8Array,
  timeMs: number,
  nonce: Uint8Array,
  method: string,
  pathAndQuery: string,
  body: Uint8Array,
): Promise<Bytes> => {
  const [verb, path] = [encoder.encode(method), encoder.encode(pathAndQuery)];
  return concat(
    label('request'),
    session,
    integer(timeMs, 8),
    nonce,
    integer(verb.length, 2),
    verb,
    integer(path.length, 2),
    path,
    await sha256(body),
  );
};

export class Api {
  session: SessionKeys | undefined;
  private skewMs = 0;
  private readonly base: string;
  private readonly fetch: typeof fetch;
  private readonly clock: () => number;
  private readonly timeoutMs: number;

  constructor(options: ApiOptions = {}) {
    this.base = options.base ?? '';
    this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.clock = options.clock ?? Date.now;
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /** The server's clock, as far as it is known. */
  now(): number {
    return this.clock() + this.skewMs;
  }
  /** Whenever the server says what time it is. */
  adjustClock(serverMs: number): void {
    this.skewMs = Math.round(serverMs - this.clock());
  }

  /** The address of a socket. */
  socketUrl(path: string): string {
    return new URL(path, this.base || location.href).href.replace(/^http/, 'ws');
  }

  /** Throws CloisterError with the server's code, or ConnectionError. */
  async call<Q, R>(route: Route<Q, R>, request: Q, options: CallOptions = {}): Promise<R> {
    try {
      return await this.once(route, request, options);
    } catch (error) {
      // The clock was just adjusted by the answer's date.
      if (!(error instanceof CloisterError && error.code === 'clock_skew')) throw error;
      return this.once(route, request, options);
    }
  }

  async challenge(): Promise<Bytes> {
    const { challenge: bytes }: Challenge = await this.call(challenge, {});
    return bytes as Bytes;
  }

  private async once<Q, R>(route: Route<Q, R>, request: Q, options: CallOptions): Promise<R> {
    const query = Object.entries(options.query ?? {}).map(([name, value]) => `${name}=${value}`);
    const filled = route.path.replace('{conversation}', () => toBase64url(options.conversation ?? new Uint8Array()));
    const path = filled + (query.length > 0 ? `?${query.join('&')}` : '');
    const hasBody = route.method !== 'GET';
    const body = hasBody ? stringify(route.request, request) : '';
    const headers: Record<string, string> = hasBody ? { 'Content-Type': 'application/json' } : {};
    if (!route.open) Object.assign(headers, await this.proof(route.method, path, encoder.encode(body)));
    let status: number;
    let text: string;
    try {
      const response = await this.fetch(this.base + path, {
        method: route.method,
        headers,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(this.timeoutMs),
        ...(hasBody && { body }),
      });
      status = response.status;
      const date = Date.parse(response.headers.get('Date') ?? '');
      // Dates have whole seconds: only a difference that matters is taken over.
      if (Math.abs(date - this.now()) > 2000) this.adjustClock(date + 500);
      text = await response.text();
    } catch (cause) {
      throw new ConnectionError({ cause });
    }
    if (text.length > MAX_RESPONSE_CHARACTERS) throw new CloisterError('too_large');
    if (status >= 200 && status < 300) return parse(route.response, text);
    let problem: Problem;
    try {
      problem = parse(Problem, text);
    } catch (cause) {
      // A proxy answered instead of the server.
      throw new ConnectionError({ cause });
    }
    throw errorFrom(problem.code);
  }

  private async proof(method: string, path: string, body: Uint8Array): Promise<Record<string, string>> {
    if (!this.session) throw new CloisterError('no_session');
    const { id, keys } = this.session;
    const timeMs = Math.max(0, Math.round(this.now()));
    const nonce = random(16);
    const signature = await ed25519Sign(keys.privateKey, await requestBytes(id, timeMs, nonce, method, path, body));
    return {
      'Cloister-Session': toBase64url(id),
      'Cloister-Proof': toBase64url(concat(integer(timeMs, 8), nonce, signature)),
    };
  }
}

/** For keys of stores. */
export const storeKey = (...parts: (string | Uint8Array)[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : toHex(part))).join('/');
