/** What is used of IndexedDB, which TypeScript declares only together with the whole DOM. */

/** What is used of `IDBRequest`. */
export interface DatabaseRequest<Result> {
  readonly result: Result
  readonly error: unknown
  onsuccess: (() => void) | null
  onerror: (() => void) | null
}

/** What is used of `IDBObjectStore`: contents by their paths. */
export interface DatabaseStore {
  get(path: string): DatabaseRequest<Uint8Array<ArrayBuffer> | undefined>
  getKey(path: string): DatabaseRequest<string | undefined>
  getAllKeys(range: object): DatabaseRequest<readonly string[]>
  put(contents: Uint8Array, path: string): DatabaseRequest<unknown>
  delete(place: string | object): DatabaseRequest<unknown>
}

/** What is used of `IDBDatabase`. */
export interface Database {
  createObjectStore(name: string): unknown
  transaction(
    store: string,
    mode: 'readonly' | 'readwrite',
    options: { readonly durability: 'strict' },
  ): {
    readonly error: unknown
    oncomplete: (() => void) | null
    onabort: (() => void) | null
    objectStore(name: string): DatabaseStore
  }
}

interface Databases {
  readonly indexedDB: {
    open(name: string, version: number): DatabaseRequest<Database> & { onupgradeneeded: (() => void) | null }
    databases?(): Promise<readonly { readonly name?: string }[]>
  }
  readonly IDBKeyRange: { bound(from: string, to: string): object }
}

/** The databases of this browser (IndexedDB); null where there are none. */
export function webDatabases(): Databases | null {
  const web = globalThis as unknown as Partial<Databases>
  return web.indexedDB === undefined ? null : (web as Databases)
}
