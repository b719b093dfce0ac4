import { createHash } from 'node:crypto'
import type { TrainingEvent, TrainingRun } from '@romae/trainer/node'

/** What a training came to. */
export interface Trained {
  /** All parameters, back to back. */
  readonly flat: Uint8Array
  /** Of the parameters, and of what evaluations found on the way. */
  readonly hash: string
}

/** Trains to the end. @param observe is told of each event */
export async function trainOnce(
  run: TrainingRun,
  observe: (event: TrainingEvent) => void = () => {},
): Promise<Trained> {
  const hash = createHash('sha256')
  let flat = Buffer.alloc(0)
  for await (const event of run) {
    observe(event)
    if (event.type === 'evaluation') hash.update(JSON.stringify(event.metrics))
    if (event.type !== 'finish') continue
    const vectors = Object.values(event.model.parameters)
    flat = Buffer.concat(vectors.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength)))
  }
  return { flat, hash: hash.update(flat).digest('hex') }
}
