// Reads and writes what the wire tables describe: canonical binary structures and strict JSON objects
// (docs/protocol.md section 2).
//
// One interpreter over tables instead of generated functions, because visitors pay for every byte of the widget.
import { fromBase64url, toBase64url } from './base64url';
import { CloisterError } from './errors';
import type { Composite, Field, JsonObject, Struct, Table } from './fields';

const encoder = new TextEncoder();
const malformed = (): never => {
  throw new CloisterError('malformed');
};

/** Bytes one after the other. */
export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Domain separation: "cloister/v1/" name 0x00. */
export const label = (name: string): Uint8Array => encoder.encode(`cloister/v1/${name}\0`);

/** A big-endian integer of `size` bytes. */
export function integer(value: number, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let rest = value;
  for (let i = size - 1; i >= 0; i--) {
    out[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  if (rest !== 0 || !Number.isSafeInteger(value) || value < 0) malformed();
  return out;
}

const isComposite = (field: Field): field is () => Composite => typeof field === 'function';

function writeField(out: Uint8Array[], field: Field, value: unknown): void {
  if (isComposite(field)) {
    writeTable(out, field().fields, value as Record<string, unknown>);
    return;
  }
  switch (field.k) {
    case 'int':
      out.push(integer(value as number, field.size));
      return;
    case 'fixed':
      if ((value as Uint8Array).length !== field.size) malformed();
      out.push(value as Uint8Array);
      return;
    case 'bytes':
    case 'text': {
      const body = field.k === 'text' ? encoder.encode(value as string) : (value as Uint8Array);
      if (body.length > field.max) throw new CloisterError('too_large');
      out.push(integer(body.length, 4), body);
      return;
    }
    case 'list': {
      const items = value as unknown[];
      if (items.length > field.max) throw new CloisterError('too_large');
      out.push(integer(items.length, 2));
      for (const item of items) writeField(out, field.item, item);
      return;
    }
    default:
      malformed();
  }
}

function writeTable(out: Uint8Array[], fields: Table, value: Record<string, unknown>, skip?: string): void {
  for (const [name, field] of Object.entries(fields)) if (name !== skip) writeField(out, field, value[name]);
}

class Reader {
  private at = 0;
  constructor(private readonly data: Uint8Array) {}

  take(size: number): Uint8Array<ArrayBuffer> {
    if (size > this.data.length - this.at) malformed();
    this.at += size;
    return this.data.slice(this.at - size, this.at) as Uint8Array<ArrayBuffer>;
  }
  int(size: number): number {
    const value = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) malformed();
    return value;
  }
  field(field: Field): unknown {
    if (isComposite(field)) return this.table(field().fields);
    switch (field.k) {
      case 'int':
        return this.int(field.size);
      case 'fixed':
        return this.take(field.size);
      case 'bytes':
      case 'text': {
        const size = this.int(4);
        if (size > field.max) malformed();
        const body = this.take(size);
        if (field.k === 'bytes') return body;
        try {
          return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
        } catch {
          return malformed();
        }
      }
      case 'list': {
        const count = this.int(2);
        if (count > field.max) malformed();
        return Array.from({ length: count }, () => this.field(field.item));
      }
      default:
        return malformed();
    }
  }
  table(fields: Table): Record<string, unknown> {
    return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, this.field(field)]));
  }
  end(): void {
    if (this.at !== this.data.length) malformed();
  }
}

export function encode<T>(type: Struct<T>, value: T): Uint8Array<ArrayBuffer> {
  const out: Uint8Array[] = [];
  writeTable(out, type.fields, value as Record<string, unknown>);
  return concat(...out);
}

/** The whole of `data` as a T; throws `malformed` otherwise. */
export function decode<T>(type: Struct<T>, data: Uint8Array): T {
  const reader = new Reader(data);
  const value = reader.table(type.fields);
  reader.end();
  return value as T;
}

/** What the signature of a signed structure is over. `context` holds the fields that are not sent, in order. */
export function signingBytes<T>(
  type: Struct<T>,
  value: Omit<T, 'signature'>,
  ...context: Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const out: Uint8Array[] = [label(type.signed ?? malformed()), ...context];
  writeTable(out, type.fields, value as Record<string, unknown>, 'signature');
  return concat(...out);
}

/** What the hash that names a structure is over. */
export const hashBytes = <T>(type: Struct<T>, value: T): Uint8Array<ArrayBuffer> =>
  concat(label(type.hashed ?? malformed()), encode(type, value));

function fieldToJson(field: Field, value: unknown): unknown {
  if (isComposite(field)) return objectToJson(field().fields, value as Record<string, unknown>);
  if (field.k === 'fixed' || field.k === 'bytes') return toBase64url(value as Uint8Array);
  if (field.k === 'list') return (value as unknown[]).map((item) => fieldToJson(field.item, item));
  if (field.k === 'optional') return value === undefined ? undefined : fieldToJson(field.item, value);
  return value;
}

function objectToJson(fields: Table, value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldToJson(field, value[name])]));
}

function fieldFromJson(field: Field, value: unknown): unknown {
  if (isComposite(field)) return objectFromJson(field().fields, value);
  switch (field.k) {
    case 'int':
      return Number.isSafeInteger(value) &&
        (value as number) >= 0 &&
        (field.size === 8 || (value as number) < 256 ** field.size)
        ? value
        : malformed();
    case 'bool':
      return typeof value === 'boolean' ? value : malformed();
    case 'tag':
      return value === field.value ? value : malformed();
    case 'text':
      return typeof value === 'string' && encoder.encode(value).length <= field.max ? value : malformed();
    case 'fixed':
    case 'bytes': {
      const decoded = typeof value === 'string' ? fromBase64url(value) : undefined;
      if (!decoded || (field.k === 'fixed' ? decoded.length !== field.size : decoded.length > field.max))
        return malformed();
      return decoded;
    }
    case 'list':
      if (!Array.isArray(value) || value.length > field.max) return malformed();
      return value.map((item) => fieldFromJson(field.item, item));
    default:
      return malformed();
  }
}

function objectFromJson(fields: Table, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed();
  const source = value as Record<string, unknown>;
  const out: Record<string, unknown> = {};
  let seen = 0;
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(source, name)) {
      if (!isComposite(field) && field.k === 'optional') continue;
      malformed();
    }
    seen += 1;
    out[name] = fieldFromJson(!isComposite(field) && field.k === 'optional' ? field.item : field, source[name]);
  }
  if (seen !== Object.keys(source).length) malformed();
  return out;
}

/** The JSON text of an object of the wire. */
export const stringify = <T>(type: JsonObject<T>, value: T): string =>
  JSON.stringify(objectToJson(type.fields, value as Record<string, unknown>));

/** Strict: unknown, missing or oversized members are `malformed`. */
export function parse<T>(type: JsonObject<T>, json: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    malformed();
  }
  return objectFromJson(type.fields, value) as T;
}
