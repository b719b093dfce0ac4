import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '@romae/files'
import type { Program } from '../engine.ts'
import { reasonOf } from '../errors.ts'
import { codeFingerprint } from './code-fingerprint.ts'
import { decodeEntry, encodeEntry } from './entry.ts'
import type { CachedGraph, CacheReading, GraphCache } from './graph-cache.ts'

/** Entries beyond this many bytes are removed, those not used for longest first: some hundred to a thousand graphs. */
const CAPACITY = 256e6

/** Options of a `DiskGraphCache`. */
export interface DiskCacheOptions {
  readonly folder: string
  /** What ONNX Runtime's optimised graph depends on besides the graph: its version and options, the machine. */
  readonly environment: string
  readonly capacity?: number
  readonly fingerprint?: (modules: readonly string[]) => string | undefined
}

/**
 * Compiled graphs in a folder, a file each. Entries appear by renaming, so that processes may share the folder; each has a
 * checksum, and one that does not match is a problem reported, and is written again.
 */
export class DiskGraphCache implements GraphCache {
  readonly #folder: string
  readonly #environment: string
  readonly #capacity: number
  readonly #fingerprint: (modules: readonly string[]) => string | undefined
  readonly #fingerprints = new Map<string, string | undefined>()

  constructor({ folder, environment, capacity = CAPACITY, fingerprint = codeFingerprint }: DiskCacheOptions) {
    this.#folder = folder
    this.#environment = environment
    this.#capacity = capacity
    this.#fingerprint = fingerprint
  }

  programKey(program: Program, tensors: string, withGradient: boolean): string | undefined {
    const { name, layout, unusedParameters = 'error', identity } = program
    if (identity === undefined) return undefined
    const code = this.#codeOf(identity.module)
    if (code === undefined) return undefined
    const { state } = identity
    const parts = { name, layout, unusedParameters, state, code, tensors, withGradient, environment: this.#environment }
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  }

  modelKey(model: Uint8Array): string {
    return createHash('sha256').update(`${this.#environment}\n`).update(model).digest('hex')
  }

  async read(key: string): Promise<CacheReading> {
    const path = this.#entry(key)
    try {
      const graph = decodeEntry(await readFile(path))
      if (graph === undefined) return { problem: `the entry ${path} was damaged` }
      // Last used now: the oldest are removed first.
      await utimes(path, new Date(), new Date()).catch(() => undefined)
      return { graph }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
      return { problem: `the entry ${path} could not be read: ${reasonOf(cause)}` }
    }
  }

  async reserve(key: string) {
    try {
      await mkdir(this.#folder, { recursive: true })
      return { path: `${this.#entry(key)}.${randomUUID()}` }
    } catch (cause) {
      return { problem: this.#unwritable(cause) }
    }
  }

  async keep(key: string, path: string, graph: Omit<CachedGraph, 'model'>): Promise<string | undefined> {
    try {
      const entry = encodeEntry({ ...graph, model: await readFile(path) })
      // Not flushed: one that a power cut damages is written again.
      await replaceFile(this.#entry(key), entry, { flush: false })
      await this.abandon(path)
      await this.#removeOldest()
      return undefined
    } catch (cause) {
      await this.abandon(path)
      return this.#unwritable(cause)
    }
  }

  async abandon(path: string): Promise<void> {
    await rm(path, { force: true }).catch(() => undefined)
  }

  #entry(key: string): string {
    return join(this.#folder, `${key}.graph`)
  }

  #unwritable(cause: unknown): string {
    return `the folder ${this.#folder} could not be written: ${reasonOf(cause)}`
  }

  #codeOf(module: string): string | undefined {
    let code = this.#fingerprints.get(module)
    if (code === undefined) {
      // The program's code, and that of the engine and the compiler.
      code = this.#fingerprint([module, import.meta.url])
      this.#fingerprints.set(module, code)
    }
    return code
  }

  /** Also removes, in time, what interrupted processes left half written. */
  async #removeOldest(): Promise<void> {
    const files: { path: string; size: number; used: number }[] = []
    for (const name of (await readdir(this.#folder)).filter((file) => /\.graph(\.|$)/.test(file))) {
      const path = join(this.#folder, name)
      // Another process may have removed it.
      const found = await stat(path).catch(() => undefined)
      if (found) files.push({ path, size: found.size, used: found.mtimeMs })
    }
    files.sort((a, b) => b.used - a.used)
    let total = 0
    for (const { path, size } of files) {
      total += size
      if (total > this.#capacity) await rm(path, { force: true })
    }
  }
}
