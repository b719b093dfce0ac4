import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { cp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const ballast = 'ballast'
/** tmpfs takes a new limit only where it began with one. */
const manyFiles = 100_000

/** A file system of its own, in memory, that can be filled up and made read-only; for root, too. */
export class SmallDisk {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** @returns the reason where this process may not mount one */
  static mount(): SmallDisk | { readonly reason: string } {
    const folder = mkdtempSync(path.join(tmpdir(), 'romae-disk-'))
    const { status, stderr, error } = spawnSync(
      'mount',
      ['-t', 'tmpfs', '-o', `size=8m,nr_inodes=${manyFiles}`, 'tmpfs', folder],
      {
        encoding: 'utf8',
      },
    )
    if (status === 0) return new SmallDisk(folder)
    rmSync(folder, { recursive: true })
    return { reason: (error?.message ?? stderr).trim() }
  }

  /** Removes everything, and copies a folder's contents here. */
  async reset(contents: string): Promise<void> {
    this.#remount(`rw,nr_inodes=${manyFiles}`)
    for (const name of await readdir(this.folder)) await rm(path.join(this.folder, name), { recursive: true })
    await cp(contents, this.folder, { recursive: true })
  }

  /** Fills the disk but for some pages. */
  fill(freePages: number): void {
    const { bavail, bsize } = statfsSync(this.folder)
    writeFileSync(path.join(this.folder, ballast), new Uint8Array((bavail - freePages) * bsize))
  }

  /** Allows only so many more files. */
  limitFiles(more: number): void {
    const { files, ffree } = statfsSync(this.folder)
    this.#remount(`nr_inodes=${files - ffree + more}`)
  }

  /** Room again, and leave to write. */
  async relieve(): Promise<void> {
    this.#remount(`rw,nr_inodes=${manyFiles}`)
    await rm(path.join(this.folder, ballast), { force: true })
  }

  /** @returns whether it is read-only now: not while a file is open for writing */
  makeReadOnly(): boolean {
    return spawnSync('mount', ['-o', 'remount,ro', this.folder]).status === 0
  }

  unmount(): void {
    const { status, stderr } = spawnSync('umount', [this.folder], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    rmSync(this.folder, { recursive: true })
  }

  #remount(options: string): void {
    const { status, stderr } = spawnSync('mount', ['-o', `remount,${options}`, this.folder], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`mount -o remount,${options}: ${stderr}`)
  }
}
