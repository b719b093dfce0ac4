import { join } from 'node:path'
import { RomaeError } from '@romae/internal/errors'
import { appendTo, readFile, replaceFiles } from '@romae/internal/files'
import { errors, reasonOf } from '../../errors.ts'
import type { TrainingEvent } from '../../training/events.ts'
import { type BoardEvent, type EventImage, encodeEvent, FILE_VERSION, stepOf } from './event.ts'
import { recordsOf, toRecord } from './records.ts'

/** TensorBoard takes every file for one of events whose name has `tfevents` in it. */
export const boardFile = 'events.out.tfevents.romae'
/** Of a run of two million steps. */
const MOST_BYTES = 2 ** 29
/** Pictures stand behind all steps, so that there are none twice. */
const PICTURES = 'pictures/'

/**
 * Keeps a run's figures as an event file of TensorBoard, `events.out.tfevents.romae`: loss, gradient norm, learning rate and time
 * of every step, and the metrics of every evaluation. Made for `runToEnd`, as `logTo` is; of several ranks the first alone has it.
 *
 * When the run goes on from a checkpoint, so does the file: what it has of later steps is cut off, and no step is in it twice.
 *
 * @param folder is made if need be
 * @returns an observer, which throws RomaeError `RUN_LOG_UNWRITABLE`, and `RUN_LOG_FOREIGN_FILES` for a file of that name which is none
 */
export function logTensorBoard(folder: string): (event: TrainingEvent) => Promise<void> {
  let begun = false
  return (event) =>
    writing(folder, async () => {
      if (event.type === 'start' || event.type === 'finish') return
      const step = event.type === 'resume' ? event.step : 0
      if (!begun) await begin(folder, event.type === 'resume' ? step : null)
      begun = true
      const scalars = scalarsOf(event)
      if (scalars === null) return
      const { step: at } = event as typeof event & { readonly step: number }
      await appendTo(join(folder, boardFile), record({ step: at, scalars }), { flush: event.type !== 'step' })
    })
}

/**
 * Adds pictures to a run's event file, in place of those that it has.
 *
 * @param step of the model that they are of
 * @throws RomaeError `RUN_LOG_UNWRITABLE`, `RUN_LOG_FOREIGN_FILES`
 */
export function writeBoardPictures(folder: string, step: number, pictures: readonly EventImage[]): Promise<void> {
  return writing(folder, async () => {
    const kept = (await events(folder)).filter((event) => !hasPictures(event))
    const images = pictures.map(({ tag, png }) => ({ tag: PICTURES + tag, png }))
    await replaceFiles(folder, { [boardFile]: joined([...recordsOrFirst(kept), record({ step, images })]) })
  })
}

async function writing(folder: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.RUN_LOG_UNWRITABLE({ path: folder, reason: reasonOf(cause) }, cause)
  }
}

/** Makes of the file what a run has written up to a step. @param step null: it starts */
async function begin(folder: string, step: number | null): Promise<void> {
  const all = await events(folder)
  const kept = step === null ? [] : all.filter((event) => stepOf(event).step <= step && !hasPictures(event))
  await replaceFiles(folder, { [boardFile]: joined(recordsOrFirst(kept)) })
}

/** The events' records; of none the one that a file begins with. */
function recordsOrFirst(events: readonly Uint8Array[]): readonly Uint8Array[] {
  return events.length === 0 ? [record({ step: 0, fileVersion: FILE_VERSION })] : events.map(toRecord)
}

/** The events that a file has; none where it is not there. @throws RomaeError `RUN_LOG_FOREIGN_FILES` */
async function events(folder: string): Promise<readonly Uint8Array[]> {
  const path = join(folder, boardFile)
  const bytes = await readFile(path, MOST_BYTES).catch((cause) => {
    if (cause.code === 'ENOENT') return null
    throw cause
  })
  if (bytes === null) return []
  const found = [...recordsOf(bytes)]
  if (found[0] === undefined || !stepOf(found[0]).hasVersion) {
    throw errors.RUN_LOG_FOREIGN_FILES({ folder, found: [boardFile] })
  }
  return found
}

/** Whether an event is of pictures: their tag is in it as it is. */
function hasPictures(event: Uint8Array): boolean {
  return Buffer.from(event.buffer, event.byteOffset, event.length).includes(PICTURES)
}

function record(event: Omit<BoardEvent, 'wallTime'>): Uint8Array {
  return toRecord(encodeEvent({ ...event, wallTime: Date.now() / 1000 }))
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** What an event says in numbers, by the names that they have in TensorBoard; null where it says none. */
function scalarsOf(event: TrainingEvent): Readonly<Record<string, number>> | null {
  if (event.type === 'step') {
    const { loss, losses = {}, gradientNorm, learningRate, milliseconds } = event
    const parts = Object.entries(losses).map(([name, value]) => [`training/loss of ${name}`, value])
    return {
      'training/loss': loss,
      ...Object.fromEntries(parts),
      'training/gradient norm': gradientNorm,
      'training/learning rate': learningRate,
      'training/milliseconds': milliseconds,
    }
  }
  if (event.type !== 'evaluation') return null
  const numbers = Object.entries(event.metrics).flatMap(([name, value]): [string, number][] =>
    typeof value === 'number' ? [[`validation/${name}`, value]] : [],
  )
  return Object.fromEntries(numbers)
}
