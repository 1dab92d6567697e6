// A small key-value store over IndexedDB; in memory where storage is refused.
import { CloisterError } from './errors';

const NAME = 'cloister';
const TABLE = 'values';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    request.onsuccess = () => {
      // Another document deletes it.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new CloisterError('storage_failed'));
  });
}

export class Store {
  private readonly memory = new Map<string, unknown>();
  private constructor(private database: IDBDatabase | undefined) {}

  /** Never fails: without IndexedDB everything is kept in memory, and `persistent` is false. */
  static async open(name = NAME): Promise<Store> {
    try {
      const store = new Store(await openDatabase(name));
      await store.put('probe', 1);
      await store.delete('probe');
      return store;
    } catch {
      return new Store(undefined);
    }
  }
  static inMemory(): Store {
    return new Store(undefined);
  }

  /** False: everything is gone with this document. */
  get persistent(): boolean {
    return this.database !== undefined;
  }

  /** Gives persistence up: from now on in memory. */
  forget(): void {
    this.database?.close();
    this.database = undefined;
  }

  /** Deletes everything for good; what is put afterwards stays in memory. */
  async erase(): Promise<void> {
    // What an old document holds open is deleted only when it goes; so it is emptied first.
    await this.clear().catch(() => undefined);
    const name = this.database?.name;
    this.forget();
    if (name) await settled(indexedDB.deleteDatabase(name)).catch(() => undefined);
  }

  async get<T>(key: string): Promise<T | undefined> {
    if (!this.database) return this.memory.get(key) as T | undefined;
    return (await settled(this.table('readonly').get(key))) as T | undefined;
  }
  /** Resolves when it is written. Throws `storage_failed`. */
  async put(key: string, value: unknown): Promise<void> {
    if (this.database) await this.write((table) => table.put(value, key));
    else this.memory.set(key, value);
  }
  async delete(key: string): Promise<void> {
    if (this.database) await this.write((table) => table.delete(key));
    else this.memory.delete(key);
  }
  /** Keys that begin with `prefix`, in order. */
  async keys(prefix: string): Promise<string[]> {
    if (!this.database) return [...this.memory.keys()].filter((key) => key.startsWith(prefix)).sort();
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return (await settled(this.table('readonly').getAllKeys(range))) as string[];
  }
  async clear(prefix = ''): Promise<void> {
    for (const key of await this.keys(prefix)) await this.delete(key);
  }

  private table(mode: IDBTransactionMode): IDBObjectStore {
    return (this.database as IDBDatabase).transaction(TABLE, mode, { durability: 'strict' }).objectStore(TABLE);
  }
  private write(change: (table: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const table = this.table('readwrite');
      const fail = (): void => reject(new CloisterError('storage_failed', { cause: table.transaction.error }));
      table.transaction.oncomplete = () => resolve();
      table.transaction.onabort = fail;
      table.transaction.onerror = fail;
      change(table);
    });
  }
}
