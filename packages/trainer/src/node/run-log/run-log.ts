import { join, relative } from 'node:path'
import { RomaeError } from '@romae/internal/errors'
import { appendTo, readTextFile, replaceFiles } from '@romae/internal/files'
import { errors, reasonOf } from '../../errors.ts'
import type { TrainingEvent } from '../../training/events.ts'
import { environmentFile, sessions } from './environment.ts'
import { foreignLogFiles } from './foreign-log-files.ts'
import type { LogOptions } from './log-options.ts'
import {
  cutAfter,
  type LoggedEvent,
  lostCheckpoint,
  metricsFile,
  mostMetricsBytes,
  parseMetrics,
  stringifyMetrics,
} from './metrics.ts'

type LoggableEvent = Exclude<TrainingEvent, { type: 'start' | 'resume' }>
type EventOf<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>

/** What `logTo` is made of. */
export class RunLog {
  /** Until the event after it tells whether the run starts afresh. */
  #start: EventOf<'start'> | null = null
  /** Until the event after it tells whether an epoch was over. */
  #resumed: EventOf<'resume'> | null = null
  /** The epoch that the log holds the mean of: a run that is resumed after it tells it again. */
  #epoch = 0
  #step = 0
  #steps = 0
  readonly #folder: string
  readonly #path: string
  readonly #options: LogOptions

  constructor(folder: string, options: LogOptions) {
    this.#folder = folder
    this.#path = join(folder, metricsFile)
    this.#options = options
  }

  async observe(event: TrainingEvent): Promise<void> {
    try {
      if (event.type === 'start') this.#start = event
      else if (event.type === 'resume') await this.#describe(event)
      else await this.#log(event)
    } catch (cause) {
      if (RomaeError.isInstance(cause)) throw cause
      throw errors.RUN_LOG_UNWRITABLE({ path: this.#folder, reason: reasonOf(cause) }, cause)
    }
  }

  /** Writes what is known before the first step. */
  async #describe(resumed: EventOf<'resume'> | null): Promise<void> {
    const { type, engine, config, versions, ...plan } = this.#start!
    const resumedAfter = resumed?.step ?? null
    const found = resumed === null ? await foreignLogFiles(this.#folder) : []
    if (found.length > 0) throw errors.RUN_LOG_FOREIGN_FILES({ folder: this.#folder, found })
    this.#start = null
    this.#resumed = resumed
    this.#step = resumedAfter ?? 0
    this.#steps = plan.steps
    const { settings, session } = this.#options
    await replaceFiles(this.#folder, {
      'config.json': toText({ ...config, ...settings }),
      'plan.json': toText(plan),
      [environmentFile]: toText(await sessions(this.#folder, { engine, versions, resumedAfter, ...session })),
      ...(resumedAfter === null && { [metricsFile]: '' }),
    })
  }

  async #log(event: LoggableEvent): Promise<void> {
    if (this.#start !== null) await this.#describe(null)
    if (this.#resumed !== null) await this.#goOn(this.#resumed, event)
    if (event.type === 'epoch' && event.epoch === this.#epoch) return
    if (event.type === 'step' || event.type === 'skip') this.#step = event.step
    await appendTo(this.#path, stringifyMetrics([this.#lineOf(event)]), { flush: event.type !== 'step' })
  }

  /** Makes of the log what an uninterrupted run would have logged until now. */
  async #goOn({ step, folder }: EventOf<'resume'>, next: LoggableEvent): Promise<void> {
    this.#resumed = null
    const events = parseMetrics(await readIfThere(this.#path), this.#path)
    const position = { step, steps: this.#steps, next }
    const kept = cutAfter(events, position)
    const lost = lostCheckpoint(events, position)
    if (lost !== null) kept.push(this.#lineOf({ type: 'checkpoint', step, folder, ...lost }))
    this.#epoch = Number(kept.findLast(({ type }) => type === 'epoch')?.epoch ?? 0)
    await replaceFiles(this.#folder, { [metricsFile]: stringifyMetrics(kept) })
  }

  /** Folders are written relative to the log's, which may be moved. */
  #lineOf(event: LoggableEvent): LoggedEvent {
    const { type, step = this.#step, model: _, folder, ...rest } = event as typeof event & Record<string, unknown>
    const time = new Date().toISOString()
    const place = typeof folder === 'string' ? { folder: relative(this.#folder, folder) } : {}
    return { type, step: step as number, ...rest, ...place, time }
  }
}

function toText(json: unknown): string {
  return `${JSON.stringify(json, null, 2)}\n`
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readTextFile(path, mostMetricsBytes)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw cause
  }
}
