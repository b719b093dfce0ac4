/**
 * What the storages of a browser are asked for. TypeScript declares it only together with the whole DOM, which neither Node nor
 * every user's project has; a browser's own objects have these types.
 */

/** A file of a `DirectoryHandle`, as `FileSystemFileHandle`. */
export interface FileHandle {
  readonly kind: 'file'
  readonly name: string
  getFile(): Promise<Blob>
  createWritable?(): Promise<{
    write(data: Uint8Array<ArrayBuffer>): Promise<void>
    close(): Promise<void>
    abort(): Promise<void>
  }>
}

/** A folder that a page may read and write: one that its user has picked, or one of the browser’s own; as `FileSystemDirectoryHandle`. */
export interface DirectoryHandle {
  readonly kind: 'directory'
  readonly name: string
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<DirectoryHandle>
  getFileHandle(name: string, options?: { create?: boolean }): Promise<FileHandle>
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>
  keys(): AsyncIterable<string>
}

/** The `navigator.locks` of a browser. */
interface LockManager {
  request(name: string, options: { ifAvailable: true }, use: (lock: object | null) => Promise<void>): Promise<void>
}

/** Of a page or a worker; each is missing where a page is not served securely. */
export interface WebNavigator {
  readonly locks?: LockManager
  readonly storage?: {
    getDirectory?(): Promise<DirectoryHandle>
    estimate?(): Promise<{ usage?: number; quota?: number }>
  }
}

/** The navigator of this page or worker; without anything where there is none. */
export function webNavigator(): WebNavigator {
  return (globalThis as { readonly navigator?: WebNavigator }).navigator ?? {}
}

/** Whether files of a folder can be written by `createWritable`. */
export function canWriteFiles(): boolean {
  const { FileSystemFileHandle } = globalThis as { readonly FileSystemFileHandle?: { readonly prototype: object } }
  return FileSystemFileHandle !== undefined && 'createWritable' in FileSystemFileHandle.prototype
}
