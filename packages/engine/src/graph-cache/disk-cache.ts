import { createHash, randomUUID } from 'node:crypto'
import { lstat, readdir, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { hasExternalData } from '@romae/compiler'
import { replaceFile } from '@romae/internal/files'
import type { Program } from '../engine.ts'
import { reasonOf } from '../errors.ts'
import type { GraphKind } from '../program/record-program.ts'
import { codeFingerprint } from './code-fingerprint.ts'
import { decodeEntry, encodeEntry } from './entry.ts'
import type { CachedGraph, CacheReading, GraphCache } from './graph-cache.ts'
import { makePrivateFolder, readPrivateFile, strangersInFolder } from './private-files.ts'

/** Entries beyond this many bytes are removed, those not used for longest first: some hundred to a thousand graphs. */
const CAPACITY = 256e6

/** Part of every key: entries of other versions are not found, and are removed in time. */
const FORM = 2

/** Names of entries, and of those that are being written, here or by earlier versions. */
const entryName = /^[0-9a-f]{64}\.graph(\.[0-9a-f-]{36}|\.[0-9a-f]{32}\.tmp)?$/

/** Options of a `DiskGraphCache`. */
export interface DiskCacheOptions {
  readonly folder: string
  /** Whether to take all rights to the folder from other users. If false, its rights stay as they are. */
  readonly tighten?: boolean
  /** What an optimised graph depends on besides the graph itself: ONNX Runtime's version and options, and the machine. */
  readonly environment: string
  readonly capacity?: number
  readonly fingerprint?: (modules: readonly string[]) => string | undefined
}

/**
 * Compiled graphs in a folder, one file each. Entries are renamed into place, so that processes of one user may share the
 * folder. Each has a checksum; an entry that does not match it is reported and written again.
 *
 * A graph determines what a model answers and which files ONNX Runtime opens. No graph is therefore read from a folder or
 * file that anyone but this user and the superuser may have written, and none that keeps data in other files.
 */
export class DiskGraphCache implements GraphCache {
  readonly #folder: string
  readonly #tighten: boolean
  readonly #environment: string
  readonly #capacity: number
  readonly #fingerprint: (modules: readonly string[]) => string | undefined
  readonly #fingerprints = new Map<string, string | undefined>()

  constructor(options: DiskCacheOptions) {
    const { folder, tighten = false, environment, capacity = CAPACITY, fingerprint = codeFingerprint } = options
    this.#folder = folder
    this.#tighten = tighten
    this.#environment = `${FORM} ${environment}`
    this.#capacity = capacity
    this.#fingerprint = fingerprint
  }

  programKey(program: Program, tensors: string, kind: GraphKind): string | undefined {
    const { name, layout, unusedParameters = 'error', identity } = program
    if (identity === undefined) return undefined
    const code = this.#codeOf(identity.module)
    if (code === undefined) return undefined
    const { state } = identity
    const parts = { name, layout, unusedParameters, state, code, tensors, kind, environment: this.#environment }
    return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  }

  modelKey(model: Uint8Array): string {
    return createHash('sha256').update(`${this.#environment}\n`).update(model).digest('hex')
  }

  async read(key: string): Promise<CacheReading> {
    const path = this.#entry(key)
    try {
      const problem = await this.#foreign()
      if (problem !== undefined) return { problem }
      const graph = decodeEntry(key, await readPrivateFile(path))
      if (graph === undefined) return { problem: `the entry ${path} was damaged` }
      if (hasExternalData(graph.model)) return { problem: `the entry ${path} refers to other files` }
      // Last used now: the oldest are removed first.
      await utimes(path, new Date(), new Date()).catch(() => undefined)
      return { graph }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
      return { problem: `the entry ${path} is not used: ${reasonOf(cause)}` }
    }
  }

  async reserve(key: string) {
    try {
      await makePrivateFolder(this.#folder)
      const problem = await this.#foreign()
      return problem === undefined ? { path: `${this.#entry(key)}.${randomUUID()}` } : { problem }
    } catch (cause) {
      return { problem: this.#unwritable(cause) }
    }
  }

  async keep(key: string, path: string, graph: Omit<CachedGraph, 'model'>): Promise<string | undefined> {
    try {
      // ONNX Runtime wrote it with the rights that any new file gets.
      const entry = encodeEntry(key, { ...graph, model: await readPrivateFile(path, { others: true }) })
      // Not flushed: one that a power cut damages is written again.
      await replaceFile(this.#entry(key), entry, { flush: false, private: true })
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

  /** Why the folder is neither read nor written; undefined if it is safe. @throws the system's errors */
  async #foreign(): Promise<string | undefined> {
    const why = await strangersInFolder(this.#folder, this.#tighten)
    if (why === undefined) return undefined
    return `the folder ${this.#folder} ${why}, and nothing in it is used: remove it, or take another (cacheDirectory, XDG_CACHE_HOME)`
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
    for (const name of (await readdir(this.#folder)).filter((file) => entryName.test(file))) {
      const path = join(this.#folder, name)
      // Another process may have removed it.
      const found = await lstat(path).catch(() => undefined)
      if (found?.isFile()) files.push({ path, size: found.size, used: found.mtimeMs })
    }
    files.sort((a, b) => b.used - a.used)
    let total = 0
    for (const { path, size } of files) {
      total += size
      if (total > this.#capacity) await rm(path, { force: true })
    }
  }
}
