import type { Outcome, Trial, TrialPlace } from '@romae/app-common'
import { bytesChecksum } from '@romae/internal/files'
import type { FillingMethod } from '@romae/timeseries/baselines'
import { timed } from './cpu-clock.ts'
import type { ImputationTask } from './data-set.ts'
import { errorsOfFilling } from './errors-of-filling.ts'
import { fillByBaseline } from './fill-by-baseline.ts'
import { fillByPeer, type PeerName } from './fill-by-peer.ts'
import { keptTrial } from './kept-outcome.ts'
import type { PeerSettings } from './settings.ts'

/** A filled test split as figures: PyPOTS' errors, and what it took. */
export function figuresOf(task: ImputationTask, filled: Float32Array, seconds: number): Outcome['figures'] {
  return { ...errorsOfFilling(task.test, filled), 'CPU s': seconds }
}

/** A baseline as a trial. */
export async function baselineTrial(method: FillingMethod, task: ImputationTask): Promise<Trial> {
  return keptTrial({ method: method.name, data: await checksumOf(task) }, async () => {
    const { result: filled, seconds } = await timed(() => fillByBaseline(method, task))
    return { figures: figuresOf(task, filled, seconds) }
  })
}

/** A model of PyPOTS as a trial. */
export async function peerTrial(
  model: PeerName,
  task: ImputationTask,
  settings: PeerSettings & { readonly seed: number },
  python: string,
): Promise<Trial> {
  const key = { method: model, data: await checksumOf(task), ...settings }
  return keptTrial(key, async ({ session: { signal }, prefix }: TrialPlace) => {
    const { filled, seconds, ...about } = await fillByPeer(model, task, settings, { python, signal, prefix })
    return { figures: figuresOf(task, filled, seconds), metrics: about }
  })
}

/** Tells the task's arrays from any others. */
function checksumOf({ train, validation, test }: ImputationTask): Promise<string> {
  const parts = [train, validation.seen, validation.truth, test.seen, test.truth].map(({ values }) => {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  })
  return bytesChecksum(Buffer.concat(parts))
}
