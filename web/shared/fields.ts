// What the generated wire tables are made of. Without imports: the tables, the codec over them and the errors in them
// need each other, and this has to be there before all three.
export type FieldType =
  | { k: 'int'; size: number }
  | { k: 'bool' }
  | { k: 'fixed'; size: number }
  | { k: 'bytes'; max: number }
  | { k: 'text'; max: number }
  | { k: 'tag'; value: string }
  | { k: 'list'; item: Field; max: number }
  | { k: 'optional'; item: Field };
export type Table = Record<string, Field>;
export type Composite = { fields: Table };
export type Field = FieldType | (() => Composite);

const int = (size: number): FieldType => ({ k: 'int', size });
export const u8 = int(1);
export const u16 = int(2);
export const u32 = int(4);
export const u64 = int(8);
export const bool: FieldType = { k: 'bool' };
export const fixed = (size: number): FieldType => ({ k: 'fixed', size });
export const bytes = (max: number): FieldType => ({ k: 'bytes', max });
export const text = (max: number): FieldType => ({ k: 'text', max });
export const tag = (value: string): FieldType => ({ k: 'tag', value });
export const list = (item: Field, max: number): FieldType => ({ k: 'list', item, max });
export const optional = (item: Field): FieldType => ({ k: 'optional', item });

/** A binary structure. */
export interface Struct<T> {
  fields: Table;
  signed?: string;
  hashed?: string;
  /** Only for the type checker. */
  readonly of?: T;
}
/** A JSON object. */
export interface JsonObject<T> {
  fields: Table;
  readonly of?: T;
}
/** An HTTP route. */
export interface Route<Request, Response> {
  method: string;
  path: string;
  /** Needs no session and no proof. */
  open: boolean;
  request: JsonObject<Request>;
  response: JsonObject<Response>;
}

export const struct = <T>(fields: Table, options: { signed?: string; hashed?: string } = {}): Struct<T> => ({
  fields,
  ...options,
});
export const object = <T>(fields: Table): JsonObject<T> => ({ fields });
export const route = <Q, R>(
  method: string,
  path: string,
  open: boolean,
  request: JsonObject<Q>,
  response: JsonObject<R>,
): Route<Q, R> => ({ method, path, open, request, response });
