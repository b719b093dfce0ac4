import { type Database, type DatabaseRequest, type DatabaseStore, webDatabases } from './database-types.ts'
import type { DirectoryHandle, FileHandle } from './web-types.ts'

const databaseName = 'romae'
const storeName = 'files'

/**
 * A folder whose files are records of a database of the browser, by their paths; a folder’s record has nothing in it, and its path
 * ends with a slash. A file has its new content when a transaction is through, and what it had before until then.
 */
class IndexedDbFolder implements DirectoryHandle {
  readonly kind = 'directory'
  readonly name: string
  readonly #database: Database
  /** Empty, or ends with a slash. */
  readonly #path: string

  constructor(database: Database, name: string, path: string) {
    this.name = name
    this.#database = database
    this.#path = path
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<DirectoryHandle> {
    const path = `${this.#path}${name}/`
    await this.#require(path, create)
    return new IndexedDbFolder(this.#database, name, path)
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<FileHandle> {
    const path = this.#path + name
    await this.#require(path, create)
    return {
      kind: 'file',
      name,
      getFile: async () => {
        const contents = await this.#run('readonly', (store) => store.get(path))
        if (contents === undefined) throw failure('NotFoundError', path)
        return new Blob([contents])
      },
      createWritable: async () => {
        const pieces: Uint8Array<ArrayBuffer>[] = []
        return {
          write: async (piece) => void pieces.push(piece.slice()),
          close: async () => {
            const contents = new Uint8Array(await new Blob(pieces).arrayBuffer())
            await this.#run('readwrite', (store) => store.put(contents, path))
          },
          abort: async () => {},
        }
      },
    }
  }

  async removeEntry(name: string, { recursive = false } = {}): Promise<void> {
    const path = this.#path + name
    if (await this.#has(path)) return void (await this.#run('readwrite', (store) => store.delete(path)))
    const all = await this.#keysFrom(`${path}/`)
    if (all.length === 0) throw failure('NotFoundError', path)
    if (all.length > 1 && !recursive) throw failure('InvalidModificationError', path)
    await this.#run('readwrite', (store) => store.delete(below(`${path}/`)))
  }

  async *keys(): AsyncGenerator<string> {
    for (const key of await this.#keysFrom(this.#path)) {
      const name = key.slice(this.#path.length)
      if (/^[^/]+\/?$/.test(name)) yield name.replace('/', '')
    }
  }

  #keysFrom(path: string): Promise<readonly string[]> {
    return this.#run('readonly', (store) => store.getAllKeys(below(path)))
  }

  async #has(path: string): Promise<boolean> {
    return (await this.#run('readonly', (store) => store.getKey(path))) !== undefined
  }

  async #require(path: string, create: boolean): Promise<void> {
    if (await this.#has(path)) return
    if (!create) throw failure('NotFoundError', path)
    await this.#run('readwrite', (store) => store.put(new Uint8Array(), path))
  }

  /** One request in a transaction; done when that is on the disk. */
  async #run<Result>(mode: 'readonly' | 'readwrite', ask: (store: DatabaseStore) => DatabaseRequest<Result>) {
    const transaction = this.#database.transaction(storeName, mode, { durability: 'strict' })
    const request = ask(transaction.objectStore(storeName))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    return request.result
  }
}

/** All paths that begin so. */
const below = (path: string) => webDatabases()!.IDBKeyRange.bound(path, `${path}\uffff`)

const failure = (name: string, path: string) => Object.assign(new Error(path), { name })

let opening: Promise<Database> | undefined

/** The folder of all files in the database of this origin; null where the browser has no databases. */
export async function databaseFolder(): Promise<DirectoryHandle | null> {
  const web = webDatabases()
  if (web === null) return null
  opening ??= new Promise<Database>((resolve, reject) => {
    const request = web.indexedDB.open(databaseName, 1)
    request.onupgradeneeded = () => void request.result.createObjectStore(storeName)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  }).catch((cause) => {
    // A later call may be allowed to.
    opening = undefined
    throw cause
  })
  return new IndexedDbFolder(await opening, databaseName, '')
}

/** The same where something was once kept in it; null elsewhere. */
export async function oldDatabaseFolder(): Promise<DirectoryHandle | null> {
  const all = await webDatabases()?.indexedDB.databases?.()
  return all?.some(({ name }) => name === databaseName) ? databaseFolder() : null
}
