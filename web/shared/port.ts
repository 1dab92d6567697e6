// Requests and responses over a MessagePort, typed and bounded. Values travel by structured clone, CryptoKeys included.

/** Each method takes one argument and answers with a promise. */
// biome-ignore lint/suspicious/noConfusingVoidType: methods without an argument
export type Method = (argument: never) => Promise<unknown>;
export type Methods = Record<string, Method>;

type Argument<M> = M extends (argument: infer A) => Promise<unknown> ? A : never;
type Answer<M> = M extends (argument: never) => Promise<infer R> ? R : never;

export interface Rpc<Remote extends { [K in keyof Remote]: Method }> {
  /** Errors of the other side arrive as CloisterError. A request without an answer is `too_slow` after 30 s. */
  call<K extends keyof Remote & string>(method: K, ...argument: Argument<Remote[K]> extends undefined ? [] : [Argument<Remote[K]>]): Promise<Answer<Remote[K]>>;
  close(): void;
}
