import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createEngine } from '@romae/engine'
import { RomaeError } from '@romae/tokenizer'
import { SmallDisk } from './small-disk.ts'
import { type DiskTask, diskTasks } from './tasks.ts'

/** What came of writes that were made to fail. */
export interface DiskResult {
  /** Places at which they failed, by what was wrong with the disk. */
  readonly failures: Readonly<Record<Fault, number>>
  /** How often each error code was seen. */
  readonly codes: ReadonlyMap<string, number>
  readonly problems: readonly string[]
}

type Fault = 'full' | 'out of files' | 'read-only'

/** More pages and files than any task writes. */
const most = 400

/**
 * Lets a disk fill up after every page that a task writes, run out of files at every file, and become read-only at every
 * file; looks whether what was there survives, and whether the work can be done afterwards.
 */
export async function diskFull(): Promise<DiskResult | { readonly reason: string }> {
  const disk = SmallDisk.mount()
  if (!(disk instanceof SmallDisk)) return disk
  const scratch = await mkdtemp(path.join(tmpdir(), 'romae-disk-'))
  const engine = await createEngine('tfjs')
  const trial = new Trial(disk)
  try {
    for (const task of await diskTasks(engine, scratch)) {
      const prepared = path.join(scratch, task.name)
      await task.prepare(prepared)
      for (let pages = 0; await trial.fails(task, prepared, 'full', pages); pages++);
      for (let files = 0; await trial.fails(task, prepared, 'out of files', files); files++);
      for (let files = 0; files < 8; files++) await trial.fails(task, prepared, 'read-only', files)
    }
  } finally {
    await engine.dispose()
    disk.unmount()
    await rm(scratch, { recursive: true })
  }
  return trial
}

class Trial implements DiskResult {
  readonly failures = { full: 0, 'out of files': 0, 'read-only': 0 }
  readonly codes = new Map<string, number>()
  readonly problems: string[] = []
  readonly #disk: SmallDisk

  constructor(disk: SmallDisk) {
    this.#disk = disk
  }

  /** @returns whether the work failed */
  async fails(task: DiskTask, prepared: string, fault: Fault, place: number): Promise<boolean> {
    const { folder } = this.#disk
    if (place > most) throw new Error(`${task.name}: does not end, with room for ${place} pages or files`)
    await this.#disk.reset(prepared)
    const where = `${task.name}, ${fault} at ${place}`
    if (fault === 'full') this.#disk.fill(place)
    if (fault === 'out of files') this.#disk.limitFiles(place)
    const stop = fault === 'read-only' ? this.#readOnlyAt(() => task.writtenNames(folder), place) : () => {}
    let failed = false
    try {
      await task.work(folder)
    } catch (error) {
      failed = true
      this.failures[fault] += 1
      if (RomaeError.isInstance(error)) this.codes.set(error.code, (this.codes.get(error.code) ?? 0) + 1)
      else this.problems.push(`${where}: an untyped error: ${error}`)
    }
    stop()
    if (failed) this.#note(where, await attempt(() => task.survives(folder)))
    await this.#disk.relieve()
    const finishing = async () => {
      if (failed) await task.work(folder)
      return task.done(folder)
    }
    this.#note(where, await attempt(finishing))
    return failed
  }

  /** Makes the disk read-only once a folder has so many files, as soon as none is open. @returns what ends the waiting */
  #readOnlyAt(written: () => Promise<string[]>, files: number): () => void {
    if (files === 0) {
      if (!this.#disk.makeReadOnly()) throw new Error('the disk could not be made read-only')
      return () => {}
    }
    let waiting = true
    void (async () => {
      while (waiting) {
        const names = await written()
        if (waiting && names.length >= files && this.#disk.makeReadOnly()) return
        await new Promise(setImmediate)
      }
    })()
    return () => {
      waiting = false
    }
  }

  #note(where: string, problems: readonly string[]): void {
    this.problems.push(...problems.map((problem) => `${where}: ${problem}`))
  }
}

/** Problems, an error among them. */
async function attempt(look: () => Promise<string[]>): Promise<readonly string[]> {
  try {
    return await look()
  } catch (error) {
    return [`afterwards: ${error}`]
  }
}
