import { join } from 'node:path'
import { readTextFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { errors, reasonOf } from '../../errors.ts'
import type { TrainingEvent } from '../../training/events.ts'

export const metricsFile = 'metrics.jsonl'

/** Of a run of two million steps; no text can be twice as long. */
export const mostMetricsBytes: number = 400_000_000

/**
 * One line of `metrics.jsonl`: an event of a run as plain JSON, with the step after which it happened. What the event
 * says besides `type` stands beside these three, such as `loss` for a `step`.
 */
export interface LoggedEvent {
  readonly type: Exclude<TrainingEvent['type'], 'start' | 'resume'>
  readonly step: number
  /** When it was written, as an ISO date. */
  readonly time: string
  readonly [field: string]: unknown
}

/**
 * Reads the events of a run, from a folder that `logTo` writes. A last line that was cut short is left out.
 *
 * @throws RomaeError `RUN_LOG_UNREADABLE`
 */
export async function readMetrics(folder: string): Promise<LoggedEvent[]> {
  const path = join(folder, metricsFile)
  let text: string
  try {
    text = await readTextFile(path, mostMetricsBytes)
  } catch (cause) {
    throw errors.RUN_LOG_UNREADABLE({ path, reason: reasonOf(cause) }, cause)
  }
  return parseMetrics(text, path)
}

/** Lines as events. @throws RomaeError `RUN_LOG_UNREADABLE` for a whole line that is none */
export function parseMetrics(text: string, path: string): LoggedEvent[] {
  const events: LoggedEvent[] = []
  // What follows the last line end is empty, or a line whose writing was cut short. Lines are taken one by one: a file of
  // line ends would make more of them than there is memory.
  for (let from = 0, end = text.indexOf('\n'); end !== -1; from = end + 1, end = text.indexOf('\n', from)) {
    const event = parseLine(text.slice(from, end))
    if (event === null) {
      throw errors.RUN_LOG_UNREADABLE({ path, reason: `line ${events.length + 1} is no event of a run` })
    }
    events.push(event)
  }
  return events
}

/** Fields of events that are computed with, such as in reports. What was not finite is null. */
const numbers = [
  'epoch',
  'loss',
  'meanLoss',
  'gradientNorm',
  'learningRate',
  'milliseconds',
  'waitMilliseconds',
] as const

function parseLine(line: string): LoggedEvent | null {
  try {
    const value = parseJson(line) as Partial<LoggedEvent> | null
    if (typeof value?.type !== 'string' || !Number.isSafeInteger(value.step)) return null
    const isNumber = (key: string) => [undefined, null].includes(value[key] as null) || typeof value[key] === 'number'
    return numbers.every(isNumber) ? (value as LoggedEvent) : null
  } catch {
    return null
  }
}

/** The text of `metrics.jsonl`. */
export function stringifyMetrics(events: readonly LoggedEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

/** A batch that was trained on, or skipped. */
function isStep<Event extends { readonly type: string }>(event: Event): event is Event & { type: 'step' | 'skip' } {
  return event.type === 'step' || event.type === 'skip'
}

/** Where a run goes on. */
export interface LogPosition {
  /** The step of the checkpoint. */
  readonly step: number
  /** All steps of the run. */
  readonly steps: number
  /** The first event after the resume. */
  readonly next: TrainingEvent
}

/**
 * What an uninterrupted run would have logged when it comes to a checkpoint's step.
 *
 * What happened later is cut off, for it happens again; and of that step what only the end of a session brought: its last
 * line, the checkpoint that was written because of it, and the mean of an epoch that was not over.
 */
export function cutAfter(events: readonly LoggedEvent[], { step, steps, next }: LogPosition): LoggedEvent[] {
  return events.filter((event) => {
    if (event.step > step || event.type === 'finish') return false
    if (event.step < step || isStep(event)) return true
    if (event.type === 'epoch') return !(isStep(next) && next.epoch === event.epoch)
    return event.type !== 'checkpoint' || event.scheduled === true || step === steps
  })
}

/**
 * Whether a session ended after it had written a checkpoint, and before it could log that: `scheduled` ones come after the
 * step and its evaluation, the one at a run's end after its last epoch.
 */
export function lostCheckpoint(
  events: readonly LoggedEvent[],
  { step, steps }: LogPosition,
): { readonly scheduled: boolean; readonly best: boolean } | null {
  if (events.some((event) => event.type === 'checkpoint' && event.step === step)) return null
  const last = events.findLast((event) => event.step <= step)
  const best = last?.type === 'evaluation' && last.improved === true
  if (last !== undefined && (isStep(last) || last.type === 'evaluation')) return { scheduled: true, best }
  // Where the last evaluation is the best, its checkpoint was a scheduled one.
  return last?.type === 'epoch' && step === steps ? { scheduled: false, best } : null
}
