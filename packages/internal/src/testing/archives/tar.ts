import { Header } from 'tar'

/** One entry of a tar archive, well formed or not. */
export interface TarEntry {
  readonly path: string
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'FIFO' | 'CharacterDevice'
  readonly linkpath?: string
  readonly content?: string | Uint8Array
  /** The size that the archive says, where it is to lie. */
  readonly claim?: number
  /** Rights, with set-uid and its kind. */
  readonly mode?: number
  /** Of the owner and the group. */
  readonly uid?: number
}

/** Writes a tar archive, with any names, types, rights and owners, which libraries would not write. */
export function tar(...entries: readonly TarEntry[]): Buffer {
  const parts = entries.map(({ path, type = 'File', linkpath = '', content = '', claim, mode = 0o644, uid = 0 }) => {
    const bytes = Buffer.from(content)
    const block = Buffer.alloc(512)
    const size = claim ?? bytes.length
    new Header({ path, type, linkpath, size, mode, uid, gid: uid, mtime: new Date(0) }).encode(block)
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  // Two blocks of zeros end an archive.
  return Buffer.concat([...parts.flat(), Buffer.alloc(1024)])
}
