// The sensitive-data engine in the browser: loads the module that web/detect_module.mjs makes of src/detect, and speaks
// its C interface (src/detect/wasm_abi.cc). No DOM: it runs in a frame, in a worker and under Node alike.

export const findingTypes = [
  'CREDIT_CARD',
  'CVV',
  'CARD_EXPIRY',
  'US_SSN',
  'IBAN',
  'BANK_ACCOUNT',
  'NATIONAL_ID',
  'PASSPORT',
  'DRIVING_LICENCE',
  'DATE_OF_BIRTH',
  'EMAIL',
  'PHONE',
  'IP_ADDRESS',
  'PASSWORD',
  'API_KEY',
  'CRYPTO_WALLET',
] as const;
export type FindingType = (typeof findingTypes)[number];

/** A stretch of one message, in UTF-16 units, half open: what `slice` takes. */
export interface Piece {
  /** Messages of a sender are counted from 0; 0 for a text by itself. */
  message: number;
  start: number;
  end: number;
}

export interface Finding {
  type: FindingType;
  /** Issuer, document, provider; or empty. */
  subtype: string;
  /** 0 to 1. */
  confidence: number;
  /** Why, as a list of clauses for people. */
  reason: string;
  /** What would make the finding wrong: one sentence. */
  doubt: string;
  /** More than one when a value is spread over messages. In earlier messages of a sender, bytes of UTF-8 (`earlier`). */
  pieces: Piece[];
  earlier: Piece[];
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize?: () => void;
  input_buffer(size: number): number;
  scan(size: number): number;
  preview(sender: number, size: number): number;
  add(sender: number, size: number): number;
  next_message(sender: number): number;
  forget(): void;
  records(): number;
  reason(index: number): number;
  doubt(index: number): number;
  sentence(): number;
}

const recordWords = 8;
/** Longer drafts are refused by the page; this bounds the module's memory. */
export const maxTextBytes = 4 * 1024 * 1024;

/** Up to four senders are followed; their numbers are the caller's. Not to be shared between conversations. */
export class DetectEngine {
  readonly #exports: Exports;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  private constructor(exports: Exports) {
    this.#exports = exports;
    exports._initialize?.();
  }

  static async load(module: WebAssembly.Module | BufferSource | Promise<Response>): Promise<DetectEngine> {
    if (module instanceof Promise) {
      const { instance } = await WebAssembly.instantiateStreaming(module, imports);
      return new DetectEngine(instance.exports as unknown as Exports);
    }
    if (module instanceof WebAssembly.Module) {
      return new DetectEngine((await WebAssembly.instantiate(module, imports)).exports as unknown as Exports);
    }
    const { instance } = await WebAssembly.instantiate(module, imports);
    return new DetectEngine(instance.exports as unknown as Exports);
  }

  /** What is in a text by itself. */
  scan(text: string): Finding[] {
    const size = this.#put(text);
    return this.#take(text, 0, this.#exports.scan(size));
  }

  /** What the draft of a sender holds, seen after the sender's earlier messages; changes nothing. */
  preview(sender: number, draft: string): Finding[] {
    const size = this.#put(draft);
    return this.#take(draft, this.#exports.next_message(sender), this.#exports.preview(sender, size));
  }

  /** The same for a message that is sent; the end of it is remembered. */
  add(sender: number, message: string): Finding[] {
    const number = this.#exports.next_message(sender);
    const size = this.#put(message);
    return this.#take(message, number, this.#exports.add(sender, size));
  }

  /** Overwrites what is remembered of all senders. */
  forget(): void {
    this.#exports.forget();
  }

  #put(text: string): number {
    const bytes = this.#encoder.encode(text);
    if (bytes.length > maxTextBytes) throw new RangeError('the text is too long');
    const at = this.#exports.input_buffer(bytes.length);
    new Uint8Array(this.#exports.memory.buffer, at, bytes.length).set(bytes);
    return bytes.length;
  }

  #take(text: string, message: number, count: number): Finding[] {
    const words = new Uint32Array(this.#exports.memory.buffer, this.#exports.records(), count * recordWords).slice();
    const unitOf = unitsByByte(text);
    const found = new Map<number, Finding>();
    for (let i = 0; i < words.length; i += recordWords) {
      const [type = 0, subtype = 0, size = 0, from = 0, start = 0, end = 0, percent = 0, index = 0] = words.slice(
        i,
        i + recordWords,
      );
      let finding = found.get(index);
      if (!finding) {
        finding = {
          type: findingTypes[type] as FindingType,
          subtype: this.#text(subtype, size),
          confidence: percent / 100,
          reason: this.#sentence(this.#exports.reason(index)),
          doubt: this.#sentence(this.#exports.doubt(index)),
          pieces: [],
          earlier: [],
        };
        found.set(index, finding);
      }
      if (from === message) finding.pieces.push({ message: from, start: unitOf(start), end: unitOf(end) });
      else finding.earlier.push({ message: from, start, end });
    }
    return [...found.values()];
  }

  #sentence(size: number): string {
    return this.#text(this.#exports.sentence(), size);
  }

  #text(at: number, size: number): string {
    return this.#decoder.decode(new Uint8Array(this.#exports.memory.buffer, at, size));
  }
}

/** The module asks for nothing. What a C library might still name must never be called. */
const imports: WebAssembly.Imports = {
  wasi_snapshot_preview1: new Proxy(
    {},
    {
      get: () => () => {
        throw new Error('the detector called the system');
      },
    },
  ) as WebAssembly.ModuleImports,
};

/** From offsets in UTF-8 to offsets in UTF-16, for rising arguments. */
function unitsByByte(text: string): (byte: number) => number {
  let unit = 0;
  let at = 0;
  return (byte) => {
    if (byte < at) {
      unit = 0;
      at = 0;
    }
    while (at < byte && unit < text.length) {
      const code = text.codePointAt(unit) ?? 0;
      at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      unit += code < 0x10000 ? 1 : 2;
    }
    return unit;
  };
}
